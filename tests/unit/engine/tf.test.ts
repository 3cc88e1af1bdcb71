import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { PIXELS } from '#core/dataset.ts';
import { EngineError } from '#engine/engine.ts';
import { createTfEngine } from '#engine/tf/engine.ts';
import { lossAndGradient, referenceSteps } from './reference.ts';
import { batchOf, largestDifference, madeUpDigits, openEngine, taskOf, trainSteps } from './support.ts';

const data = madeUpDigits(64);

test('a short last batch averages over its real rows only', async () => {
  const task = taskOf(data);
  const session = (await openEngine('cpu')).open(task);
  const batches = [batchOf(0, 16), batchOf(16, 21)];
  for (const [rows, shifts] of batches) session.trainBatch(rows, shifts, 0.05);
  const reference = Float32Array.from(referenceSteps(task, batches, 0.05));
  expect(largestDifference(await session.parameters(), reference)).toBeLessThan(2e-5);
  const { loss } = await session.takeProgress();
  expect(loss).toBeGreaterThan(0);
  session.dispose();
});

test('tensors stay indoors: their number is flat over batches and back where it was after disposal', async () => {
  const engine = await openEngine('cpu');
  const before = tf.memory().numTensors;
  const session = engine.open(taskOf(data, { kind: 'conv' }));
  session.trainBatch(...batchOf(0, 16, true), 0.05);
  const during = tf.memory().numTensors;
  for (let i = 0; i < 20; i++) session.trainBatch(...batchOf(0, 16, true), 0.05);
  await session.takeProgress();
  await session.predict(data.x.subarray(0, 10 * PIXELS));
  expect(tf.memory().numTensors).toBe(during);
  session.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('a conv net learns', async () => {
  const task = taskOf(data, { kind: 'conv' });
  const session = (await openEngine('wasm')).open(task);
  session.trainBatch(...batchOf(0, 16), 0.05);
  const { loss: early } = await session.takeProgress();
  for (let i = 0; i < 30; i++) session.trainBatch(...batchOf(0, 16), 0.05);
  await session.takeProgress();
  session.trainBatch(...batchOf(0, 16), 0.05);
  expect((await session.takeProgress()).loss).toBeLessThan(early / 2);
  session.dispose();
});

test('squared error follows the independent trainer', async () => {
  const targets = Float32Array.from({ length: 640 }, (_, i) => ((i * 5) % 11) / 5 - 1);
  const task = { ...taskOf(data, { loss: 'squared-error', hidden: [7] }), targets };
  const parameters = await trainSteps(await openEngine('cpu'), task, 2);
  const reference = referenceSteps(task, [batchOf(0, 16), batchOf(16, 32)], 0.05);
  expect(largestDifference(parameters, Float32Array.from(reference))).toBeLessThan(2e-5);
  expect(lossAndGradient(task, reference, ...batchOf(0, 16)).loss).toBeGreaterThan(0);
});

test('a backend that is not there is refused in words', async () => {
  await expect(createTfEngine('webgl', {})).rejects.toThrow(EngineError);
});
