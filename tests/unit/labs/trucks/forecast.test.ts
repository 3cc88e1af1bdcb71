import { beforeAll, expect, it, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { encodeRows, inputsOf, placesOf, type InputKind } from '#core/table-inputs.ts';
import { pickRows, type Table } from '#core/table.ts';
import { parameterCount, type ModelSpec } from '#lab/model.ts';
import { contributions } from '#labs/trucks/forecast.ts';
import { makeHistory } from '#labs/trucks/history.ts';
import { BARE, Bench, MIXED, tableFrom } from './support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});

const history = makeHistory(2, { noise: 6, honest666: true }).table;
const cells = (i: number) => [i, 20 - (i % 7), i % 2, i % 4, 0];
const mixed = tableFrom(
  MIXED,
  Array.from({ length: 20 }, (_, i) => cells(i)),
);
const bare = tableFrom(
  BARE,
  Array.from({ length: 20 }, (_, i) => [i, -i / 3, 0]),
);

it.each<[string, Table, InputKind]>([
  ['the history', history, 'plain'],
  ['the history with the interaction', history, 'interaction'],
  ['a table with two categories', mixed, 'interaction'],
  ['a table of numbers alone', bare, 'interaction'],
])('what the inputs add makes the engine’s forecast, on %s', async (_, table, inputs) => {
  const { schema } = table;
  const { width } = placesOf(schema, inputs);
  const spec: ModelSpec = { kind: 'dense', inputs: width, hidden: [], outputs: 1, activation: 'relu', loss: 'squared-error' }; // prettier-ignore
  const draw = stream(4, 'test');
  const parameters = Float32Array.from({ length: parameterCount(spec) }, () => 2 * (draw() - 0.5));
  const outputs = await bench.outputs(spec, parameters, encodeRows(table, schema, inputs, null));
  for (let row = 0; row < table.rows; row += 7) {
    const { bias, parts, forecast } = contributions(parameters, pickRows(table, schema, [row]), schema, inputs);
    expect(Math.abs(forecast - outputs[row]!)).toBeLessThan(1e-3);
    expect(bias).toBe(parameters.at(-1));
    expect(parts.reduce((sum, { adds }) => sum + adds, bias)).toBeCloseTo(forecast, 9);
    expect(new Set(parts.map(({ key }) => key)).size).toBe(parts.length);
  }
});

test('each part names its weight, and only inputs that are in the row take part', () => {
  const weights = Float32Array.from(inputsOf(MIXED, 'interaction').keys()).map((place) => place + 0.5);
  const parameters = Float32Array.of(...weights, 100);
  const row = tableFrom(MIXED, [[3, 20, 1, 2, 0]]);
  const { parts } = contributions(parameters, row, MIXED, 'interaction');
  expect(parts.map(({ name, place, weight, value, adds }) => [name, place, weight, value, adds])).toEqual([
    ['Size', 0, 0.5, 3, 1.5],
    ['Price', 1, 1.5, 20, 30],
    ['Region west', 3, 3.5, 1, 3.5],
    ['Store b', 6, 6.5, 1, 6.5],
    ['Price at b', 10, 10.5, 20, 210],
  ]);
});
