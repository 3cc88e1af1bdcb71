/**
 * How likely Student's t exceeds a value by chance: the finite series for whole degrees of freedom (Abramowitz and Stegun 1964,
 * 26.7.3 and 26.7.4). To about 1e-14, absolutely.
 * @param df degrees of freedom, a whole number from 1
 */
export function studentTail(t: number, df: number): number {
  const [sine, cosine] = [t / Math.sqrt(df + t * t), Math.sqrt(df / (df + t * t))];
  const square = cosine * cosine;
  const isOdd = df % 2 === 1;
  let term = isOdd ? sine * cosine : sine;
  let sum = df === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < df; k += 2) {
    term *= (square * (k - 1)) / k;
    sum += term;
  }
  const inside = isOdd ? (2 / Math.PI) * (Math.atan(t / Math.sqrt(df)) + sum) : sum;
  return (1 - inside) / 2;
}

/** Halvings that leave an interval of a million narrower than the last bit of its ends. */
const HALVINGS = 70;
const FAR = 1e6;

/**
 * The value that Student's t exceeds with a given chance.
 * @param tail chance, above 1e-12 and up to a half
 * @param df degrees of freedom, a whole number from 1
 */
export function studentLimit(tail: number, df: number): number {
  let [low, high] = [0, FAR];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, df) > tail) low = middle;
    else high = middle;
  }
  return high;
}
