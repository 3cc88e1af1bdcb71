import { expOf, logOf } from './elementary.ts';

/**
 * Pearson's chi-square of counts against expected shares: sum of (observed - expected)^2 / expected. Classes that are not
 * expected at all are left out when they have no rows, and make it infinite when they have some.
 * @param shares expected share of each class; they need not add up to 1
 */
export function chiSquare(counts: ArrayLike<number>, shares: ArrayLike<number>): number {
  const [total, whole] = [sumOf(counts), sumOf(shares)];
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    const expected = (total * shares[i]!) / whole;
    const miss = counts[i]! - expected;
    if (miss !== 0) sum += (miss * miss) / expected;
  }
  return sum;
}

/**
 * How likely a chi-square at least as large is by chance: the regularised upper incomplete gamma function Q(df/2, x/2), by its
 * recurrence over df from erfc or e^-x, all of whose terms are positive. To a relative error below 1e-8; 0 below 1e-45.
 * @param df degrees of freedom, 1 or more
 */
export function chiSquareTail(statistic: number, df: number): number {
  if (Number.isNaN(statistic)) return NaN;
  const x = statistic / 2;
  const decay = expOf(-x);
  if (decay === 0) return 0;
  const isOdd = df % 2 === 1;
  let a = isOdd ? 0.5 : 1;
  let tail = isOdd ? erfcOfRoot(x) : decay;
  let term = isOdd ? (2 * Math.sqrt(x) * decay) / SQRT_PI : x * decay;
  for (; a < df / 2; a++) {
    tail += term;
    term *= x / (a + 1);
  }
  return Math.min(1, tail);
}

const SQRT_PI = Math.sqrt(Math.PI);
/** From here on the continued fraction of erfc needs fewer steps than its series. */
const LARGE = 2;
const STEPS = 60;

/** erfc(sqrt(x)): series of erf for small x, Laplace's continued fraction for large. */
function erfcOfRoot(x: number): number {
  const root = Math.sqrt(x);
  if (x < LARGE) {
    let [sum, term] = [0, 1];
    for (let n = 0; n < STEPS; n++, term *= (2 * x) / (2 * n + 1)) sum += term;
    return 1 - ((2 * root) / SQRT_PI) * expOf(-x) * sum;
  }
  let fraction = 0;
  for (let n = STEPS; n >= 1; n--) fraction = n / 2 / (root + fraction);
  return expOf(-x) / SQRT_PI / (root + fraction);
}

/** Share that an empty class counts as, since the index has no value for none. */
const LEAST_SHARE = 1e-4;

/**
 * Population stability index: sum of (p - q) ln(p / q) over the classes; by custom below 0.1 is stable and above 0.25 has moved.
 * @param counts rows of each class
 * @param shares expected share of each class; they need not add up to 1
 */
export function populationStability(counts: ArrayLike<number>, shares: ArrayLike<number>): number {
  const [total, whole] = [sumOf(counts), sumOf(shares)];
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    const p = Math.max(LEAST_SHARE, counts[i]! / total);
    const q = Math.max(LEAST_SHARE, shares[i]! / whole);
    sum += (p - q) * logOf(p / q);
  }
  return sum;
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
