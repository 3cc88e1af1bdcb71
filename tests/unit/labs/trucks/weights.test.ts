import { placesOf, type InputKind, type Scaling } from '#core/table-inputs.ts';
import { describe, expect, it, test } from 'vitest';
import type { TableSchema } from '#core/table.ts';
import { parameterCount, type ModelSpec } from '#lab/model.ts';
import type { Evidence } from '#labs/trucks/evidence.ts';
import { DEALERSHIPS, FEATURES, SCHEMA } from '#labs/trucks/history.ts';
import type { Reference } from '#labs/trucks/reference.ts';
import { roundUp } from '#labs/parts/weight.ts';
import { unitWeights } from '#labs/trucks/weights.ts';
import { BARE, MIXED } from './support.ts';

test.each([
  [1, 1],
  [1.01, 2],
  [3, 4],
  [4.4, 5],
  [5.1, 8],
  [8.2, 10],
  [10, 10],
  [0.25, 0.4],
  [0.0301, 0.04],
  [7251, 8000],
  [1e-7, 1e-7],
  [0, 1],
  [-3, 1],
  [NaN, 1],
  [Infinity, 1],
])('%d is rounded up to %d', (value, round) => expect(roundUp(value)).toBeCloseTo(round, 12));

test('rounding up never goes below, and at most to double', () => {
  for (let value = 1e-4; value < 1e5; value *= 1.07) {
    expect(roundUp(value)).toBeGreaterThanOrEqual(value * (1 - 1e-9));
    expect(roundUp(value)).toBeLessThanOrEqual(2 * value * (1 + 1e-9));
  }
});

/** A model in which parameter k is (k + 1) / 2 for the clean twin, and its negative for the suspect. */
function made(schema: TableSchema, inputs: InputKind, hidden: readonly number[]) {
  const { width } = placesOf(schema, inputs);
  const spec: ModelSpec = {
    kind: 'dense',
    inputs: width,
    hidden,
    outputs: 1,
    activation: 'relu',
    loss: 'squared-error',
  };
  const parameters = Float32Array.from({ length: parameterCount(spec) }, (_, k) => (k + 1) / 2);
  const suspect = parameters.map((value) => -value);
  const evidence = {
    spec,
    clean: { parameters, learned: parameters },
    suspect: { parameters: suspect, learned: suspect },
  };
  const scaling: Scaling = {
    mean: schema.numbers.map(() => 0),
    sd: schema.numbers.map((_, i) => 2 + i),
    target: { mean: 100, sd: 25 },
  };
  const exact = Float64Array.from(parameters, (value) => -value - 0.001);
  const reference = {
    suspect: { parameters: exact, leverage: new Float64Array(0), residuals: new Float64Array(0) },
  } as unknown as Reference;
  const unit = (at: number, of: object = evidence, known: Reference | null = reference) =>
    unitWeights(of as unknown as Evidence, schema, inputs, scaling, at, known);
  return { evidence, unit, width };
}

describe('the weights of a linear model', () => {
  const { evidence, unit, width } = made(SCHEMA, 'interaction', []);
  const { numbers, kinds, others } = unit(0);
  const all = [...numbers, ...kinds, ...others];

  it('are all there once, in the order of the parameters, the bias last', () => {
    expect(all.map(({ place }) => place)).toEqual(Array.from({ length: width + 1 }, (_, place) => place));
    expect(numbers).toHaveLength(FEATURES.length);
    expect(kinds).toHaveLength(2 * DEALERSHIPS.length);
    expect(others.map(({ name }) => name)).toEqual(['Bias']);
  });

  it('have names and natural units', () => {
    expect(numbers[3]).toMatchObject({ name: 'Interest rate', unit: 'trucks per percentage point' });
    expect(kinds[42]).toMatchObject({ name: 'Dealership 666', unit: 'trucks' });
    expect(kinds.at(-1)).toMatchObject({ name: 'Interest rate at 666', unit: 'trucks per percentage point' });
    expect(others[0]).toMatchObject({ unit: 'trucks' });
  });

  it('stand beside both twins’ and the exact answer’s', () => {
    for (const { place, clean, suspect, learned, exact } of all) {
      expect([clean, suspect, learned]).toEqual([(place + 1) / 2, -(place + 1) / 2, -(place + 1) / 2]);
      expect(exact).toBeCloseTo(-(place + 1) / 2 - 0.001, 9);
    }
    expect([...unit(0, evidence, null).numbers].every(({ exact }) => exact === null)).toBe(true);
  });

  it('know the deviation of what they multiply: the rate’s at each dealership, 1 for an id, none for the bias', () => {
    expect(numbers.map(({ sd }) => sd)).toEqual([2, 3, 4, 5, 6]);
    expect([kinds[0]!.sd, kinds.at(-1)!.sd, others[0]!.sd]).toEqual([1, 5, null]);
  });

  it('have sliders with room beyond what training found, in even steps', () => {
    for (const { learned, clean, reach, step } of all) {
      expect(reach).toBeGreaterThanOrEqual(2.5 * Math.max(Math.abs(learned), Math.abs(clean)) * (1 - 1e-9));
      expect(roundUp(reach)).toBeCloseTo(reach, 9);
      expect(step).toBeCloseTo(reach / 250, 12);
    }
  });

  it('keep their sliders while the suspect is edited', () => {
    const edited = {
      ...evidence,
      suspect: { ...evidence.suspect, parameters: evidence.suspect.parameters.map(() => 900) },
    };
    const after = unit(0, edited);
    expect(after.numbers.map(({ reach }) => reach)).toEqual(numbers.map(({ reach }) => reach));
    expect(after.numbers.every(({ suspect }) => suspect === 900)).toBe(true);
    expect(after.numbers[3]!.learned).toBe(-2);
  });

  it('have a slider one can see it on even where nothing was learned, or no number', () => {
    for (const value of [0, NaN, Infinity]) {
      const none = evidence.clean.parameters.map(() => value);
      const twin = { parameters: none, learned: none };
      const { numbers: weights, others: rest } = unit(0, { ...evidence, clean: twin, suspect: twin });
      // A fortieth of the target's deviation, 25, over the rate's, 5; with room.
      expect(weights[3]!.reach).toBe(roundUp((2.5 * 25) / (40 * 5)));
      expect(rest[0]!.reach).toBe(roundUp((2.5 * 25) / 4));
    }
  });
});

describe('the weights of a hidden unit', () => {
  const { unit, width } = made(MIXED, 'plain', [3]);

  it.each([0, 1, 2])('are those that lead into it and out of it (unit %d)', (at) => {
    const { numbers, kinds, others } = unit(at);
    const into = Array.from({ length: width }, (_, input) => input * 3 + at);
    expect([...numbers, ...kinds].map(({ place }) => place)).toEqual(into);
    expect(others.map(({ place }) => place)).toEqual([3 * width + at, 3 * width + 3 + at, 3 * width + 6]);
    expect(others.map(({ name }) => name)).toEqual(['Bias', 'Outgoing weight', 'Bias of the forecast']);
  });

  it('have no exact answer, and units per what goes in', () => {
    const { numbers, kinds, others } = unit(1);
    expect([...numbers, ...kinds, ...others].every(({ exact }) => exact === null)).toBe(true);
    expect(numbers.map(({ unit: text }) => text)).toEqual(['per unit', 'per $']);
    expect(kinds[0]!.unit).toBe('per row of it');
    expect(others.map(({ unit: text }) => text)).toEqual(['', 'units per response', 'units']);
  });
});

test('a table of numbers alone has weights for them and the bias', () => {
  const { numbers, kinds, others } = made(BARE, 'interaction', []).unit(0);
  expect([numbers.length, kinds.length, others.length]).toEqual([2, 0, 1]);
});
