import { count } from './error.ts';

/**
 * How many parameters differ in any bit; 0 and -0 do, as they do for a digest. Both arrays have to be of one length.
 */
function differingParameters(a: Float32Array, b: Float32Array): number {
  const bits = (values: Float32Array) => new Uint32Array(values.buffer, values.byteOffset, values.length);
  const [left, right] = [bits(a), bits(b)];
  let differing = 0;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) differing++;
  return differing;
}

/** "3 of 25,450 parameters differ". */
export function differenceWords(a: Float32Array, b: Float32Array): string {
  const n = differingParameters(a, b);
  return `${count(n)} of ${count(a.length)} parameters ${n === 1 ? 'differs' : 'differ'}`;
}
