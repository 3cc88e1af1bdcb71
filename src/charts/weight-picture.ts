/** Colours of a diverging scale as rgb triples: below zero, zero, above zero. */
export interface DivergingColors {
  readonly negative: readonly number[];
  readonly zero: readonly number[];
  readonly positive: readonly number[];
}

/** The numbers in "rgb(1, 2, 3)", as computed styles give colours. */
export function rgbOf(color: string): number[] {
  return (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

/** Largest absolute value, at least a small positive number, so that it can be divided by. */
export function reach(values: Iterable<number>): number {
  let most = 1e-6;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}

/**
 * Paints values as pixels, symmetric about zero.
 * @param values one per pixel, row by row; `stride` apart in the array, from `offset` on
 * @param most value of full colour; the same for all pictures that are to be compared
 */
export function paintWeights(
  picture: ImageData,
  values: Float32Array,
  offset: number,
  stride: number,
  most: number,
  { negative, zero, positive }: DivergingColors,
): void {
  const pixels = picture.width * picture.height;
  for (let i = 0; i < pixels; i++) {
    const value = values[offset + i * stride]! / most;
    const far = value < 0 ? negative : positive;
    const t = Math.min(1, Math.abs(value));
    for (let c = 0; c < 3; c++) picture.data[4 * i + c] = zero[c]! + t * (far[c]! - zero[c]!);
    picture.data[4 * i + 3] = 255;
  }
}
