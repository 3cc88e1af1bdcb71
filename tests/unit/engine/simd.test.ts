import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { applyPatch, PIXELS, type RowPatch } from '#core/dataset.ts';
import { sha256Hex } from '#core/digest.ts';
import { stream } from '#core/rng.ts';
import type { Hyperparameters, ModelSpec } from '#lab/model.ts';
import { createSimdEngine } from '#engine/simd/engine.ts';
import type { SimdSession } from '#engine/simd/session.ts';
import { lossAndGradient, referenceSteps } from './reference.ts';
import { batchOf, largestDifference, madeUpDigits, openEngine, taskOf, trainSteps } from './support.ts';

const data = madeUpDigits(96);
const targets = Float32Array.from({ length: 96 * 10 }, (_, i) => ((i * 7) % 13) / 6 - 1);

const cases: [string, Partial<ModelSpec>, Partial<Hyperparameters>, Float32Array | null][] = [
  ['linear, cross-entropy', { hidden: [] }, {}, null],
  ['one hidden layer of 32', { hidden: [32] }, {}, null],
  ['one hidden layer of 13, weight decay', { hidden: [13] }, { weightDecay: 0.02 }, null],
  ['two hidden layers, tanh', { hidden: [9, 6], activation: 'tanh' }, {}, null],
  ['squared error', { hidden: [8], loss: 'squared-error' }, {}, targets],
  ['linear, squared error', { hidden: [], loss: 'squared-error' }, {}, targets],
];

test.each(cases)('the kernel follows an independent trainer: %s', async (_, spec, hyper, wanted) => {
  const task = { ...taskOf(data, spec, hyper), targets: wanted };
  const batches = [0, 1, 2, 3].map((step) => batchOf(step * 16, step * 16 + (step === 3 ? 5 : 16), true));
  const session = (await openEngine('simd')).open(task);
  for (const [rows, shifts] of batches) session.trainBatch(rows, shifts, 0.05);
  const reference = referenceSteps(task, batches, 0.05);
  expect(largestDifference(await session.parameters(), Float32Array.from(reference))).toBeLessThan(2e-5);
});

test('the reference gradient is the slope of the loss', () => {
  const task = taskOf(data, { hidden: [6], activation: 'tanh' });
  const parameters = Float64Array.from(task.initial);
  const [rows, shifts] = batchOf(0, 8, true);
  const { gradient } = lossAndGradient(task, parameters, rows, shifts);
  const draw = stream(5, 'places');
  for (let i = 0; i < 40; i++) {
    const at = Math.floor(draw() * parameters.length);
    const probe = (by: number) => {
      const moved = parameters.slice();
      moved[at]! += by;
      return lossAndGradient(task, moved, rows, shifts).loss;
    };
    expect(gradient[at]).toBeCloseTo((probe(1e-5) - probe(-1e-5)) / 2e-5, 6);
  }
});

const golden = JSON.parse(readFileSync('tests/golden/simd.json', 'utf8')) as Record<string, string>;

test.each([
  ['sgd', {}, {}],
  ['adam', {}, { optimiser: 'adam' }],
  ['tanh', { activation: 'tanh' }, {}],
] as [string, Partial<ModelSpec>, Partial<Hyperparameters>][])(
  'the same recipe gives the same bits as on every machine before: %s',
  async (name, spec, hyper) => {
    const task = taskOf(madeUpDigits(640), { hidden: [20], ...spec }, { weightDecay: 0.001, ...hyper });
    expect(await sha256Hex(await trainSteps(await openEngine('simd'), task, 40, true))).toBe(golden[name]);
  },
);

function stampedPatch(): RowPatch {
  const touched = Uint32Array.from([1, 5, 40, 95]);
  const images = new Uint8Array(touched.length * PIXELS);
  touched.forEach((row, i) =>
    images.set(
      data.x.subarray(row * PIXELS, (row + 1) * PIXELS).map((v) => (v ? v : i + 1)),
      i * PIXELS,
    ),
  );
  return { touched, labels: Uint8Array.from([8, 8, 8, 8]), images };
}

test('a patch is the same, bit for bit, as a dataset built with it', async () => {
  const engine = await openEngine('simd');
  const patched = await trainSteps(engine, { ...taskOf(data), patch: stampedPatch() }, 6, true);
  const rebuilt = await trainSteps(engine, taskOf(applyPatch(data, stampedPatch())), 6, true);
  expect(patched).toEqual(rebuilt);
  expect(patched).not.toEqual(await trainSteps(engine, taskOf(data), 6, true));
});

test('an empty patch leaves the parameters byte-identical', async () => {
  const engine = await openEngine('simd');
  const empty = { touched: new Uint32Array(0), labels: new Uint8Array(0), images: new Uint8Array(0) };
  expect(await trainSteps(engine, { ...taskOf(data), patch: empty }, 4)).toEqual(
    await trainSteps(engine, taskOf(data), 4),
  );
});

test('two sessions at once do not disturb each other', async () => {
  const engine = await openEngine('simd');
  const alone = await trainSteps(engine, taskOf(data), 4);
  const [a, b] = [engine.open(taskOf(data)), engine.open({ ...taskOf(data), patch: stampedPatch() })];
  for (let step = 0; step < 4; step++) {
    a.trainBatch(...batchOf(step * 16, step * 16 + 16), 0.05);
    b.trainBatch(...batchOf(step * 16, step * 16 + 16), 0.05);
  }
  expect(await a.parameters()).toEqual(alone);
  const { loss } = await a.takeProgress();
  expect(loss).not.toBe((await b.takeProgress()).loss);
});

test('a run that diverges says so with NaN, and does not throw', async () => {
  const session = (await openEngine('simd')).open(taskOf(data));
  for (let step = 0; step < 60; step++) session.trainBatch(...batchOf((step % 6) * 16, (step % 6) * 16 + 16), 1e25);
  expect(Number.isFinite((await session.takeProgress()).loss)).toBe(false);
  expect((await session.predict(data.x)).length).toBe(960);
});

test('memory stays flat over 500 sessions, patches and predictions', async () => {
  const engine = await createSimdEngine(readFileSync('src/engine/simd/kernel.wasm'));
  const cycle = async () => {
    const session = engine.open({ ...taskOf(data), patch: stampedPatch() }) as SimdSession;
    session.trainBatch(...batchOf(0, 16), 0.1);
    await session.predict(data.x);
    await session.predict(data.x.slice(0, PIXELS));
    const used = session.memoryUsed;
    session.dispose();
    return used;
  };
  const early = await cycle();
  let late = early;
  for (let i = 0; i < 500; i++) late = await cycle();
  expect(late).toBe(early);
});

test('progress reports mean loss and accuracy of the rows trained on', async () => {
  const task = taskOf(data);
  const session = (await openEngine('simd')).open(task);
  const [rows, shifts] = batchOf(0, 16);
  session.trainBatch(rows, shifts, 0);
  const { loss, accuracy } = await session.takeProgress();
  expect(loss).toBeCloseTo(lossAndGradient(task, task.initial, rows, shifts).loss, 5);
  const probabilities = await session.predict(data.x.subarray(0, 16 * PIXELS));
  const right = Array.from(rows).filter((row) => {
    const p = probabilities.subarray(row * 10, row * 10 + 10);
    return p.indexOf(Math.max(...p)) === data.y[row];
  });
  expect(accuracy).toBe(right.length / 16);
});

test('however full the memory is, a new session finds room', async () => {
  const engine = await openEngine('simd');
  // Sessions of every size leave the memory full to any byte; one that grew it while it was being written lost its own record.
  const sessions = Array.from({ length: 600 }, (_, i) =>
    engine.open(taskOf(madeUpDigits(1), { hidden: [1 + (i % 40)] })),
  );
  for (const session of sessions) session.dispose();
});
