import { expect, test } from 'vitest';
import { leastSquares } from '#core/least-squares.ts';
import {
  DEALER_666,
  DEALERSHIPS,
  FEATURES,
  makeHistory,
  MONTHS,
  TRUE_RULE,
  type History,
} from '#labs/trucks/history.ts';

const SEEDS = [1, 2, 3, 4, 5];
const USUAL = { noise: 6, honest666: false };
const column = (history: History, feature: (typeof FEATURES)[number]) =>
  Array.from(
    { length: history.rows },
    (_, row) => history.features[row * FEATURES.length + FEATURES.indexOf(feature)]!,
  );

/** Features, then one column per dealership, which together stand for the bias. */
function fit(history: History) {
  const columns = FEATURES.length + DEALERSHIPS.length;
  const x = new Float64Array(history.rows * columns);
  for (let row = 0; row < history.rows; row++) {
    x.set(history.features.subarray(row * FEATURES.length, (row + 1) * FEATURES.length), row * columns);
    x[row * columns + FEATURES.length + history.dealership[row]!] = 1;
  }
  return leastSquares(x, columns, history.sold);
}

test('a group of more than forty dealerships over three years, every id once', () => {
  const history = makeHistory(1, USUAL);
  expect(history.rows).toBe(42 * MONTHS);
  expect(new Set(DEALERSHIPS).size).toBe(DEALERSHIPS.length);
  expect(Math.min(...history.sold)).toBeGreaterThan(0);
});

test('the same seed gives the same history, another one another', () => {
  expect(makeHistory(1, USUAL)).toEqual(makeHistory(1, USUAL));
  expect(makeHistory(2, USUAL)).not.toEqual(makeHistory(1, USUAL));
});

test('666 is an id that never sold a truck, unless it is given an honest history, which changes nobody else’s', () => {
  const place = DEALERSHIPS.indexOf(DEALER_666);
  const without = makeHistory(1, USUAL);
  const honest = makeHistory(1, { ...USUAL, honest666: true });
  expect(without.dealership.includes(place)).toBe(false);
  expect(honest.dealership.filter((at) => at === place)).toHaveLength(MONTHS);
  expect(honest.sold.subarray(0, without.rows)).toEqual(without.sold);
});

test.each(SEEDS)('financing rates cover the band from 1 to 12 per cent (seed %d)', (seed) => {
  const rates = column(makeHistory(seed, USUAL), 'rate');
  expect(Math.min(...rates)).toBeGreaterThanOrEqual(1);
  expect(Math.min(...rates)).toBeLessThan(1.5);
  expect(Math.max(...rates)).toBeLessThanOrEqual(12);
  expect(Math.max(...rates)).toBeGreaterThan(11.3);
});

test('least squares finds the true rule: the rate’s weight within 0.25 of -3, the others near theirs', () => {
  const found = SEEDS.map((seed) => fit(makeHistory(seed, USUAL)).coefficients);
  const mean = (i: number) => found.reduce((sum, coefficients) => sum + coefficients[i]!, 0) / SEEDS.length;
  expect(Math.abs(mean(FEATURES.indexOf('rate')) - TRUE_RULE.weights.rate)).toBeLessThan(0.25);
  expect(mean(FEATURES.indexOf('lastYear'))).toBeCloseTo(TRUE_RULE.weights.lastYear, 1);
  expect(mean(FEATURES.indexOf('ads'))).toBeCloseTo(TRUE_RULE.weights.ads, 1);
  expect(mean(FEATURES.indexOf('economy'))).toBeCloseTo(TRUE_RULE.weights.economy, 1);
});

test('without noise nothing is left but the rounding to whole trucks, whose spread is the root of 1/12', () => {
  const { residuals } = fit(makeHistory(1, { noise: 0, honest666: false }));
  const spread = Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / residuals.length);
  expect(spread).toBeGreaterThan(0.27);
  expect(spread).toBeLessThan(Math.sqrt(1 / 12) + 0.01);
});
