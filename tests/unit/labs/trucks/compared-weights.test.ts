import { expect, test } from 'vitest';
import type { Evidence } from '#labs/trucks/evidence.ts';
import { comparedWeights, gapOf, weightsByName } from '#labs/trucks/compared-weights.ts';
import { scalingOf } from '#core/table-inputs.ts';
import { SCHEMA, sampleTable } from '../../sample-table.ts';

const weights = (...values: number[]) => new Map(values.map((value, i) => [`w${i}`, value]));

test('every run shows the same weights: all numbers, and the kinds that lie furthest in any run', () => {
  const base = weights(1, 2, 0, 0, 0, 0);
  const runs = [
    { weights: weights(1, 2, 0, 5, 0, 1), base },
    { weights: weights(1, 2, -9, 0, 0, 0), base },
  ];
  const shown = comparedWeights(runs, 2, 2);
  expect(shown.map((run) => run!.map(({ name }) => name))).toEqual(Array(2).fill(['w0', 'w1', 'w2', 'w3']));
  expect(shown[1]![2]).toEqual({ name: 'w2', value: -9, base: 0 });
});

test('a weight that the other has not has no base, and a model without such weights no list', () => {
  const [first, second] = comparedWeights(
    [
      { weights: weights(1, 2), base: weights(1) },
      { weights: null, base: null },
    ],
    1,
    5,
  );
  expect(first).toEqual([
    { name: 'w0', value: 1, base: 1 },
    { name: 'w1', value: 2, base: null },
  ]);
  expect(second).toBeNull();
});

test('what is no number lies nowhere', () => {
  expect([gapOf({ value: NaN, base: 1 }), gapOf({ value: 1, base: null }), gapOf({ value: 1, base: -2 })]).toEqual([
    0, 0, 3,
  ]);
});

test('weights are read by the name of their input, in what a usual change of it moves', () => {
  const scaling = scalingOf(sampleTable(6), SCHEMA);
  const evidence = (hidden: number[]) =>
    ({
      spec: { kind: 'dense', inputs: 5, hidden, outputs: 1 },
      recipe: { model: { kind: 'linear' } },
      clean: { parameters: new Float32Array(60) },
      suspect: { parameters: Float32Array.of(2, -1, 5, 0, 7, 1) },
    }) as unknown as Evidence;
  const [rate, spend] = scaling.sd;
  expect([...weightsByName(evidence([]), 'suspect', SCHEMA, scaling)!]).toEqual([
    ['rate', 2 * rate!],
    ['spend', -spend!],
    ['house north', 5],
    ['house south', 0],
    ['house east', 7],
  ]);
  expect([...weightsByName(evidence([]), 'clean', SCHEMA, scaling)!.values()]).toEqual([0, 0, 0, 0, 0]);
  expect(weightsByName(evidence([4]), 'suspect', SCHEMA, scaling)).toBeNull();
});
