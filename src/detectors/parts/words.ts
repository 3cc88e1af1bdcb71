const HUGE = 1e9;
const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A whole number with separators: 25,450. */
export const grouped = (count: number): string => COUNT.format(count);

/** A number with as many digits as its size deserves and a true minus sign. */
export function figure(value: number): string {
  const size = Math.abs(value);
  // A broken model says such numbers; written out they would run off the page.
  if (!(size < HUGE)) return Number.isFinite(value) ? value.toExponential(1) : 'no number';
  const text = size >= 1000 ? grouped(value) : size >= 100 ? value.toFixed(1) : value.toPrecision(3);
  return text.replace('-', '−');
}

/** A share as a percentage with one decimal: 95.1 %. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A count with its noun: "1 row", "20 rows". */
export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
