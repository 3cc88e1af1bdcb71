import { expect, test } from 'vitest';
import type { Hyperparameters, ModelSpec } from '#lab/model.ts';
import { largestDifference, madeUpDigits, openEngine, taskOf, trainSteps } from './support.ts';

const data = madeUpDigits(160);

const cases: [string, Partial<ModelSpec>, Partial<Hyperparameters>, boolean][] = [
  ['a linear model', { hidden: [] }, {}, false],
  ['one hidden layer', {}, {}, false],
  ['one hidden layer, images shifted', {}, {}, true],
  ['two hidden layers with weight decay', { hidden: [12, 8] }, { weightDecay: 0.01 }, false],
  ['tanh', { activation: 'tanh' }, {}, false],
  ['widths that are no multiple of four', { hidden: [37] }, {}, true],
  ['Adam', {}, { optimiser: 'adam' }, false],
];

test.each(cases)('all engines take the same steps: %s', async (_, spec, hyper, shifted) => {
  const task = taskOf(data, spec, hyper);
  const simd = await trainSteps(await openEngine('simd'), task, 3, shifted);
  expect(largestDifference(simd, task.initial)).toBeGreaterThan(1e-3);
  for (const id of ['cpu', 'wasm'] as const) {
    const other = await trainSteps(await openEngine(id), task, 3, shifted);
    expect(largestDifference(simd, other)).toBeLessThan(1e-4);
  }
});

test('a conv net takes the same steps on plain JavaScript and on WebAssembly', async () => {
  const task = taskOf(data, { kind: 'conv' });
  const cpu = await trainSteps(await openEngine('cpu'), task, 2, true);
  const wasm = await trainSteps(await openEngine('wasm'), task, 2, true);
  expect(largestDifference(cpu, task.initial)).toBeGreaterThan(1e-3);
  expect(largestDifference(cpu, wasm)).toBeLessThan(1e-4);
});

test('predictions and row losses agree', async () => {
  const task = taskOf(data);
  const sessions = await Promise.all((['simd', 'cpu'] as const).map(async (id) => (await openEngine(id)).open(task)));
  const [ours, theirs] = await Promise.all(sessions.map((session) => session.predict(data.x)));
  expect(largestDifference(ours!, theirs!)).toBeLessThan(1e-5);
  const [lossOurs, lossTheirs] = await Promise.all(sessions.map((session) => session.rowLoss(data.x, data.y)));
  expect(largestDifference(lossOurs!, lossTheirs!)).toBeLessThan(1e-4);
});
