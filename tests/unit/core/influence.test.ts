import { describe, expect, test } from 'vitest';
import {
  cooksDistances,
  leaveOneOutForecastShifts,
  leaveOneOutShifts,
  pullsOn,
  residualDeviation,
  slopesBySlice,
  standsAlone,
} from '#core/influence.ts';
import { leastSquares } from '#core/least-squares.ts';
import { stream } from '#core/rng.ts';

const ROWS = 40;
/** A constant, two numbers, three kinds of which the last depends on the others, and a target with chance in it. */
function sample(seed: number, rows = ROWS) {
  const draw = stream(seed, 'test');
  const design = Array.from({ length: rows }, (_, i) => [
    1,
    10 * draw(),
    3 + draw(),
    +(i % 3 === 0),
    +(i % 3 === 1),
    +(i % 3 === 2),
  ]);
  const y = design.map(([, a, b, first]) => 5 - 2 * a! + 3 * b! + 4 * first! + draw());
  return { design, y };
}

const fitOf = (design: readonly (readonly number[])[], y: readonly number[]) =>
  leastSquares(Float64Array.from(design.flat()), design[0]!.length, Float64Array.from(y));
const without = <T>(list: readonly T[], place: number) => list.filter((_, i) => i !== place);
const predict = (row: readonly number[], coefficients: Float64Array) =>
  row.reduce((sum, value, i) => sum + value * coefficients[i]!, 0);
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

const { design, y } = sample(1);
const fit = fitOf(design, y);
const refits = design.map((_, row) => fitOf(without(design, row), without(y, row)));
const [NUMBER, LAST_KIND] = [1, 5];

test('leverage adds up to the rank, whatever columns depend on others', () => {
  expect(fit.basis.kept.length).toBe(5);
  expect(sum(fit.leverage)).toBeCloseTo(5, 10);
});

test('a coefficient is the sum of pull times target', () => {
  const pulls = pullsOn(fit.basis, NUMBER)!;
  expect(pulls.reduce((total, pull, row) => total + pull * y[row]!, 0)).toBeCloseTo(fit.coefficients[NUMBER]!, 10);
  expect(pullsOn(fit.basis, LAST_KIND)).toBeNull();
});

test('leave-one-out gives what refitting without the row gives', () => {
  const shifts = leaveOneOutShifts(pullsOn(fit.basis, NUMBER)!, fit);
  refits.forEach((refit, row) =>
    expect(fit.coefficients[NUMBER]! - shifts[row]!).toBeCloseTo(refit.coefficients[NUMBER]!, 9),
  );
});

test('its effect on forecasts is that of refitting, too', () => {
  const asked = sample(2, 15).design;
  const shifts = leaveOneOutForecastShifts(fit, Float64Array.from(asked.flat()), 6);
  refits.forEach((refit, row) => {
    const squares = asked.map((one) => (predict(one, fit.coefficients) - predict(one, refit.coefficients)) ** 2);
    expect(shifts[row]!).toBeCloseTo(Math.sqrt(sum(squares) / asked.length), 8);
  });
});

test('Cook’s distance is how far all predictions move, by definition', () => {
  const s = residualDeviation(fit);
  const distances = cooksDistances(fit, s);
  refits.forEach((refit, row) => {
    const moved = sum(design.map((one) => (predict(one, fit.coefficients) - predict(one, refit.coefficients)) ** 2));
    expect(distances[row]!).toBeCloseTo(moved / (5 * s * s), 8);
  });
});

test('the deviation is that of the rows left over by the fit, and of none when there are none', () => {
  expect(residualDeviation(fit)).toBeCloseTo(Math.sqrt(sum(fit.residuals.map((e) => e * e)) / 35), 12);
  expect(
    residualDeviation(
      fitOf(
        [
          [1, 0],
          [1, 1],
        ],
        [3, 4],
      ),
    ),
  ).toBeNaN();
});

describe('nothing hangs on', () => {
  const distances = cooksDistances(fit, residualDeviation(fit));
  const same = (other: typeof fit, order = (row: number) => row) => {
    const others = cooksDistances(other, residualDeviation(other));
    distances.forEach((distance, row) => {
      expect(others[order(row)]!).toBeCloseTo(distance, 8);
      expect(other.leverage[order(row)]!).toBeCloseTo(fit.leverage[row]!, 8);
    });
  };

  test('the order of rows', () => {
    same(fitOf([...design].reverse(), [...y].reverse()), (row) => ROWS - 1 - row);
  });

  test('a constant added to the target, or its unit', () => {
    same(
      fitOf(
        design,
        y.map((value) => 700 + 3 * value),
      ),
    );
  });

  test('the unit of a column', () => {
    same(
      fitOf(
        design.map(([one, a, ...rest]) => [one!, 1000 * a!, ...rest]),
        y,
      ),
    );
  });
});

describe('a row that is alone of its kind', () => {
  const alone = fitOf([...design.map((row) => [...row, 0]), [1, 5, 3.5, 0, 0, 0, 1]], [...y, 900]);

  test('has leverage 1 and no influence that could be told', () => {
    expect(standsAlone(alone.leverage[ROWS]!)).toBe(true);
    expect([...alone.leverage].filter(standsAlone).length).toBe(1);
    expect(cooksDistances(alone, residualDeviation(alone))[ROWS]).toBeNaN();
    expect(leaveOneOutShifts(pullsOn(alone.basis, NUMBER)!, alone)[ROWS]).toBeNaN();
    expect(alone.residuals[ROWS]!).toBeCloseTo(0, 8);
  });

  test('leaves all other rows’ influence as it was', () => {
    const [before, after] = [fit, alone].map((one) => leaveOneOutShifts(pullsOn(one.basis, NUMBER)!, one));
    before!.forEach((shift, row) => expect(after![row]!).toBeCloseTo(shift, 9));
  });
});

describe('slopes by slice', () => {
  /** Two halves with slopes of their own, the second as far from the rule as the first on the other side. */
  const rows = Array.from({ length: 80 }, (_, i) => [1, i % 40]);
  const slice = rows.map((_, i) => (i < 40 ? 0 : 1));
  const centre = 19.5;
  const halves = fitOf(
    rows,
    rows.map(([, x], i) => 7 + 2 * x! + (i < 40 ? 1 : -1) * (x! - centre)),
  );

  test('are found for each slice', () => {
    const [first, second] = slopesBySlice(halves, 1, slice, 2, 1);
    expect(first!.slope).toBeCloseTo(3, 10);
    expect(second!.slope).toBeCloseTo(1, 10);
    expect([first!.rows, second!.rows]).toEqual([40, 40]);
    // Standard error of a slope: s / sqrt(sum of (x - mean)^2), and of a difference of two.
    const spread = Math.sqrt(sum(rows.slice(0, 40).map(([, x]) => (x! - centre) ** 2)));
    expect(first!.error).toBeCloseTo(1 / spread, 10);
    expect(first!.z).toBeCloseTo((2 * spread) / Math.SQRT2, 8);
    expect(second!.z).toBeCloseTo(-first!.z, 10);
  });

  test('have the coefficient as their mean, weighted by what each says', () => {
    const parts = slopesBySlice(
      fit,
      NUMBER,
      design.map((_, i) => i % 4),
      4,
      1,
    );
    const weights = parts.map(({ error }) => 1 / error ** 2);
    const mean = sum(parts.map(({ slope }, i) => slope * weights[i]!)) / sum(weights);
    expect(mean).toBeCloseTo(fit.coefficients[NUMBER]!, 10);
  });

  test('say nothing where a slice has no rows, or all there are', () => {
    const [all, none] = slopesBySlice(
      halves,
      1,
      slice.map(() => 0),
      2,
      1,
    );
    expect([all!.z, none!.z, none!.rows, none!.error]).toEqual([0, 0, 0, Infinity]);
  });
});
