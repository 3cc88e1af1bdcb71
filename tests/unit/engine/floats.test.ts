import { describe, expect, it, test } from 'vitest';
import { NO_PATCH, type InputRows } from '#core/dataset.ts';
import { stream } from '#core/rng.ts';
import { initialParameters, layersOf, type Hyperparameters, type ModelSpec } from '#lab/model.ts';
import type { TrainTask } from '#engine/engine.ts';
import { trainRun } from '#engine/train.ts';
import { referenceSteps } from './reference.ts';
import {
  batchOf,
  HYPER,
  largestDifference,
  madeUpDigits,
  openEngine,
  taskOf as imageTaskOf,
  trainSteps,
} from './support.ts';

const INPUTS = 48;
const ROWS = 160;
const draw = stream(3, 'float rows');

/** Rows as a table gives them: some numbers around zero, then one input of a category, and zeros. */
const base: InputRows = {
  rows: ROWS,
  x: new Float32Array(ROWS * INPUTS),
  y: new Uint8Array(0),
  id: Int32Array.from({ length: ROWS }, (_, row) => row),
};
for (let row = 0; row < ROWS; row++) {
  for (let i = 0; i < 8; i++) base.x[row * INPUTS + i] = 4 * draw() - 2;
  base.x[row * INPUTS + 8 + Math.floor(draw() * (INPUTS - 8))] = 1;
}
const targetOf = (row: number) => base.x[row * INPUTS]! - 0.5 * base.x[row * INPUTS + 3]! + draw() / 10;
const targets = Float32Array.from({ length: ROWS }, (_, row) => targetOf(row));

function taskOf(spec: Partial<ModelSpec> = {}, hyper: Partial<Hyperparameters> = {}): TrainTask {
  const whole: ModelSpec = {
    kind: 'dense',
    inputs: INPUTS,
    hidden: [],
    outputs: 1,
    activation: 'relu',
    loss: 'squared-error',
    ...spec,
  };
  return {
    spec: whole,
    hyper: { ...HYPER, ...hyper },
    base,
    patch: NO_PATCH,
    targets,
    initial: initialParameters(whole, 3),
  };
}

/** Outputs of a dense model in plain 64-bit arithmetic. */
function plainOutputs({ spec, initial: parameters }: TrainTask, x: ArrayLike<number>, rows: number): Float32Array {
  const outputs: number[] = [];
  const act = (z: number) => (spec.activation === 'relu' ? Math.max(0, z) : Math.tanh(z));
  const layers = layersOf(spec);
  for (let row = 0; row < rows; row++) {
    let values = Array.from({ length: spec.inputs }, (_, i) => x[row * spec.inputs + i]!);
    layers.forEach(({ weights, biases, outputs: width }, l) => {
      const sums = Array.from({ length: width }, (_, j) =>
        values.reduce((sum, value, i) => sum + value * parameters[weights + i * width + j]!, parameters[biases + j]!),
      );
      values = l < layers.length - 1 ? sums.map(act) : sums;
    });
    outputs.push(...values);
  }
  return Float32Array.from(outputs);
}

const cases: [string, Partial<ModelSpec>, Partial<Hyperparameters>][] = [
  ['a linear model', {}, {}],
  ['a linear model with weight decay', {}, { weightDecay: 0.05 }],
  ['one hidden layer', { hidden: [12] }, {}],
  ['one hidden layer, tanh', { hidden: [7], activation: 'tanh' }, {}],
  ['Adam', {}, { optimiser: 'adam' }],
];

describe.each(cases)('rows of numbers and squared error: %s', (_, spec, hyper) => {
  const task = taskOf(spec, hyper);

  it('all engines take the same steps', async () => {
    const simd = await trainSteps(await openEngine('simd'), task, 3);
    expect(largestDifference(simd, task.initial)).toBeGreaterThan(1e-3);
    for (const id of ['cpu', 'wasm'] as const)
      expect(largestDifference(simd, await trainSteps(await openEngine(id), task, 3))).toBeLessThan(1e-4);
  });

  it('every engine forecasts what plain arithmetic does, for few rows and for many', async () => {
    for (const id of ['simd', 'cpu'] as const) {
      const session = (await openEngine(id)).open(task);
      for (const rows of [1, 5, ROWS]) {
        const x = base.x.slice(0, rows * INPUTS);
        const outputs = await session.predict(x);
        expect(outputs.length).toBe(rows);
        expect(largestDifference(outputs, plainOutputs(task, x, rows))).toBeLessThan(1e-5);
      }
      session.dispose();
    }
  });
});

test.each(cases.filter(([, , hyper]) => hyper.optimiser !== 'adam'))(
  'the kernel follows an independent trainer on rows of numbers: %s',
  async (_, spec, hyper) => {
    const task = taskOf(spec, hyper);
    const batches = [0, 1, 2].map((step) => batchOf(step * 16, (step + 1) * 16));
    const reference = Float32Array.from(referenceSteps(task, batches, 0.05));
    expect(largestDifference(await trainSteps(await openEngine('simd'), task, 3), reference)).toBeLessThan(2e-5);
  },
);

test('a row of nothing but zeros is forecast by the bias', async () => {
  const task = taskOf();
  task.initial.set([-2.5], INPUTS);
  const session = (await openEngine('simd')).open(task);
  expect([...(await session.predict(new Float32Array(2 * INPUTS)))]).toEqual([-2.5, -2.5]);
});

test('a run on numbers reports its own score and no accuracy, and its loss falls', async () => {
  const x = base.x.slice(0, 4 * INPUTS);
  const asked: number[] = [];
  const score = (outputs: Float32Array) => asked.push(outputs.length);
  const hooks = { onEpoch: () => {}, cancelled: () => false, breathe: async () => {}, now: () => 0 };
  const task = taskOf({}, { epochs: 4, learningRate: 0.05 });
  const run = await trainRun(await openEngine('simd'), task, 1, { x, score }, hooks);
  expect(run.status).toBe('trained');
  expect(asked).toEqual([4, 4, 4, 4]);
  expect(run.history.map(({ trainAccuracy }) => trainAccuracy)).toEqual([null, null, null, null]);
  expect(run.history.map(({ testScore }) => testScore)).toEqual([1, 2, 3, 4]);
  expect(run.history[3]!.loss).toBeLessThan(run.history[0]!.loss / 2);
});

test('the same rows of numbers give the same bits again, with images trained on in between', async () => {
  const engine = await openEngine('simd');
  const once = await trainSteps(engine, taskOf({ hidden: [5] }), 5);
  await trainSteps(engine, imageTaskOf(madeUpDigits(64)), 4);
  expect(await trainSteps(engine, taskOf({ hidden: [5] }), 5)).toEqual(once);
});
