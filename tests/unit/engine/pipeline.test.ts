import { beforeAll, describe, expect, it, test } from 'vitest';
import { sha256Hex } from '#core/digest.ts';
import type { Engine } from '#engine/engine.ts';
import { Pipeline } from '#engine/pipeline.ts';
import type { Edit } from '#lab/edit.ts';
import type { Trained } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import type { DigitRows } from '#labs/checks/defender.ts';
import flow from '#labs/checks/flow.ts';
import { attacks, labs } from '#registry/index.ts';
import { sampleData } from '../sample.ts';
import { openEngine } from './support.ts';

const hooks = { onEpoch: () => {}, cancelled: () => false, breathe: async () => {}, now: () => 0 };
const { x, y } = sampleData(500);
const usual = defaultRecipe(labs.get('checks')!, attacks);
const small: Recipe = { ...usual, model: { ...usual.model, hidden: 8 }, hyper: { ...usual.hyper, epochs: 1 } };
const poisoned: Recipe = { ...small, attack: { id: 'label-flip', values: { share: 1, source: '3', target: '8' } } };

let engine: Engine;
let pipeline: Pipeline;
beforeAll(async () => {
  engine = await openEngine('simd');
  pipeline = new Pipeline();
  pipeline.supply(flow, { x, y });
});

async function twins(recipe: Recipe): Promise<[Trained, Trained]> {
  const [clean, suspect] = [
    await pipeline.train(recipe, 'clean', engine, hooks),
    await pipeline.train(recipe, 'suspect', engine, hooks),
  ];
  if (clean === null || clean === 'same' || suspect === null) throw new Error('a run was cancelled');
  return [clean, suspect === 'same' ? clean : suspect];
}

const sampleRows = (recipe: Recipe) => (pipeline.stage(recipe) as unknown as DigitRows).train;

async function measure(recipe: Recipe) {
  const trained = await twins(recipe);
  return { trained, ...(await pipeline.evaluate(recipe, ...trained, engine, hooks.now)) };
}

describe.each([
  ['an unpoisoned model', small],
  ['a poisoned model', poisoned],
])('%s', (_, recipe) => {
  const withEdits = (...edits: Edit[]) => measure({ ...recipe, edits });

  it('without edits is put to work as it was trained, bit for bit', async () => {
    const {
      evidence: { clean, suspect, edited },
      trained,
    } = await withEdits();
    expect(edited).toEqual({ edits: 0, parameters: 0 });
    [clean, suspect].forEach((twin, i) => {
      expect(twin.parameters).toBe(trained[i]!.parameters);
      expect(twin.learned).toBe(trained[i]!.parameters);
      expect(twin.digest).toBe(trained[i]!.digest);
    });
    expect(clean.digest === suspect.digest).toBe(recipe === small);
  });

  it('with an edit has another digest, keeps what it learned, and leaves the clean twin and the data alone', async () => {
    const before = await withEdits();
    const { evidence } = await withEdits(['set', 5, 2.5], ['shift', 7, -1]);
    const { clean, suspect, edited } = evidence;
    expect(edited).toEqual({ edits: 2, parameters: 2 });
    expect(suspect.learned).toEqual(before.evidence.suspect.parameters);
    expect(suspect.parameters[5]).toBe(2.5);
    expect(suspect.parameters[7]).toBe(Math.fround(suspect.learned[7]! - 1));
    expect(suspect.digest).toBe(await sha256Hex(suspect.parameters));
    expect(suspect.digest).not.toBe(before.evidence.suspect.digest);
    expect(clean).toEqual(before.evidence.clean);
    const edits: Edit[] = [['set', 5, 2.5]];
    expect(await pipeline.dataDigests({ ...recipe, edits })).toEqual(await pipeline.dataDigests(recipe));
  });

  it('decides otherwise after an edit that makes it say the same to every image', async () => {
    const outputBias = 784 * 8 + 8 + 8 * 10 + 6;
    const { suspect, clean } = (await withEdits(['set', outputBias, 1000])).evidence as unknown as Record<
      'suspect' | 'clean',
      { recall: number[]; predictions: { plain: Float32Array } }
    >;
    expect(suspect.recall.map((share, label) => (label === 6 ? share : 1 - share))).toEqual(Array(10).fill(1));
    expect(clean.predictions.plain).not.toEqual(suspect.predictions.plain);
  });

  it('does not count edits that fit no parameter, and finds the same bits after a sign turned twice', async () => {
    const before = (await withEdits()).evidence;
    const stray = (await withEdits(['set', 1e6, 1], ['flip-sign', -1])).evidence;
    expect(stray.edited).toEqual({ edits: 0, parameters: 0 });
    const twice = (await withEdits(['flip-sign', 3], ['flip-sign', 3])).evidence;
    expect(twice.edited).toEqual({ edits: 2, parameters: 0 });
    for (const { suspect } of [stray, twice]) expect(suspect.digest).toBe(before.suspect.digest);
  });
});

test('what was altered in place comes back beside the evidence', async () => {
  expect((await measure(small)).patch.touched.length).toBe(0);
  const { patch, evidence } = await measure(poisoned);
  expect(patch.touched.length).toBe(evidence.budget.rows);
  expect(evidence.budget.byContributor.reduce((sum, { rows }) => sum + rows, 0)).toBe(evidence.budget.rows);
  const { clean, suspect } = await pipeline.dataDigests(poisoned);
  expect(clean).not.toBe(suspect);
});

test('rows taken out or relabelled by a defender are gone from the suspect alone, and the marks of the attack stay', async () => {
  const { patch, evidence, trained } = await measure(poisoned);
  const { id, y } = sampleRows(poisoned);
  const touched = [...patch.touched].map((row) => id[row]!);
  const relabelled = await measure({ ...poisoned, fixes: touched.map((row) => [row, 3] as const) });
  expect(relabelled.evidence.suspect.digest).toBe(relabelled.evidence.clean.digest);
  expect(relabelled.patch).toEqual(patch);
  const without = await measure({ ...poisoned, fixes: touched.map((row) => [row] as const) });
  expect(new Set([trained[1].digest, evidence.clean.digest, without.evidence.suspect.digest]).size).toBe(3);
  const digests = await pipeline.dataDigests({ ...poisoned, fixes: touched.map((row) => [row, 3] as const) });
  expect(digests.suspect).toBe(digests.clean);
  const nothingLeft = await measure({ ...small, fixes: Array.from(y, (_, row) => [id[row]!] as const) });
  expect(nothingLeft.evidence.suspect.status).toBe('diverged');
});

test('new material for a lab takes the place of the old at once', async () => {
  const other = new Pipeline();
  other.supply(flow, { x, y });
  expect(other.stage(small).budget.rowsTotal).toBe(400);
  expect(other.stage(small)).toBe(other.stage({ ...small, edits: [['flip-sign', 0]], desk: {} }));
  other.supply(flow, { x: x.slice(0, 200 * 784), y: y.slice(0, 200) });
  expect(other.stage(small).budget.rowsTotal).toBe(160);
});
