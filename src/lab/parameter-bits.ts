/** The bits of parameters, as a view on the same memory: what is compared as a digest does, so that 0 is not -0. */
export function bitsOf({ buffer, byteOffset, length }: Float32Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length);
}

/** How many parameters differ in any bit. Both arrays have to be of one length. */
export function differingParameters(a: Float32Array, b: Float32Array): number {
  if (a === b) return 0;
  const [left, right] = [bitsOf(a), bitsOf(b)];
  let differing = 0;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) differing++;
  return differing;
}
