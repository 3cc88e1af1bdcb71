import { describe, expect, it, test } from 'vitest';
import { PIXELS } from '#core/dataset.ts';
import { defaultsOf } from '#core/fields.ts';
import { stream } from '#core/rng.ts';
import activationClustering from '#detectors/activation-clustering.ts';
import spectralSignatures from '#detectors/spectral-signatures.ts';
import type { Detector, Inspection } from '#lab/detector.ts';
import { digitModel, layersOf } from '#lab/model.ts';
import { cleanModel, datasetOf, inspectionOf, reordered, untrained } from './made-up.ts';
import { recipeOf, Ward } from './support.ts';

const WIDTH = 8;
const spec = { ...digitModel([WIDTH]), activation: 'relu' as const };
const OFF = 5;

/** Parameters of a model whose hidden layer says what the first eight pixels say, plus a constant. */
function transparent(constant = 0, scale = 1): Float32Array {
  const layer = layersOf(spec)[0]!;
  const parameters = new Float32Array(PIXELS * WIDTH + WIDTH + WIDTH * 10 + 10);
  for (let i = 0; i < WIDTH; i++) {
    parameters[layer.weights + i * WIDTH + i] = 15 * scale;
    parameters[layer.biases + i] = constant;
  }
  return parameters;
}

/** Rows of two labels whose first eight pixels scatter evenly; some rows of label 1 lie apart in all of them. */
function cloudRows(rows: number, seed: number, apart: readonly number[] = []) {
  const draw = stream(seed, 'clouds');
  const x = new Uint8Array(rows * PIXELS);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < WIDTH; i++)
      x[row * PIXELS + i] = OFF * (apart.includes(row) ? 2 : 0) + Math.floor(OFF * draw());
  }
  return datasetOf(
    x,
    Array.from({ length: rows }, (_, row) => row % 2),
  );
}

const ROWS = 240;
const apart = Array.from({ length: 18 }, (_, i) => 12 * i + 1);
const usual = Array.from({ length: 12 }, (_, i) =>
  cleanModel(cloudRows(ROWS, 100 + i), { spec, parameters: transparent() }),
);
const inspect = (data: ReturnType<typeof cloudRows>, more: Partial<Inspection> = {}) =>
  inspectionOf(data, {
    suspect: untrained({ spec, parameters: transparent() }),
    baseline: async () => usual,
    ...more,
  });
const run = (detector: Detector, inspection: Inspection, values = {}) =>
  detector.run(inspection, { ...defaultsOf(detector.fields), ...values });
const both = [activationClustering, spectralSignatures].map((detector) => [detector.id, detector] as const);

describe.each(both)('%s', (id, detector) => {
  const values = id === 'spectral-signatures' ? { poisoned: 12 } : {};

  it('finds a planted cluster and its label, whatever the order of the rows', async () => {
    const data = cloudRows(ROWS, 1, apart);
    const found = await run(detector, inspect(data), values);
    expect([found.signal, found.target]).toEqual(['alarm', 1]);
    expect([...found.rows!.flagged]).toEqual(apart);
    const order = Array.from({ length: ROWS }, (_, row) => (row * 7) % ROWS);
    const again = await run(detector, inspect(reordered(data, order)), values);
    expect(again.signal).toBe('alarm');
    expect([...again.rows!.flagged].map((row) => order[row]!).sort((a, b) => a - b)).toEqual(apart);
  });

  it('is quiet about rows that scatter as in clean models', async () => {
    const found = await run(detector, inspect(cloudRows(ROWS, 2)), values);
    expect([found.signal, found.target, found.rows!.flagged.length]).toEqual(['quiet', null, 0]);
  });

  it('gives the same scores when a constant is added to all responses, or all are scaled', async () => {
    const data = cloudRows(ROWS, 1, apart);
    const scores = async (parameters: Float32Array) =>
      (await run(detector, inspect(data, { suspect: untrained({ spec, parameters }) }), values)).rows!.scores!;
    const plain = await scores(transparent());
    for (const other of [await scores(transparent(40)), await scores(transparent(0, 8))])
      plain.forEach((score, row) => expect(other[row]).toBeCloseTo(score, 3));
  });

  it.each<[string, Partial<Inspection>]>([
    ['a convolutional net', { suspect: untrained({ spec: digitModel([], 'conv') }) }],
    ['a linear model', { suspect: untrained({ spec: digitModel([]) }) }],
    ['a model that diverged', { suspect: untrained({ spec, parameters: transparent().fill(NaN) }) }],
    ['responses that overflow', { suspect: untrained({ spec, parameters: transparent(0, 1e38) }) }],
    [
      'clean models that diverge',
      { baseline: async () => usual.map((model) => ({ ...model, parameters: transparent(NaN) })) },
    ],
  ])('gives a sentence for %s', async (_, more) => {
    const found = await run(detector, inspect(cloudRows(ROWS, 3), more));
    expect([found.signal, found.rows]).toEqual(['cannot-know', null]);
  });

  it('passes over labels with few rows, and gives a sentence when all have few', async () => {
    const few = cloudRows(ROWS, 3);
    const uneven = { ...few, y: few.y.map((_, row) => (row < 10 ? 7 : 0)) };
    expect((await run(detector, inspect(uneven))).signal).not.toBe('cannot-know');
    expect((await run(detector, inspect(cloudRows(30, 3)))).signal).toBe('cannot-know');
  });
});

test('a cluster too large to be pointed at is an alarm all the same', async () => {
  const found = await run(activationClustering, inspect(cloudRows(ROWS, 1, apart)), { size: 0.1 });
  expect([found.signal, found.rows!.flagged.length]).toEqual(['alarm', 0]);
});

test('the quota is half as many again as are thought to be poisoned, and its cost is told', async () => {
  const found = await run(spectralSignatures, inspect(cloudRows(ROWS, 1, apart)), { poisoned: 20 });
  expect(found.rows!.flagged.length).toBe(30);
  const told = new Map(found.measurements.map(({ label, text }) => [label, text]));
  expect(told.get('Quota for each label')).toBe('30 rows');
  expect(told.get('Rows that all labels’ quotas would take out')).toBe('60 rows');
  expect(told.get('Good rows among them, at the least')).toBe('40 rows');
});

test('400 stamped digits form a cluster of their own in the hidden layer', async () => {
  const ward = await Ward.open();
  const recipe = recipeOf('checks', { seed: 1, values: { rows: 400, source: 'any', target: '8' } });
  const touched = new Set((await ward.measure(recipe)).patch.touched);
  const found = await run(activationClustering, await ward.inspect(recipe));
  const hits = found.rows!.flagged.filter((row) => touched.has(row)).length;
  expect([found.signal, found.target]).toEqual(['alarm', 8]);
  expect(hits / found.rows!.flagged.length).toBeGreaterThan(0.9);
  expect(hits / touched.size).toBeGreaterThan(0.9);
});
