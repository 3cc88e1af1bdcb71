import type { Basis, LeastSquares } from './least-squares.ts';

/** Leverage above this is 1 but for rounding: no other row says anything about what this one alone decides. */
const ALONE = 1 - 1e-9;

/** Whether a row decides its own prediction by itself, so that its residual is 0 whatever it says. */
export const standsAlone = (leverage: number): boolean => leverage > ALONE;

/** Standard deviation of what the columns cannot explain, sqrt(SSE / (rows - rank)); NaN when no row is left over. */
export function residualDeviation({ residuals, basis }: LeastSquares): number {
  const squares = residuals.reduce((sum, e) => sum + e * e, 0);
  const free = residuals.length - basis.kept.length;
  return free > 0 ? Math.sqrt(squares / free) : NaN;
}

/**
 * Cook's distance of each row (Cook 1977): how far all predictions move together when it is left out, e^2 h / (p s^2 (1 - h)^2).
 * NaN for a row that stands alone, without which its prediction is not defined.
 * @param s deviation of what the columns cannot explain: {@link residualDeviation}, or one that outliers do not inflate
 */
export function cooksDistances({ residuals, leverage, basis }: LeastSquares, s: number): Float64Array {
  const scale = basis.kept.length * s ** 2;
  return residuals.map((e, row) => {
    const h = leverage[row]!;
    if (standsAlone(h)) return NaN;
    return e === 0 ? 0 : (e * e * h) / (scale * (1 - h) ** 2);
  });
}

/**
 * How much one coefficient rises per unit of each row's target: the column's row of (X'X)^-1 X', of which the coefficient is the
 * sum over rows of pull x target. Null for a column that depends on earlier ones.
 */
export function pullsOn({ directions, along, kept }: Basis, column: number): Float64Array | null {
  const first = kept.indexOf(column);
  if (first < 0) return null;
  // The column's row of R^-1, entry by entry: zero before its own place.
  const inverse = new Float64Array(kept.length);
  inverse[first] = 1 / along[first]![first]!;
  for (let k = first + 1; k < kept.length; k++) {
    let sum = 0;
    for (let before = first; before < k; before++) sum += inverse[before]! * along[k]![before]!;
    inverse[k] = -sum / along[k]![k]!;
  }
  const pulls = new Float64Array(directions[0]!.length);
  for (let k = first; k < kept.length; k++) {
    const direction = directions[k]!;
    for (let row = 0; row < pulls.length; row++) pulls[row]! += inverse[k]! * direction[row]!;
  }
  return pulls;
}

/**
 * What each row, left out, would take from a linear function of the coefficients: b - b(-i) = pull x e / (1 - h), exactly as
 * refitting would give (Cook 1977). NaN for a row that stands alone.
 * @param pulls how much the function rises per unit of each row's target
 */
export function leaveOneOutShifts(pulls: Float64Array, { residuals, leverage }: LeastSquares): Float64Array {
  return pulls.map((pull, row) => {
    const h = leverage[row]!;
    return standsAlone(h) ? NaN : (pull * residuals[row]!) / (1 - h);
  });
}

/**
 * Size (root mean square) of the change of the predictions for other rows, when each row is left out. NaN for a row that stands
 * alone.
 * @param asked rows x columns of the same design: where predictions are wanted
 */
export function leaveOneOutForecastShifts(fit: LeastSquares, asked: Float64Array, columns: number): Float64Array {
  const { directions, along, kept } = fit.basis;
  const rank = kept.length;
  const count = asked.length / columns;
  /** Sum over the asked rows of z z', where z = R^-T x is such a row in terms of the directions. */
  const moments = Array.from({ length: rank }, () => new Float64Array(rank));
  const z = new Float64Array(rank);
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < rank; k++) {
      let value = asked[row * columns + kept[k]!]!;
      for (let before = 0; before < k; before++) value -= along[k]![before]! * z[before]!;
      z[k] = value / along[k]![k]!;
    }
    for (let a = 0; a < rank; a++) for (let b = 0; b <= a; b++) moments[a]![b]! += z[a]! * z[b]!;
  }
  const pulls = new Float64Array(fit.residuals.length);
  for (let row = 0; row < pulls.length; row++) {
    let sum = 0;
    for (let a = 0; a < rank; a++) {
      const qa = directions[a]![row]!;
      let inner = (moments[a]![a]! * qa) / 2;
      for (let b = 0; b < a; b++) inner += moments[a]![b]! * directions[b]![row]!;
      sum += 2 * qa * inner;
    }
    pulls[row] = Math.sqrt(Math.max(0, sum) / Math.max(1, count));
  }
  return leaveOneOutShifts(pulls, fit).map(Math.abs);
}

/** What one slice of the rows says about a coefficient. */
export interface SliceSlope {
  readonly rows: number;
  /** The coefficient that these rows alone would choose, all other coefficients as they are. */
  readonly slope: number;
  /** Its standard error; infinite for rows that say nothing about it. */
  readonly error: number;
  /** How far that lies from what all other rows choose, in standard errors of the difference; 0 where one side says nothing. */
  readonly z: number;
}

/**
 * Votes of slices of the rows on one coefficient. By Frisch and Waugh (1933) it is a weighted mean of them, so that the slices are
 * told apart without a fit for each.
 * @param column the coefficient's; must not depend on earlier ones
 * @param slice slice of each row, from 0
 * @param s deviation of what the columns cannot explain
 */
export function slopesBySlice(
  fit: LeastSquares,
  column: number,
  slice: ArrayLike<number>,
  slices: number,
  s: number,
): SliceSlope[] {
  const pulls = pullsOn(fit.basis, column)!;
  const total = pulls.reduce((sum, pull) => sum + pull * pull, 0);
  const [count, weight, lean] = [new Uint32Array(slices), new Float64Array(slices), new Float64Array(slices)];
  pulls.forEach((pull, row) => {
    const at = slice[row]!;
    count[at]!++;
    // pull x 1 / total is what the column holds that others do not.
    weight[at]! += (pull / total) ** 2;
    lean[at]! += (pull / total) * fit.residuals[row]!;
  });
  const [wholeWeight, wholeLean] = [1 / total, lean.reduce((sum, part) => sum + part, 0)];
  return Array.from(count, (rows, at) => {
    const [own, rest] = [weight[at]!, wholeWeight - weight[at]!];
    const saysNothing = own < NOTHING * wholeWeight || rest < NOTHING * wholeWeight;
    const apart = lean[at]! / own - (wholeLean - lean[at]!) / rest;
    return {
      rows,
      slope: fit.coefficients[column]! + (own > 0 ? lean[at]! / own : 0),
      error: own < NOTHING * wholeWeight ? Infinity : s / Math.sqrt(own),
      z: saysNothing ? 0 : apart / (s * Math.sqrt(1 / own + 1 / rest)),
    };
  });
}

/** Share of what all rows say about a coefficient that is rounding. */
const NOTHING = 1e-12;
