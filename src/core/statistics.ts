/** Numbers in ascending order, NaN last. */
function sorted(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort();
}

/**
 * Quantile by linear interpolation between order statistics; NaN when there are no values.
 * @param share 0 for the least, 0.5 for the median, 1 for the most
 */
export function quantile(values: ArrayLike<number>, share: number): number {
  const inOrder = sorted(values);
  const place = share * (inOrder.length - 1);
  const below = Math.floor(place);
  const low = inOrder[below] ?? NaN;
  return below === place ? low : low + (place - below) * (inOrder[below + 1]! - low);
}

/** Middle value, or the mean of the two in the middle; NaN when there are no values. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** Arithmetic mean; NaN when there are no values. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Standard deviation of a sample (n - 1); 0 for fewer than two values. */
export function deviation(values: ArrayLike<number>): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

/** Makes the median absolute deviation of normal numbers their standard deviation. */
const NORMAL = 1.4826;

/** Median absolute deviation from the median, scaled to the standard deviation of normal numbers; 0 when over half are alike. */
export function scaledMad(values: ArrayLike<number>): number {
  const centre = median(values);
  return NORMAL * median(Float64Array.from(values, (value) => Math.abs(value - centre)));
}

/** Places of the values from the largest to the smallest; the lower place first on a tie, NaN last. */
export function descending(values: ArrayLike<number>): Uint32Array {
  const key = (at: number) => (Number.isNaN(values[at]!) ? -Infinity : values[at]!);
  const places = Uint32Array.from({ length: values.length }, (_, at) => at);
  return places.sort((a, b) => key(b) - key(a) || a - b);
}

/**
 * Area under the ROC curve of a score: the chance that a row that is meant scores above one that is not, ties counted half.
 * @param isMeant 1 for rows that should score high
 * @returns NaN when all rows are meant, or none
 */
export function rocAuc(scores: ArrayLike<number>, isMeant: Uint8Array): number {
  const order = descending(scores);
  let [meantAbove, area, meantTotal] = [0, 0, 0];
  for (let from = 0; from < order.length;) {
    let [to, meant] = [from, 0];
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) meant += isMeant[order[to++]!]!;
    if (to === from) meant += isMeant[order[to++]!]!;
    const others = to - from - meant;
    area += others * (meantAbove + meant / 2);
    meantAbove += meant;
    meantTotal += meant;
    from = to;
  }
  return area / (meantTotal * (order.length - meantTotal));
}
