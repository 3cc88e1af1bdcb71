const MONEY = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const COUNT = new Intl.NumberFormat('en-US');

/** Whole dollars: $3,000. */
export const money = (dollars: number): string => MONEY.format(dollars);

/** Whole numbers with separators: 25,450. */
export const count = (n: number): string => COUNT.format(n);

/** A share as a percentage with one decimal: 95.1 %. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A probability as whole per cent, never rounded up to a certainty the model does not have. */
export const sureness = (p: number): string => (Number.isFinite(p) ? `${p < 1 ? Math.floor(100 * p) : 100} %` : 'no');
