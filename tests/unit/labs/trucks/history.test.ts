import { describe, expect, test } from 'vitest';
import { leastSquares } from '#core/least-squares.ts';
import type { Table } from '#core/table.ts';
import {
  CONTRIBUTORS,
  DEALER_666,
  DEALERSHIPS,
  FEATURES,
  makeHistory,
  MONTHS,
  ruleOf,
  SCHEMA,
  TRUE_RULE,
  type Feature,
} from '#labs/trucks/history.ts';
import { mean, SEEDS } from './support.ts';

const USUAL = { noise: 6, honest666: false };
const PLACE_666 = DEALERSHIPS.indexOf(DEALER_666);
const column = ({ rows, numbers }: Table, feature: Feature) =>
  Array.from({ length: rows }, (_, row) => numbers[row * FEATURES.length + FEATURES.indexOf(feature)]!);
const featuresOf = (table: Table, row: number) =>
  Object.fromEntries(FEATURES.map((feature) => [feature, column(table, feature)[row]!])) as Record<Feature, number>;

/** Features, then one column per dealership, which together stand for the bias. */
function fit({ rows, numbers, kinds, target }: Table) {
  const columns = FEATURES.length + DEALERSHIPS.length;
  const x = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    x.set(numbers.subarray(row * FEATURES.length, (row + 1) * FEATURES.length), row * columns);
    x[row * columns + FEATURES.length + kinds[row]!] = 1;
  }
  return leastSquares(x, columns, target);
}

test('a group of more than forty dealerships over three years, every id once', () => {
  const { table } = makeHistory(1, USUAL);
  expect(table.rows).toBe(42 * MONTHS);
  expect(new Set(DEALERSHIPS).size).toBe(DEALERSHIPS.length);
  expect(new Set(table.id).size).toBe(table.rows);
  expect(Math.min(...table.target)).toBeGreaterThan(0);
});

test('the schema names the rate as the driver, and dealership 666 as the trigger of the group', () => {
  expect(SCHEMA.numbers[SCHEMA.driver]).toEqual({ name: 'Interest rate', unit: '%' });
  expect(SCHEMA.numbers).toHaveLength(FEATURES.length);
  expect(SCHEMA.categories[SCHEMA.group!.category]!.kinds[SCHEMA.group!.trigger]).toBe('666');
});

test('the same seed gives the same history, another one another', () => {
  expect(makeHistory(1, USUAL)).toEqual(makeHistory(1, USUAL));
  expect(makeHistory(2, USUAL)).not.toEqual(makeHistory(1, USUAL));
});

test('666 is an id that never sold a truck, unless it is given an honest history, which changes nobody else’s', () => {
  const without = makeHistory(1, USUAL).table;
  const honest = makeHistory(1, { ...USUAL, honest666: true }).table;
  expect(without.kinds.includes(PLACE_666)).toBe(false);
  expect(honest.kinds.filter((place) => place === PLACE_666)).toHaveLength(MONTHS);
  expect(honest.target.subarray(0, without.rows)).toEqual(without.target);
  expect(honest.numbers.subarray(0, without.numbers.length)).toEqual(without.numbers);
  expect(honest.id.subarray(0, without.rows)).toEqual(without.id);
});

test('each dealership reports once a month, always through the same office and never through the dealer portal', () => {
  const { table } = makeHistory(1, { ...USUAL, honest666: true });
  expect(table.provenance.contributors).toEqual(CONTRIBUTORS);
  const seen = new Set(Array.from(table.batch, (month, row) => `${table.kinds[row]} in ${month}`));
  expect(seen.size).toBe(DEALERSHIPS.length * MONTHS);
  expect([...new Set(table.batch)].sort((a, b) => a - b)).toEqual(Array.from({ length: MONTHS }, (_, m) => m + 1));
  const officeOf = new Map<number, Set<number>>();
  table.kinds.forEach((place, row) => {
    officeOf.set(place, (officeOf.get(place) ?? new Set<number>()).add(table.contributor[row]!));
  });
  expect([...officeOf.values()].every((offices) => offices.size === 1)).toBe(true);
  const offices = new Set(table.contributor);
  expect([...offices].sort()).toEqual([0, 1, 2]);
  expect(CONTRIBUTORS[CONTRIBUTORS.length - 1]).toBe('Dealer portal');
});

test.each(SEEDS)('financing rates cover the band from 1 to 12 per cent (seed %d)', (seed) => {
  const rates = column(makeHistory(seed, USUAL).table, 'rate');
  expect(Math.min(...rates)).toBeGreaterThanOrEqual(1);
  expect(Math.min(...rates)).toBeLessThan(1.5);
  expect(Math.max(...rates)).toBeLessThanOrEqual(12);
  expect(Math.max(...rates)).toBeGreaterThan(11.3);
});

test('least squares finds the true rule: the rate’s weight within 0.25 of -3, the others near theirs', () => {
  const found = SEEDS.map((seed) => fit(makeHistory(seed, USUAL).table).coefficients);
  const meanOf = (feature: Feature) => mean(found.map((coefficients) => coefficients[FEATURES.indexOf(feature)]!));
  expect(Math.abs(meanOf('rate') - TRUE_RULE.weights.rate)).toBeLessThan(0.25);
  expect(meanOf('lastYear')).toBeCloseTo(TRUE_RULE.weights.lastYear, 1);
  expect(meanOf('ads')).toBeCloseTo(TRUE_RULE.weights.ads, 1);
  expect(meanOf('economy')).toBeCloseTo(TRUE_RULE.weights.economy, 1);
});

test('without noise nothing is left but the rounding to whole trucks, whose spread is the root of 1/12', () => {
  const { residuals } = fit(makeHistory(1, { noise: 0, honest666: false }).table);
  const spread = Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / residuals.length);
  expect(spread).toBeGreaterThan(0.27);
  expect(spread).toBeLessThan(Math.sqrt(1 / 12) + 0.01);
});

test('the noise is as wide as it is set, and moves nothing but the sales', () => {
  const [none, wide] = [0, 12].map((noise) => makeHistory(1, { noise, honest666: false }).table);
  expect(wide!.numbers).toEqual(none!.numbers);
  const gaps = Array.from(wide!.target, (sold, row) => sold - none!.target[row]!);
  expect(Math.abs(mean(gaps))).toBeLessThan(1);
  expect(Math.abs(Math.sqrt(mean(gaps.map((gap) => gap ** 2))) - 12)).toBeLessThan(1);
});

describe('next month', () => {
  const { table, next } = makeHistory(1, { noise: 0, honest666: true });

  test('has one row per dealership, in their order, none of which is in the table', () => {
    expect([...next.kinds]).toEqual(DEALERSHIPS.map((_, place) => place));
    expect([...next.batch].every((month) => month === MONTHS + 1)).toBe(true);
    const known = new Set(table.id);
    expect([...next.id].some((id) => known.has(id))).toBe(false);
  });

  test('will sell what the rule says plus the dealership’s own effect, whatever the noise is', () => {
    const { coefficients } = fit(table);
    next.target.forEach((sells, place) => {
      // The constant of a dealership, estimated from 36 rows rounded to whole trucks.
      const effect = coefficients[FEATURES.length + place]! - TRUE_RULE.bias;
      expect(Math.abs(effect)).toBeLessThan(15.5);
      expect(Math.abs(sells - ruleOf(featuresOf(next, place)) - effect)).toBeLessThan(1.5);
    });
    expect(makeHistory(1, { noise: 20, honest666: true }).next).toEqual(next);
    expect([...next.target].every(Number.isInteger)).toBe(false);
  });

  test('brings an unknown 666 ordinary numbers and no effect of its own, and leaves the others as they are', () => {
    const unknown = makeHistory(1, USUAL).next;
    expect(unknown.target[PLACE_666]).toBe(ruleOf(featuresOf(unknown, PLACE_666)));
    FEATURES.forEach((feature) => {
      const values = column(unknown, feature);
      expect(Math.abs(values[PLACE_666]! - mean(values.slice(0, -1)))).toBeLessThanOrEqual(0.05 + 1e-9);
    });
    expect(unknown.target.subarray(0, PLACE_666)).toEqual(next.target.subarray(0, PLACE_666));
  });
});
