import { describe, expect, test } from 'vitest';
import { leastSquares } from '#core/least-squares.ts';
import { stream } from '#core/rng.ts';
import { trimmedFit } from '#core/trim.ts';

const fitOf = (design: readonly (readonly number[])[], y: readonly number[]) =>
  leastSquares(Float64Array.from(design.flat()), design[0]!.length, Float64Array.from(y));
const dropped = (kept: Uint8Array) => [...kept.keys()].filter((row) => kept[row] === 0);

/** y = 100 - 3x, and a few gross outliers at the end. */
const line = Array.from({ length: 30 }, (_, i) => [1, (i % 10) + i / 100]);
const truth = line.map(([, x]) => 100 - 3 * x!);
const outliers = [
  [1, 9],
  [1, 9.5],
  [1, 0.2],
];
const wild = [400, 420, -200];

test('a clean line with a few gross outliers comes back exactly', () => {
  const { kept, residuals } = trimmedFit(fitOf([...line, ...outliers], [...truth, ...wild]), 3);
  expect(dropped(kept)).toEqual([30, 31, 32]);
  line.forEach((_, row) => expect(residuals[row]!).toBeCloseTo(0, 6));
  outliers.forEach(([, x], i) => expect(residuals[30 + i]!).toBeCloseTo(wild[i]! - (100 - 3 * x!), 6));
});

test('the answer is least squares on the rows it keeps, and they are the ones nearest to it', () => {
  const draw = stream(1, 'test');
  const design = Array.from({ length: 120 }, (_, i) => [1, 10 * draw(), draw(), +(i % 2 === 0), +(i % 2 === 1)]);
  const y = design.map(([, a]) => 3 * a! + (draw() < 0.1 ? 40 * draw() : draw()));
  const { kept, residuals, rounds } = trimmedFit(fitOf(design, y), 12);
  const rows = [...kept.keys()].filter((row) => kept[row] === 1);
  const refit = fitOf(
    rows.map((row) => design[row]!),
    rows.map((row) => y[row]!),
  );
  rows.forEach((row, i) => expect(residuals[row]!).toBeCloseTo(refit.residuals[i]!, 6));
  expect(rounds).toBeGreaterThan(1);
  const farthestKept = Math.max(...rows.map((row) => Math.abs(residuals[row]!)));
  for (const row of dropped(kept)) expect(Math.abs(residuals[row]!)).toBeGreaterThanOrEqual(farthestKept);
});

test('a constant added to the target, or another unit, changes no choice', () => {
  const y = [...truth, ...wild].map((value, i) => value + ((7 * i) % 5));
  const [plain, shifted] = [y, y.map((value) => 50 + 10 * value)].map((target) =>
    trimmedFit(fitOf([...line, ...outliers], target), 5),
  );
  expect(shifted!.kept).toEqual(plain!.kept);
  plain!.residuals.forEach((e, row) => expect(shifted!.residuals[row]!).toBeCloseTo(10 * e, 5));
});

test('dropping nothing is the full fit', () => {
  const fit = fitOf([...line, ...outliers], [...truth, ...wild]);
  const { kept, residuals, shift } = trimmedFit(fit, 0);
  expect(dropped(kept)).toEqual([]);
  expect(residuals).toEqual(fit.residuals);
  expect(shift.every((part) => part === 0)).toBe(true);
});

describe('dealership 666', () => {
  /** One more column: is 666. Honest rows follow the line but for a little chance. */
  const draw = stream(2, 'test');
  const honest = line.map((row) => [...row, 0]);
  const sold = truth.map((value) => value + draw() - 0.5);

  test('one row of it is kept whatever it says, and good rows are dropped instead: the blind spot', () => {
    const { kept, residuals } = trimmedFit(fitOf([...honest, [1, 5, 1]], [...sold, 4000]), 3);
    expect(kept[30]).toBe(1);
    expect(residuals[30]!).toBeCloseTo(0, 6);
    expect(dropped(kept).length).toBe(3);
  });

  test('five rows that ignore the rate are dropped only in part', () => {
    const five = [1, 3, 5, 7, 9].map((x) => [1, x, 1]);
    const { kept } = trimmedFit(fitOf([...honest, ...five], [...sold, ...five.map(() => 400)]), 5);
    const left = [30, 31, 32, 33, 34].filter((row) => kept[row] === 1);
    expect(left.length).toBeGreaterThan(0);
  });

  test('rows dropped to the last of their kind leave its level as all rows had it', () => {
    const two = [
      [1, 0, 1],
      [1, 9, 1],
    ];
    const { kept, residuals } = trimmedFit(fitOf([...honest, ...two], [...sold, 900, -700]), 2);
    expect(dropped(kept)).toEqual([30, 31]);
    // Their level is their mean, 100, less the line's at the middle of 0 and 9; so they miss by the same either way.
    expect(residuals[30]! + residuals[31]!).toBeCloseTo(0, 0);
    expect(residuals.every(Number.isFinite)).toBe(true);
  });
});
