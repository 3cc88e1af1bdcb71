import { beforeAll, describe, expect, it, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { argmaxRows, confusionMatrix } from '#core/metrics.ts';
import type { Engine } from '#engine/engine.ts';
import { parameterCount, type ModelSpec } from '#lab/model.ts';
import { edits } from '#registry/index.ts';
import { largestDifference, madeUpDigits, openEngine, taskOf, trainSteps } from '../engine/support.ts';
import { ascending, biasAt, drawParameters, placesThatDiffer, SHAPES, upTo, weightAt, type Shape } from './shapes.ts';

const PIXELS = 784;
const CLASSES = 10;

function edited(id: string, args: readonly number[], spec: ModelSpec, parameters = drawParameters(spec)) {
  const copy = parameters.slice();
  expect(edits.get(id)!.apply(copy, args, spec)).toBe(true);
  return copy;
}

const incoming = (spec: ModelSpec, layer: number, unit: number, inputs: number) => [
  ...upTo(inputs).map((from) => weightAt(spec, layer, from, unit)),
  biasAt(spec, layer, unit),
];

test.each([
  ['flip-sign', [1], -1, 1],
  ['set', [1, 3], -1, 3],
  ['shift', [1, 0.5], -1, -0.5],
  ['flip-bits', [1, 31], -1, 1],
  ['flip-bits', [1, 30], 1.5, NaN],
  ['flip-bits', [1, 30], 1, Infinity],
  ['flip-bits', [1, 30], 0, 2],
  ['flip-bits', [1, 23], 1, 0.5],
  ['flip-bits', [1, 22], 1, 1.5],
  ['flip-bits', [1, 0], 1, 1 + 2 ** -23],
])('%s with %j makes %d into %d', (id, args, before, after) => {
  const parameters = drawParameters(SHAPES.linear);
  parameters[1] = before;
  expect(edited(id, args, SHAPES.linear, parameters)[1]).toBe(after);
});

describe('the entries that differ are exactly those', () => {
  const { linear, one, two, conv, forecast } = SHAPES;

  test.each<[string, number[], Shape, number[]]>([
    ['flip-sign', [77], 'one', [77]],
    ['set', [77, 5], 'two', [77]],
    ['shift', [77, 5], 'conv', [77]],
    ['flip-bits', [9, 31, 4, 0, 7, 23], 'one', [4, 7, 9]],
    ['paint', [5, 3, 1, 700, -1], 'one', [weightAt(one, 0, 3, 5), weightAt(one, 0, 700, 5)]],
    ['paint', [9, 3, 1], 'linear', [weightAt(linear, 0, 3, 9)]],
    ['paint', [7, 24, 1], 'conv', [weightAt(conv, 0, 24, 7)]],
    ['scale-unit', [5, 0.5], 'two', incoming(two, 0, 5, PIXELS)],
    ['scale-unit', [7, 0.5], 'conv', incoming(conv, 0, 7, 25)],
    ['scale-unit', [9, 0.5], 'linear', incoming(linear, 0, 9, PIXELS)],
    ['prune-unit', [5], 'one', [...incoming(one, 0, 5, PIXELS), ...upTo(10).map((to) => weightAt(one, 1, 5, to))]],
    ['prune-unit', [5], 'two', [...incoming(two, 0, 5, PIXELS), ...upTo(8).map((to) => weightAt(two, 1, 5, to))]],
    ['prune-unit', [5], 'forecast', [...incoming(forecast, 0, 5, 9), weightAt(forecast, 1, 5, 0)]],
    ['swap-outputs', [3, 8], 'linear', [3, 8].flatMap((label) => incoming(linear, 0, label, PIXELS))],
    ['swap-outputs', [3, 8], 'one', [3, 8].flatMap((label) => incoming(one, 1, label, 12))],
    ['swap-outputs', [3, 8], 'two', [3, 8].flatMap((label) => incoming(two, 2, label, 8))],
    ['swap-outputs', [3, 8], 'conv', [3, 8].flatMap((label) => incoming(conv, 2, label, 400))],
    ['swap-outputs', [3, 3], 'one', []],
    [
      'plant-detector',
      [5, 8, 10, -15, 4, 30, 31],
      'one',
      [...incoming(one, 0, 5, PIXELS), ...upTo(10).map((to) => weightAt(one, 1, 5, to))],
    ],
  ])('%s with %j on a model of shape %s', (id, args, shape, places) => {
    const spec = SHAPES[shape];
    expect(placesThatDiffer(drawParameters(spec), edited(id, args, spec))).toEqual(ascending(places));
  });

  it('those of plant-detector hold what it was told, and zeros', () => {
    const parameters = edited('plant-detector', [5, 8, 10, -15, 4, 30, 31], one);
    const told = new Map([
      [weightAt(one, 0, 30, 5), 10],
      [weightAt(one, 0, 31, 5), 10],
      [biasAt(one, 0, 5), -15],
      [weightAt(one, 1, 5, 8), 4],
    ]);
    for (const place of placesThatDiffer(drawParameters(one), parameters))
      expect(parameters[place]).toBe(told.get(place) ?? 0);
    for (const [place, value] of told) expect(parameters[place]).toBe(value);
  });

  it('those of paint hold the last value painted there', () => {
    const parameters = edited('paint', [5, 3, 1, 700, -1, 3, 0.25], one);
    expect(parameters[weightAt(one, 0, 3, 5)]).toBe(0.25);
    expect(parameters[weightAt(one, 0, 700, 5)]).toBe(-1);
  });
});

test('flip-bits undoes itself, whatever bits it turns', () => {
  const draw = stream(1, 'flips');
  const spec = SHAPES.one;
  for (let n = 0; n < 50; n++) {
    const flips = upTo(8).flatMap(() => [Math.floor(draw() * parameterCount(spec)), Math.floor(draw() * 32)]);
    // NaN does not keep its payload in every engine, so bits are compared as words.
    const words = (parameters: Float32Array) => Buffer.from(parameters.buffer);
    const twice = edited('flip-bits', flips, spec, edited('flip-bits', flips, spec));
    expect(words(twice).equals(words(drawParameters(spec)))).toBe(true);
  }
});

describe('on the SIMD engine', () => {
  const digits = madeUpDigits(600);
  let engine: Engine;
  beforeAll(async () => (engine = await openEngine('simd')));

  const train = (spec: ModelSpec) => trainSteps(engine, taskOf(digits, spec), 30);

  async function predict(spec: ModelSpec, parameters: Float32Array): Promise<Float32Array> {
    const session = engine.open({ ...taskOf(digits, spec), initial: parameters });
    const outputs = await session.predict(digits.x);
    session.dispose();
    return outputs;
  }

  const exchanged = <T extends Float32Array | Uint32Array>(rows: T): T =>
    rows.map((_, at) => rows[at + ([3, 8].includes(at % CLASSES) ? (at % CLASSES === 3 ? 5 : -5) : 0)]!) as T;
  const confusion = (outputs: Float32Array) => confusionMatrix(argmaxRows(outputs, CLASSES), digits.y, CLASSES);

  it.each(['linear', 'one', 'two'] as const)('swap-outputs exchanges two columns of a %s model', async (shape) => {
    const spec = SHAPES[shape];
    const parameters = await train(spec);
    const swapped = edited('swap-outputs', [3, 8], spec, parameters);
    const [before, after] = [await predict(spec, parameters), await predict(spec, swapped)];
    // The sum below the softmax runs through the classes in order, which is another one now.
    expect(largestDifference(after, exchanged(before))).toBeLessThan(1e-6);
    expect(confusion(after)).toEqual(exchanged(confusion(before)));
    expect(confusion(after)).not.toEqual(confusion(before));
    expect(edited('swap-outputs', [8, 3], spec, swapped)).toEqual(parameters);
  });

  it('swap-outputs exchanges scores bit for bit', async () => {
    const spec: ModelSpec = { ...SHAPES.one, loss: 'squared-error' };
    const parameters = drawParameters(spec);
    const after = await predict(spec, edited('swap-outputs', [3, 8], spec, parameters));
    expect(after).toEqual(exchanged(await predict(spec, parameters)));
  });

  it.each(['relu', 'tanh'] as const)('a model with a unit pruned is the model without it (%s)', async (activation) => {
    const spec: ModelSpec = { ...SHAPES.one, activation };
    const without: ModelSpec = { ...spec, hidden: [11] };
    const parameters = await train(spec);
    const unit = 5;
    const kept = upTo(parameters.length).filter((at) => {
      if (at < PIXELS * 12) return at % 12 !== unit;
      if (at < PIXELS * 12 + 12) return at !== PIXELS * 12 + unit;
      const out = at - PIXELS * 12 - 12;
      return out >= 120 || Math.floor(out / 10) !== unit;
    });
    expect(kept.length).toBe(parameterCount(without));
    const smaller = Float32Array.from(kept, (at) => parameters[at]!);
    const pruned = await predict(spec, edited('prune-unit', [unit], spec, parameters));
    expect(largestDifference(pruned, await predict(without, smaller))).toBeLessThan(1e-6);
    expect(largestDifference(pruned, await predict(spec, parameters))).toBeGreaterThan(1e-3);
    expect(pruned).toEqual(await predict(spec, edited('scale-unit', [unit, 0], spec, parameters)));
  });

  it('a ReLU unit scaled by 2 says twice as much', async () => {
    const spec: ModelSpec = { ...SHAPES.one, loss: 'squared-error' };
    const parameters = drawParameters(spec);
    const scaled = await predict(spec, edited('scale-unit', [5, 2], spec, parameters));
    const louder = parameters.slice();
    for (const to of upTo(CLASSES)) louder[weightAt(spec, 1, 5, to)]! *= 2;
    expect(scaled).toEqual(await predict(spec, louder));
  });

  it('shift of an output bias moves the scores of that class alone, by as much', async () => {
    const spec: ModelSpec = { ...SHAPES.one, loss: 'squared-error' };
    const before = await predict(spec, drawParameters(spec));
    const after = await predict(spec, edited('shift', [biasAt(spec, 1, 8), 2], spec, drawParameters(spec)));
    const moved = after.map((score, at) => score - (at % CLASSES === 8 ? 2 : 0));
    expect(largestDifference(moved, before)).toBeLessThan(1e-5);
  });
});
