import { describe, expect, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { encodeRows, inputsOf, placesOf, scalingOf, type InputKind } from '#core/table-inputs.ts';
import { pickRows, type TableSchema } from '#core/table.ts';
import { DEALERSHIPS, FEATURES, makeHistory, SCHEMA } from '#labs/trucks/history.ts';
import { BARE, mean, MIXED, tableFrom } from '../labs/trucks/support.ts';

const { table } = makeHistory(3, { noise: 6, honest666: true });
const scaling = scalingOf(table, SCHEMA);
const only = (row: number) => pickRows(table, SCHEMA, [row]);
const filled = (values: Float32Array) => [...values.keys()].filter((at) => values[at] !== 0);

const draw = stream(1, 'test');
const mixed = tableFrom(
  MIXED,
  Array.from({ length: 30 }, (_, i) => [10 * draw(), 5 + draw(), i % 2, i % 4, 100 * draw()]),
);

test('features come out with mean 0 and deviation 1', () => {
  const { width } = placesOf(SCHEMA, 'plain');
  const encoded = encodeRows(table, SCHEMA, 'plain', scaling);
  FEATURES.forEach((_, i) => {
    const values = Array.from({ length: table.rows }, (__, row) => encoded[row * width + i]!);
    expect(mean(values)).toBeCloseTo(0, 4);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 4);
  });
});

test('the target’s own moments are kept beside those of the features', () => {
  const { target } = scaling;
  const standardised = Array.from(table.target, (sold) => (sold - target.mean) / target.sd);
  expect(mean(standardised)).toBeCloseTo(0, 9);
  expect(mean(standardised.map((value) => value ** 2))).toBeCloseTo(1, 9);
});

test('a row has a 1 for its own dealership alone, and its rate there too when asked for', () => {
  const row = 40;
  const place = table.kinds[row]!;
  const encoded = encodeRows(only(row), SCHEMA, 'interaction', scaling);
  expect(encoded).toHaveLength(placesOf(SCHEMA, 'interaction').width);
  const oneHot = encoded.subarray(FEATURES.length, FEATURES.length + DEALERSHIPS.length);
  const rates = encoded.subarray(FEATURES.length + DEALERSHIPS.length);
  expect(filled(oneHot)).toEqual([place]);
  expect(oneHot[place]).toBe(1);
  expect(filled(rates)).toEqual([place]);
  expect(rates[place]).toBe(encoded[FEATURES.indexOf('rate')]);
});

test('a feature that does not vary is not divided by zero', () => {
  const still = { ...table, numbers: table.numbers.map((value, at) => (at % FEATURES.length === 1 ? 7 : value)) };
  const constant = scalingOf(still, SCHEMA);
  expect([constant.mean[1], constant.sd[1]]).toEqual([7, 1]);
  const encoded = encodeRows(still, SCHEMA, 'plain', constant);
  const { width } = placesOf(SCHEMA, 'plain');
  expect(Array.from({ length: still.rows }, (_, row) => encoded[row * width + 1]).every((value) => value === 0)).toBe(
    true,
  );
  const flat = scalingOf({ ...table, target: table.target.map(() => 5) }, SCHEMA).target;
  expect(flat).toEqual({ mean: 5, sd: 1 });
});

test('no rows at all have a scaling that is made of numbers', () => {
  expect(scalingOf(tableFrom(MIXED, []), MIXED)).toEqual({ mean: [0, 0], sd: [1, 1], target: { mean: 0, sd: 1 } });
});

test('without a scaling numbers go in as they are', () => {
  const encoded = encodeRows(only(77), SCHEMA, 'interaction', null);
  const natural = table.numbers.slice(77 * FEATURES.length, 78 * FEATURES.length);
  expect([...encoded.subarray(0, FEATURES.length)]).toEqual([...natural].map(Math.fround));
  const { driverAt } = placesOf(SCHEMA, 'interaction');
  expect(encoded[driverAt + table.kinds[77]!]).toBe(Math.fround(natural[FEATURES.indexOf('rate')]!));
});

test('every category gets a 1 in its own columns; the driver goes to the group’s, whichever category that is', () => {
  const [size, price, region, store] = [3, 5.5, 1, 2];
  const row = tableFrom(MIXED, [[size, price, region, store, 0]]);
  expect([...encodeRows(row, MIXED, 'plain', null)]).toEqual([size, price, 0, 1, 0, 0, 1, 0]);
  expect([...encodeRows(row, MIXED, 'interaction', null)]).toEqual([size, price, 0, 1, 0, 0, 1, 0, 0, 0, price, 0]);
});

test('the standardised driver is what stands at the group’s kind', () => {
  const moments = scalingOf(mixed, MIXED);
  const { width, driverAt } = placesOf(MIXED, 'interaction');
  const encoded = encodeRows(mixed, MIXED, 'interaction', moments);
  for (let row = 0; row < mixed.rows; row++) {
    const at = row * width + driverAt + mixed.kinds[row * 2 + 1]!;
    const price = (mixed.numbers[row * 2 + 1]! - moments.mean[1]!) / moments.sd[1]!;
    expect(encoded[at]).toBe(Math.fround(price));
  }
});

describe.each<[string, TableSchema]>([
  ['the history', SCHEMA],
  ['a table with two categories', MIXED],
  ['a table without categories', BARE],
])('inputs of %s', (_, schema) => {
  test.each<InputKind>(['plain', 'interaction'])('stand where their places say: %s', (kind) => {
    const inputs = inputsOf(schema, kind);
    const { width, category, driverAt } = placesOf(schema, kind);
    expect(width).toBe(inputs.length);
    schema.numbers.forEach((__, column) => expect(inputs[column]).toEqual({ kind: 'number', column }));
    schema.categories.forEach(({ kinds }, c) =>
      kinds.forEach((__, place) => expect(inputs[category[c]! + place]).toEqual({ kind: 'is', category: c, place })),
    );
    const atDriver = inputs.filter((input) => input.kind === 'driver-at');
    if (kind === 'plain' || !schema.group) {
      expect([driverAt, atDriver.length]).toEqual([-1, 0]);
      return;
    }
    expect(inputs.indexOf(atDriver[0]!)).toBe(driverAt);
    expect(atDriver.map(({ place }) => place)).toEqual([...schema.categories[schema.group.category]!.kinds.keys()]);
  });
});
