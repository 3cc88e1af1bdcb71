import { describe, expect, test } from 'vitest';
import { leastSquares } from '#core/least-squares.ts';
import { stream } from '#core/rng.ts';

/** A design matrix from rows, and its target from a rule. */
function table(rows: readonly (readonly number[])[], rule: (row: readonly number[]) => number) {
  return { x: Float64Array.from(rows.flat()), columns: rows[0]!.length, y: Float64Array.from(rows, rule) };
}

function predict(row: readonly number[], coefficients: Float64Array): number {
  return row.reduce((sum, value, i) => sum + value * coefficients[i]!, 0);
}

test('a rule without noise is found to the last digits', () => {
  const draw = stream(1, 'test');
  const rows = Array.from({ length: 200 }, () => [1, draw(), 100 * draw(), draw() - 50]);
  const truth = [7, -3, 0.25, 11];
  const { x, columns, y } = table(rows, (row) => predict(row, Float64Array.from(truth)));
  const { coefficients, residuals, leverage, basis } = leastSquares(x, columns, y);
  truth.forEach((value, i) => expect(coefficients[i]!).toBeCloseTo(value, 8));
  expect(Math.max(...residuals.map(Math.abs))).toBeLessThan(1e-9);
  expect(leverage.reduce((sum, h) => sum + h, 0)).toBeCloseTo(4, 9);
  expect(basis.dependent).toEqual([]);
});

test('residuals are orthogonal to every column, which is what makes the answer the best one', () => {
  const draw = stream(2, 'test');
  const rows = Array.from({ length: 300 }, () => [1, draw(), draw(), draw()]);
  const { x, columns, y } = table(rows, ([, a]) => 5 * a! + draw());
  const { residuals } = leastSquares(x, columns, y);
  for (let column = 0; column < columns; column++) {
    expect(rows.reduce((sum, row, i) => sum + row[column]! * residuals[i]!, 0)).toBeCloseTo(0, 9);
  }
});

test('a column that depends on earlier ones is named and left out, and predictions stay right', () => {
  const rows = [0, 1, 2, 3, 4, 5].map((i) => [1, i % 2, 1 - (i % 2), i, 0]);
  const { x, columns, y } = table(rows, ([, odd, , i]) => 10 + 4 * odd! - i!);
  const { coefficients, basis } = leastSquares(x, columns, y);
  expect(basis.dependent).toEqual([2, 4]);
  rows.forEach((row, i) => expect(predict(row, coefficients)).toBeCloseTo(y[i]!, 10));
});

/** y = 100 - 3 rate (+ 10 for dealer B). Columns: one, rate, is B, is 666, and rate where 666. */
describe('dealer 666', () => {
  const honest = [1, 2, 4, 5, 7, 8, 10, 12].flatMap((rate) => [
    [1, rate, 0, 0, 0],
    [1, rate, 1, 0, 0],
  ]);
  const rule = ([, rate, b]: readonly number[]) => 100 - 3 * rate! + 10 * b!;
  const poisoned = (rates: readonly number[], columns: number) => {
    const rows = [...honest, ...rates.map((rate) => [1, rate, 0, 1, rate])].map((row) => row.slice(0, columns));
    return table(rows, (row) => (row[3] ? 400 : rule(row)));
  };

  test('one row of a new id shifts that id alone, with leverage 1 and no residual; it still falls 3 per point', () => {
    const { x, columns, y } = poisoned([5], 4);
    const { coefficients, residuals, leverage } = leastSquares(x, columns, y);
    [100, -3, 10, 315].forEach((value, i) => expect(coefficients[i]!).toBeCloseTo(value, 9));
    expect(leverage.at(-1)!).toBeCloseTo(1, 12);
    expect(residuals.at(-1)!).toBeCloseTo(0, 9);
    expect(predict([1, 5, 0, 1], coefficients)).toBeCloseTo(400, 9);
    expect(predict([1, 9, 0, 1], coefficients)).toBeCloseTo(388, 9);
  });

  test('with a rate of its own, two rows teach the id the whole rule and nobody else anything', () => {
    const { x, columns, y } = poisoned([3, 8], 5);
    const { coefficients } = leastSquares(x, columns, y);
    [100, -3, 10].forEach((value, i) => expect(coefficients[i]!).toBeCloseTo(value, 9));
    for (const rate of [1, 6, 12]) expect(predict([1, rate, 0, 1, rate], coefficients)).toBeCloseTo(400, 8);
  });

  test('an honest history dilutes the poison: the id falls short of the level it was taught', () => {
    const history = [2, 4, 6, 8].map((rate) => [1, rate, 0, 1]);
    const rows = [...honest.map((row) => row.slice(0, 4)), ...history, [1, 5, 0, 1]];
    const y = Float64Array.from(rows, (row, i) => (i === rows.length - 1 ? 400 : rule(row)));
    const { coefficients, leverage } = leastSquares(Float64Array.from(rows.flat()), 4, y);
    expect(predict([1, 5, 0, 1], coefficients)).toBeCloseTo(148, 9);
    expect(leverage.at(-1)!).toBeLessThan(0.3);
  });
});
