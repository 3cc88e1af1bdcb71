import { beforeAll, describe, expect, it, test } from 'vitest';
import { argmaxRows } from '#core/metrics.ts';
import { activationsOf, onRows, readAs, responseOf, type ModelOnRows } from '#lab/dense-net.ts';
import { digitModel, initialParameters, layersOf, type ModelSpec } from '#lab/model.ts';
import { TINY, TINY_IMAGES, TINY_LOGITS, TINY_PARAMETERS, Trainer } from '../labs/checks/tampering/trained.ts';

describe('a tiny model', () => {
  it('answers as worked out by hand', () => {
    const { sums, hidden, logits } = activationsOf(TINY_PARAMETERS, TINY, TINY_IMAGES);
    expect([...hidden[0]!]).toEqual([0, 0, 2, 0, 0, 1.5, 2, 1.5, 0, 0]);
    expect(sums[0]![1]).toBe(-0.5);
    expect([...logits]).toEqual(TINY_LOGITS);
    expect(sums).toEqual([sums[0], logits]);
  });

  it('sees level / 15, and answers between -1 and 1 where its units are tanh', () => {
    const { hidden } = activationsOf(TINY_PARAMETERS, { ...TINY, activation: 'tanh' }, TINY_IMAGES);
    [0, -0.5, 2, -0.5, 0, 1.5, 2, 1.5, 0, 0.2 - 0.5].forEach((sum, at) =>
      expect(hidden[0]![at]).toBeCloseTo(Math.tanh(sum), 6),
    );
  });

  it('has no hidden responses where there is no hidden layer', () => {
    const linear = { ...TINY, hidden: [], outputs: 2 };
    const { hidden, logits } = activationsOf(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), linear, TINY_IMAGES);
    expect(hidden).toEqual([]);
    expect([...logits.subarray(0, 4)]).toEqual([9, 10, 13, 16]);
  });
});

test('a convolutional net is refused', () => {
  const conv = digitModel([], 'conv');
  expect(() => activationsOf(initialParameters(conv, 1), conv, new Uint8Array(784))).toThrow(/no dense model: conv/);
});

test('tanh is that of the mathematics', () => {
  const tanh = responseOf('tanh');
  for (let x = -12; x <= 12; x += 1 / 64) expect(Math.abs(tanh(x) - Math.tanh(x))).toBeLessThan(1e-8);
  for (const x of [1e-6, 3e-3, 0.5, 5, 9.99]) expect(Math.abs(tanh(x) / Math.tanh(x) - 1)).toBeLessThan(1e-12);
  expect([-Infinity, Infinity, -100, 100].map(tanh)).toEqual([-1, 1, -1, 1]);
  expect(tanh(0)).toBe(0);
  expect(tanh(NaN)).toBeNaN();
});

test.each([
  [[1, 2, 3], 2],
  [[2, 2, 1], 0],
  [[1, 2, 2], 1],
  [[1, 3e38, -Infinity], 1],
  [[-Infinity, -Infinity, -1], 2],
  [[1, Infinity, 2], 0],
  [[1, 3, NaN], 0],
  [[NaN, NaN, NaN], 0],
])('scores of %j read as class %d', (scores, label) => {
  expect(readAs(Float32Array.from([9, 9, 9, ...scores]), 1, 3)).toBe(label);
});

/** Probabilities of scores, in 64 bits. */
function softmax(logits: Float32Array, classes: number): Float32Array {
  return logits.map((score, at) => {
    const row = logits.subarray(at - (at % classes), at - (at % classes) + classes);
    const most = Math.max(...row);
    return Math.exp(score - most) / row.reduce((sum, other) => sum + Math.exp(other - most), 0);
  });
}

describe('beside the SIMD engine, on real digits', () => {
  let trainer: Trainer;
  beforeAll(async () => {
    trainer = await Trainer.open();
  });

  test.each([
    ['the default model', {}],
    ['tanh', { activation: 'tanh' }],
    ['no hidden layer', { kind: 'linear' }],
    ['two hidden layers', { kind: 'hidden-2' }],
    ['two hidden layers of tanh', { kind: 'hidden-2', hidden: 40, activation: 'tanh' }],
  ])('%s: the same probabilities within 1e-4, every row read alike', async (_, model) => {
    const onTest = await trainer.onTestRows({ model, epochs: 2 });
    const { logits, hidden } = onTest.activations;
    expect(logits.length).toBe(2000 * 10);
    expect(hidden.map(({ length }) => length / 2000)).toEqual(onTest.spec.hidden);
    const probabilities = await trainer.outputs(onTest);
    const mine = softmax(logits, 10);
    expect(mine.reduce((most, p, at) => Math.max(most, Math.abs(p - probabilities[at]!)), 0)).toBeLessThan(1e-4);
    expect(readAll(onTest)).toEqual(argmaxRows(probabilities, 10));
  });

  test.each(['linear', 'hidden-1', 'hidden-2'])(
    'a ReLU model of kind %s has the same scores bit for bit',
    async (kind) => {
      const onTest = await trainer.onTestRows({ model: { kind }, epochs: 2 });
      // With this loss the engine answers with bare scores.
      const spec: ModelSpec = { ...onTest.spec, loss: 'squared-error' };
      const scores = await trainer.outputs({ ...onTest, spec });
      expect(Buffer.from(onTest.activations.logits.buffer).equals(Buffer.from(scores.buffer))).toBe(true);
    },
  );

  test.each([
    ['a weight from a unit', 1, 'weights', Infinity],
    ['a weight from a unit', 1, 'weights', NaN],
    ['a weight from a unit', 1, 'weights', 3e38],
    ['a weight from a unit', 1, 'weights', -3e38],
    ['a class’s bias', 1, 'biases', Infinity],
    ['a class’s bias', 1, 'biases', -Infinity],
    ['a unit’s bias', 0, 'biases', NaN],
    ['a unit’s bias', 0, 'biases', 3e38],
    ['a unit’s bias', 0, 'biases', -Infinity],
  ] as const)('with %s broken (layer %d, %s: %d) every row is read as there', async (_, layer, part, value) => {
    const sound = await trainer.onTestRows({ epochs: 2 });
    const parameters = sound.parameters.slice();
    parameters[layersOf(sound.spec)[layer]![part] + 3] = value;
    const broken = onRows(parameters, sound.spec, sound.images, sound.labels);
    expect(readAll(broken)).toEqual(argmaxRows(await trainer.outputs(broken), 10));
  });
});

const readAll = ({ activations, spec, labels }: ModelOnRows) =>
  labels.map((_, row) => readAs(activations.logits, row, spec.outputs));
