import { describe, expect, it } from 'vitest';
import { PIXELS, type Dataset } from '#core/dataset.ts';
import { imagesOf } from '#detectors/parts/images.ts';
import performance from '#detectors/performance.ts';
import quiz from '#detectors/sealed-quiz.ts';
import type { ModelInHand, Rows } from '#lab/detector.ts';
import { cleanModel, datasetOf, inspectionOf, untrained } from './made-up.ts';

const ROWS = 1000;
const CONTRIBUTORS = ['Head office', 'Branch'];

/** Blank images whose first pixel tells the row; labels in turn, and every fourth row from the branch. */
function rows(labelOf: (row: number) => number = (row) => row % 10): Dataset {
  const x = new Uint8Array(ROWS * PIXELS);
  for (let row = 0; row < ROWS; row++) {
    x[row * PIXELS] = row % 10;
    x[row * PIXELS + 1] = Math.floor(row / 10) % 10;
    x[row * PIXELS + 2] = Math.floor(row / 100);
  }
  return datasetOf(
    x,
    Array.from({ length: ROWS }, (_, row) => labelOf(row)),
    {
      contributor: Uint8Array.from({ length: ROWS }, (_, row) => (row % 4 === 1 ? 1 : 0)),
      provenance: { sources: ['made up'], contributors: CONTRIBUTORS },
    },
  );
}

/** Reads rows as it is told, as sure as it is told. */
const reader = (readAs: (row: number) => number, confidence = 0.95): Partial<ModelInHand> => ({
  predict: async (given: Rows) => {
    const data = imagesOf(given);
    const { x } = data;
    const answers = new Float32Array(data.rows * 10).fill((1 - confidence) / 9);
    for (let i = 0; i < data.rows; i++) {
      const row = x[i * PIXELS]! + 10 * x[i * PIXELS + 1]! + 100 * x[i * PIXELS + 2]!;
      answers[i * 10 + readAs(row)] = confidence;
    }
    return answers;
  },
});

/** One row in 25 is misread as the next class, each model by other rows. */
const usual = (seed: number) => (row: number) => ((7 * row + seed) % 25 === 0 ? row + 1 : row) % 10;
const clean = Array.from({ length: 12 }, (_, seed) => cleanModel(rows(), reader(usual(2 * seed))));
const inspect = (model: Partial<ModelInHand>, train = rows()) =>
  inspectionOf(train, {
    sealed: { kind: 'images', data: rows() },
    suspect: untrained(model),
    baseline: async () => clean,
  });

describe('performance', () => {
  const run = (model: Partial<ModelInHand>, train?: Dataset) => performance.run(inspect(model, train), {});

  it('is quiet about one more model of the kind', async () =>
    expect((await run(reader(usual(1)))).signal).toBe('quiet'));

  it('tells the class whose errors rose', async () => {
    const finding = await run(reader((row) => (row % 10 === 3 ? 8 : usual(1)(row))));
    expect(finding.signal).toBe('alarm');
    const threes = finding.measurements.find(({ label }) => label === 'Errors on sealed 3s, in %');
    expect(threes!.text).toMatch(/^100\.0;/);
  });

  it('tells a loss of confidence, with the same answers', async () => {
    const finding = await run(reader(usual(1), 0.6));
    expect(finding.says).toContain('Mean confidence on sealed digits, in %: 60.0');
    expect(finding.signal).toBe('alarm');
  });

  it('tells the supplier whose labels the model does not believe', async () => {
    const relabelled = rows((row) => (row % 4 === 1 && row % 3 === 0 ? (row + 5) % 10 : row % 10));
    const finding = await run(reader(usual(1)), relabelled);
    expect(finding.signal).toBe('alarm');
    expect(finding.says).toContain('Labels it does not believe from Branch, in %');
    expect(finding.says).toContain('1 number of');
  });

  it('compares how training went when it is known', async () => {
    const history = [
      { epoch: 1, loss: 9, trainAccuracy: 0.5, testScore: 0.95 },
      { epoch: 2, loss: 8, trainAccuracy: 0.5, testScore: 0.9 },
    ];
    const learned = clean.map((model, i) => ({ ...model, history: [{ ...history[1]!, loss: 0.1 + 0.001 * i }] }));
    const inspection = { ...inspect({ ...reader(usual(1)), history }), baseline: async () => learned };
    const finding = await performance.run(inspection, {});
    const labels = finding.measurements.map(({ label }) => label);
    expect(labels).toContain('Loss on the training rows');
    expect(labels).toContain('Rise in errors since the best epoch, in points');
  });

  it('raises an alarm when answers are no numbers, and no error', async () =>
    expect((await run({ predict: async ({ data }) => new Float32Array(data.rows * 10).fill(NaN) })).signal).toBe(
      'alarm',
    ));
});

describe('the quiz', () => {
  const run = (model: Partial<ModelInHand>) => quiz.run(inspect(model), {});

  it('is quiet about one more model of the kind', async () =>
    expect(await run(reader(usual(1)))).toMatchObject({ signal: 'quiet', target: null }));

  it('tells which class is taken for which', async () => {
    const finding = await run(reader((row) => (row % 10 === 3 && row % 4 === 1 ? 8 : usual(1)(row))));
    expect(finding).toMatchObject({ signal: 'alarm', target: 8 });
    expect(finding.says).toContain('3s taken for 8, in %');
    expect(finding.says).toContain('1 answer of 90');
  });
});
