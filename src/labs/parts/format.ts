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

/** A weight or bias in at most five characters and a sign: 0.14, -12.3, 1234. */
export const shortNumber = (n: number): string =>
  Number.isFinite(n) ? n.toFixed(Math.abs(n) < 10 ? 2 : Math.abs(n) < 100 ? 1 : 0) : 'no';
