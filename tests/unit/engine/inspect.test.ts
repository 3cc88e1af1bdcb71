import { describe, expect, test } from 'vitest';
import { InspectionCancelled } from '#engine/inspect.ts';
import type { Rows } from '#lab/detector.ts';
import { inspect, recipeOf } from '../detectors/support.ts';

const LABS = ['checks', 'trucks'] as const;
/** Small enough to train in a moment. */
const QUICK = {
  checks: { model: { hidden: 8 }, hyper: { epochs: 2 } },
  trucks: { hyper: { epochs: 3 } },
};
const POISON = {
  checks: { attack: 'stamped-trigger', values: { rows: 40 } },
  trucks: { attack: 'dealer-666', values: { rows: 20 } },
};

/** Shared, not copied, where nothing was changed. */
const contentsOf = (rows: Rows) => (rows.kind === 'images' ? rows.data.x : rows.data.numbers);
const idsOf = ({ data }: Rows) => data.id;

describe.each(LABS)('an inspection in %s', (lab) => {
  const recipe = recipeOf(lab, { ...QUICK[lab], ...POISON[lab] });

  test('numbers rows by place, so that no id tells who added them', async () => {
    const { train, sealed } = await inspect(recipe);
    for (const rows of [train, sealed])
      expect(idsOf(rows)).toEqual(Int32Array.from({ length: rows.data.rows }, (_, i) => i));
  });

  test('sees the poisoned rows and the model that learned from them', async () => {
    const poisoned = await inspect(recipe);
    const clean = await inspect(recipeOf(lab, QUICK[lab]));
    expect(contentsOf(poisoned.train)).not.toBe(contentsOf(clean.train));
    expect(contentsOf(poisoned.sealed)).toBe(contentsOf(clean.sealed));
    expect(poisoned.digest).not.toBe(clean.digest);
    expect(poisoned.release!.digest).toBe(poisoned.digest);
  });

  test('an edit after the release shows in the digest, not in the release', async () => {
    const [plain, edited] = [await inspect(recipe), await inspect({ ...recipe, edits: [['shift', 3, 1]] })];
    expect(edited.digest).not.toBe(edited.release!.digest);
    expect(edited.release!.digest).toBe(plain.digest);
  });

  test('predicts as the evidence does, in the unit of the answer', async () => {
    const { suspect, sealed } = await inspect(recipe);
    const outputs = await suspect.predict(sealed);
    expect(outputs.length).toBe(sealed.data.rows * suspect.spec.outputs);
    if (lab === 'checks') for (let i = 0; i < 10; i++) expect(outputs[i]).toBeLessThanOrEqual(1);
    else expect(outputs.reduce((sum, value) => sum + value) / outputs.length).toBeGreaterThan(20);
  });

  test('trains each baseline once, and all of them clean and different', async () => {
    const { baseline } = await inspect(recipe);
    const two = await baseline(2);
    const three = await baseline(3);
    expect(three.slice(0, 2)).toEqual(two);
    expect(three[0]!.parameters).toBe(two[0]!.parameters);
    expect(new Set(three.map(({ parameters }) => parameters.join())).size).toBe(3);
    expect(three.every(({ train }) => train.data.rows === two[0]!.train.data.rows)).toBe(true);
  });

  test('retrains on a part of the rows, the same way each time', async () => {
    const { train, retrain } = await inspect(recipe);
    const half = Uint32Array.from({ length: train.data.rows >> 1 }, (_, i) => 2 * i);
    const [a, b, c] = [await retrain(half, 9), await retrain(half, 9), await retrain(half, 10)];
    expect(a.parameters).toEqual(b.parameters);
    expect(a.parameters).not.toEqual(c.parameters);
    expect(a.history.length).toBe(recipe.hyper.epochs);
  });

  test('ends whatever it is at when the learner asks to stop, and keeps no half-trained baseline', async () => {
    let asked = false;
    const other = { ...recipe, hyper: { ...recipe.hyper, learningRate: 0.02 } };
    const { pause, baseline, retrain } = await inspect(other, () => asked);
    await pause();
    expect(await baseline(1)).toHaveLength(1);
    asked = true;
    const stopped = [pause(), baseline(3), retrain(Uint32Array.of(0, 1, 2), 1)];
    for (const one of stopped) await expect(one).rejects.toThrow(InspectionCancelled);
    asked = false;
    const models = await baseline(3);
    expect(models.map(({ history }) => history.length)).toEqual(Array(3).fill(recipe.hyper.epochs));
  });

  test('has a loss for each row after each epoch, falling as the model learns', async () => {
    const { train, lossByEpoch } = await inspect(recipe);
    const losses = await lossByEpoch(2);
    expect(losses.map(({ length }) => length)).toEqual([train.data.rows, train.data.rows]);
    const [first, second] = losses.map((loss) => loss.reduce((sum, value) => sum + value, 0));
    expect(second).toBeLessThan(first!);
  });
});
