import { describe, expect, it, test } from 'vitest';
import { PIXELS } from '#core/dataset.ts';
import { defaultsOf } from '#core/fields.ts';
import lossIsolation from '#detectors/loss-isolation.ts';
import type { CleanModel } from '#lab/detector.ts';
import { cleanModel, datasetOf, inspectionOf } from './made-up.ts';
import { recipeOf, Ward } from './support.ts';

const ROWS = 1000;
const VALUES = { ...defaultsOf(lossIsolation.fields), epochs: 2, share: 0.02 };
const x = new Uint8Array(ROWS * PIXELS);
const clean = datasetOf(
  x,
  Array.from({ length: ROWS }, (_, row) => row % 10),
);
const models = Array.from({ length: 12 }, (_, i) => cleanModel(clean, { seed: i }));

/** Losses after two epochs: rows of low labels are easy, the listed ones easiest of all. */
function losses(first: readonly number[]): Float32Array[] {
  const easy = new Set(first);
  const after = (epoch: number) =>
    Float32Array.from({ length: ROWS }, (_, row) => (easy.has(row) ? 0.01 : 1 + (row % 10)) / epoch + row / 1e6);
  return [after(1), after(2)];
}

const inspect = (own: readonly Float32Array[], usual: readonly Float32Array[] = losses([]), y = clean.y) =>
  inspectionOf(
    { ...clean, y },
    {
      baseline: async () => models,
      lossByEpoch: async (_, of?: CleanModel) => (of ? usual : own),
    },
  );

describe('rows learned first', () => {
  const poisoned = Array.from({ length: 18 }, (_, i) => 50 * i + 3);
  const y = clean.y.map((label, row) => (poisoned.includes(row) ? 8 : label));

  it('are the share with the lowest loss, and loud when one label has more of them than in clean runs', async () => {
    const found = await lossIsolation.run(inspect(losses(poisoned), losses([]), y), VALUES);
    expect([found.signal, found.target]).toEqual(['alarm', 8]);
    expect([...found.rows!.flagged]).toEqual(poisoned);
    expect(found.measurements[0]).toEqual({ label: 'Rows isolated', text: '20' });
    expect(found.measurements[1]!.text).toMatch(/^0\.900;/);
    expect(found.rows!.scores![3]).toBeCloseTo(-0.75 * 0.01 - 3e-6, 6);
  });

  it('are quiet when they bear the labels of clean runs', async () => {
    const found = await lossIsolation.run(inspect(losses([])), VALUES);
    expect([found.signal, found.target, found.rows!.flagged.length]).toEqual(['quiet', null, 0]);
    expect(found.pictures[0]).toMatchObject({ kind: 'curves' });
  });

  it('are a sentence when losses are no numbers, in the suspect or in clean runs, or there are too few rows', async () => {
    const broken = [new Float32Array(ROWS).fill(NaN)];
    const signals = await Promise.all(
      [inspect(broken), inspect(losses([]), broken), inspect([])].map((one) => lossIsolation.run(one, VALUES)),
    );
    expect(signals.map(({ signal }) => signal)).toEqual(Array(3).fill('cannot-know'));
    const few = inspectionOf(datasetOf(new Uint8Array(9 * PIXELS), Array<number>(9).fill(1)), {
      baseline: async () => models,
      lossByEpoch: async () => [new Float32Array(9)],
    });
    expect((await lossIsolation.run(few, VALUES)).signal).toBe('cannot-know');
  });
});

test('of 80 stamped digits none is learned early, and the detector does not claim otherwise', async () => {
  const ward = await Ward.open();
  const recipe = recipeOf('checks', { seed: 1, values: { rows: 80, source: 'any', target: '8' } });
  const found = await lossIsolation.run(await ward.inspect(recipe), defaultsOf(lossIsolation.fields));
  expect([found.signal, found.rows!.flagged.length]).toEqual(['quiet', 0]);
});
