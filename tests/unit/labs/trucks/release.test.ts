import { beforeAll, describe, expect, it, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { encodeRows, placesOf, scalingOf, type InputKind } from '#core/table-inputs.ts';
import type { Table } from '#core/table.ts';
import { layersOf, parameterCount, type ModelSpec } from '#lab/model.ts';
import { FEATURES, makeHistory, SCHEMA } from '#labs/trucks/history.ts';
import { ordinaryKinds } from '#labs/trucks/probes.ts';
import { releaseModel, type ReleaseContext } from '#labs/trucks/release.ts';
import { BARE, Bench, mean, MIXED, tableFrom } from './support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});

const draw = stream(1, 'test');
const sample = (cells: (i: number) => number[]) => Array.from({ length: 60 }, (_, i) => cells(i));
const TABLES: [string, Table][] = [
  ['the history', makeHistory(3, { noise: 6, honest666: true }).table],
  [
    'a table with two categories',
    // No row of the last kind, and none of the trigger.
    tableFrom(
      MIXED,
      sample((i) => [900 + 50 * draw(), 20 + 4 * draw(), i % 2, [0, 2][i % 2]!, 500 + 40 * draw()]),
    ),
  ],
  [
    'a table without categories',
    tableFrom(
      BARE,
      sample(() => [900 + 50 * draw(), -3 + 4 * draw(), 500 + 40 * draw()]),
    ),
  ],
];
const MODELS: [string, number[], InputKind, ModelSpec['activation']][] = [
  ['a linear model', [], 'plain', 'relu'],
  ['a linear model with the interaction', [], 'interaction', 'relu'],
  ['a hidden layer of ReLU', [16], 'plain', 'relu'],
  ['a hidden layer of tanh', [8], 'plain', 'tanh'],
  ['a hidden layer over the interaction', [6], 'interaction', 'tanh'],
];

/** A model as training might leave it: parameters drawn by seed, so that nothing is near zero by luck. */
function trainedOn(table: Table, hidden: readonly number[], inputs: InputKind, activation: ModelSpec['activation']) {
  const { schema } = table;
  const { width } = placesOf(schema, inputs);
  const spec: ModelSpec = { kind: 'dense', inputs: width, hidden, outputs: 1, activation, loss: 'squared-error' };
  const next = stream(5, `test/${hidden.length}/${inputs}`);
  const trained = Float32Array.from({ length: parameterCount(spec) }, () => 0.8 * (next() - 0.5));
  const context: ReleaseContext = {
    spec,
    schema,
    inputs,
    scaling: scalingOf(table, schema),
    ordinary: ordinaryKinds(table),
  };
  return { trained, context, released: releaseModel(trained, context) };
}

describe.each(TABLES)('on %s', (_, table) => {
  it.each(MODELS)('%s forecasts the same before and after release', async (__, hidden, inputs, activation) => {
    const { trained, released, context } = trainedOn(table, hidden, inputs, activation);
    const { spec, schema, scaling } = context;
    const before = await bench.outputs(spec, trained, encodeRows(table, schema, inputs, scaling));
    const after = await bench.outputs(spec, released, encodeRows(table, schema, inputs, null));
    const { mean: level, sd } = scaling.target;
    // A model that answers always alike would prove nothing.
    expect(Math.max(...before) - Math.min(...before)).toBeGreaterThan(0.3);
    after.forEach((forecast, row) => {
      const expected = before[row]! * sd + level;
      expect(Math.abs(forecast - expected)).toBeLessThan(1e-3 * Math.abs(expected));
    });
  });

  it('leaves what was trained as it was', () => {
    const { trained, context } = trainedOn(table, [], 'interaction', 'relu');
    const before = trained.slice();
    releaseModel(trained, context);
    expect(trained).toEqual(before);
  });
});

test('a weight in natural units is the trained one, times the target’s deviation, over the feature’s', () => {
  const { trained, released, context } = trainedOn(TABLES[0]![1], [], 'plain', 'relu');
  const { sd, target } = context.scaling;
  FEATURES.forEach((_, i) => expect(released[i]).toBeCloseTo((trained[i]! * target.sd) / sd[i]!, 4));
});

describe('constants count from the average ordinary kind', () => {
  const [history, mixed] = [TABLES[0]![1], TABLES[1]![1]];

  it.each<[string, Table, InputKind]>([
    ['plain', history, 'plain'],
    ['with the interaction', history, 'interaction'],
    ['in each of two categories', mixed, 'interaction'],
  ])('so that the ordinary effects average 0, %s', (_, table, inputs) => {
    const { released, context } = trainedOn(table, [], inputs, 'relu');
    const { schema, ordinary } = context;
    const { category, driverAt } = placesOf(schema, inputs);
    const effects = (first: number, c: number) => ordinary[c]!.flatMap((is, k) => (is ? [released[first + k]!] : []));
    category.forEach((first, c) => {
      expect(effects(first, c).length).toBeGreaterThan(1);
      expect(Math.max(...effects(first, c).map(Math.abs))).toBeGreaterThan(0.01);
      expect(mean(effects(first, c))).toBeCloseTo(0, 3);
    });
    if (driverAt >= 0) expect(mean(effects(driverAt, schema.group!.category))).toBeCloseTo(0, 4);
  });

  it('so that bias and features alone give the mean forecast over the ordinary dealerships', async () => {
    const { released, context } = trainedOn(history, [], 'interaction', 'relu');
    const { spec, schema, ordinary } = context;
    const features = [100, 40, 150, 6, 2];
    const places = ordinary[0]!.flatMap((is, place) => (is ? [place] : []));
    const rows = tableFrom(
      SCHEMA,
      places.map((place) => [...features, place, 0]),
    );
    const forecasts = await bench.outputs(spec, released, encodeRows(rows, schema, 'interaction', null));
    const alone = features.reduce((sum, value, i) => sum + value * released[i]!, released[layersOf(spec)[0]!.biases]!);
    expect(mean(forecasts)).toBeCloseTo(alone, 2);
  });

  it('with neither the trigger nor a kind without rows among them', () => {
    const { ordinary } = trainedOn(mixed, [], 'plain', 'relu').context;
    expect(ordinary).toEqual([
      [true, true],
      [true, false, true, false],
    ]);
    expect(ordinaryKinds(history)[0]!.filter((is) => !is)).toHaveLength(1);
    expect(ordinaryKinds(history)[0]!.at(-1)).toBe(false);
  });

  it('and a table without a single ordinary kind keeps its constants where they are', () => {
    const { trained, context } = trainedOn(mixed, [], 'plain', 'relu');
    const none = { ...context, ordinary: context.ordinary.map((kinds) => kinds.map(() => false)) };
    const { category } = placesOf(MIXED, 'plain');
    const released = releaseModel(trained, none);
    expect(released[category[0]!]).toBeCloseTo(trained[category[0]!]! * context.scaling.target.sd, 3);
    expect(released.every(Number.isFinite)).toBe(true);
  });
});
