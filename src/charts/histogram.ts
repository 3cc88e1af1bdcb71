/** One bar of a histogram: values from `from` up to `to`, which belongs to the next. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Of these, values that are marked. */
  readonly marked: number;
}

/**
 * Values in bins of equal width; what is no finite number is left out.
 * @param marked 1 for values that are counted apart; null for none
 */
export function binsOf(values: ArrayLike<number>, bins: number, marked: ArrayLike<number> | null): Bin[] {
  const finite = Array.from(values).filter(Number.isFinite);
  if (finite.length === 0) return [];
  const low = finite.reduce((least, value) => Math.min(least, value));
  const high = finite.reduce((most, value) => Math.max(most, value));
  const width = (high - low) / bins || 1;
  const counts = Array.from({ length: high > low ? bins : 1 }, () => ({ count: 0, marked: 0 }));
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) continue;
    const bin = counts[Math.min(counts.length - 1, Math.floor((values[i]! - low) / width))]!;
    bin.count++;
    if (marked?.[i]) bin.marked++;
  }
  return counts.map((bin, i) => ({ from: low + i * width, to: low + (i + 1) * width, ...bin }));
}
