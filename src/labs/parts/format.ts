const MINUS = '−';
const TICK = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 });
const MONEY = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const COUNT = new Intl.NumberFormat('en-US');

/** Whole dollars: $3,000. */
export const money = (dollars: number): string => MONEY.format(dollars);

/** Whole numbers with separators: 25,450. */
export const count = (n: number): string => COUNT.format(n);

/** A share as a percentage with one decimal: 95.1 %. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A probability as whole per cent, never rounded up to a certainty the model does not have. */
export const sureness = (p: number): string =>
  Number.isFinite(p) ? (p < 0.01 ? '<1 %' : `${p < 1 ? Math.floor(100 * p) : 100} %`) : 'no';

/** A weight or bias in at most five characters and a sign: 0.14, −12.3, 1234. */
export const shortNumber = (n: number): string =>
  Number.isFinite(n) ? signed(n, Math.abs(n) < 10 ? 2 : Math.abs(n) < 100 ? 1 : 0) : 'no';

/** A number with a true minus sign. */
export function signed(value: number, digits: number, plus = false): string {
  const size = Math.abs(value);
  // A model that diverged says such numbers; written out they would run off the page.
  const text = size < 1e9 ? size.toFixed(digits) : Number.isFinite(size) ? size.toExponential(1) : 'no number';
  const hasSign = Number.isFinite(size) && Number(text) !== 0;
  return `${hasSign && value < 0 ? MINUS : hasSign && plus ? '+' : ''}${text}`;
}

/** A number with as many digits as its size deserves. */
export function sized(value: number, plus = false): string {
  if (!Number.isFinite(value)) return 'no number';
  const size = Math.abs(value);
  // Two digits that count for small numbers, down to a ten-thousandth.
  const small = size >= 0.1 || size < 5e-5 ? 2 : size >= 0.01 ? 3 : 4;
  return signed(value, size >= 100 ? 0 : size >= 10 ? 1 : small, plus);
}

/** A value on an axis: no more decimals than it has. */
export function tick(value: number): string {
  return TICK.format(Number(value.toPrecision(4))).replace('-', MINUS);
}
