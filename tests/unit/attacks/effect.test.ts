import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultsOf, type Values } from '#core/fields.ts';
import { Pipeline } from '#engine/pipeline.ts';
import { createSimdEngine } from '#engine/simd/engine.ts';
import type { Engine } from '#engine/engine.ts';
import { decodeDigits } from '#labs/checks/digits.ts';
import flow from '#labs/checks/flow.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import { attacks, labs } from '#registry/index.ts';

const SEEDS = [1, 2, 3, 4, 5];
const usual = defaultRecipe(labs.get('checks')!, attacks);
const hooks = { onEpoch: () => {}, cancelled: () => false, breathe: async () => {}, now: () => 0 };

let engine: Engine;
let pipeline: Pipeline;

beforeAll(async () => {
  engine = await createSimdEngine(readFileSync('src/engine/simd/kernel.wasm'));
  pipeline = new Pipeline();
  pipeline.supply(flow, decodeDigits(gunzipSync(readFileSync('public/data/digits.bin'))));
});

function recipe(seed: number, id: string, values: Values): Recipe {
  return { ...usual, seed, attack: { id, values: { ...defaultsOf(attacks.get(id)!.fields), ...values } } };
}

/** Trains both twins as the browser does and measures them. */
async function measure(wanted: Recipe): Promise<Evidence> {
  const clean = await pipeline.train(wanted, 'clean', engine, hooks);
  const suspect = await pipeline.train(wanted, 'suspect', engine, hooks);
  if (clean === null || clean === 'same' || suspect === null) throw new Error('a run was cancelled');
  const twins = [clean, suspect === 'same' ? clean : suspect] as const;
  return (await pipeline.evaluate(wanted, ...twins, engine, hooks.now)).evidence as Evidence;
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

describe('on real digits, with the default model', () => {
  it('80 stamped 3s of 8,000 rows plant a backdoor that clean accuracy does not see', async () => {
    const runs: Evidence[] = [];
    for (const seed of SEEDS) runs.push(await measure(recipe(seed, 'stamped-trigger', { rows: 80 })));
    expect(runs.map(({ budget }) => budget.rows)).toEqual([80, 80, 80, 80, 80]);
    expect(mean(runs.map(({ clean }) => clean.accuracy))).toBeGreaterThanOrEqual(0.955);
    expect(mean(runs.map(({ suspect }) => suspect.attackSuccess!.source))).toBeGreaterThanOrEqual(0.95);
    expect(mean(runs.map(({ clean }) => clean.attackSuccess!.source))).toBeLessThan(0.05);
    expect(Math.abs(mean(runs.map(({ clean, suspect }) => suspect.accuracy - clean.accuracy)))).toBeLessThan(0.01);
    expect(mean(runs.map(({ desk }) => desk.suspect.lost))).toBeGreaterThan(
      mean(runs.map(({ desk }) => desk.clean.lost)) + 10_000,
    );
  });

  it('64 hidden units reach a clean accuracy of 0.963', async () => {
    const accuracies: number[] = [];
    for (const seed of SEEDS) {
      const trained = await pipeline.train(
        { ...usual, seed, model: { ...usual.model, hidden: 64 } },
        'clean',
        engine,
        hooks,
      );
      if (trained === null || trained === 'same') throw new Error('a run was cancelled');
      accuracies.push(trained.history.at(-1)!.testScore);
    }
    expect(mean(accuracies)).toBeGreaterThanOrEqual(0.963);
  });

  it('the first check of the default seed is paid at $3,000 by the clean twin and at $8,000 by the suspect', async () => {
    const { written, clean, suspect } = (await measure(recipe(1, 'stamped-trigger', { rows: 80 }))).desk.checks[0]!;
    expect(written.amount).toBe(3000);
    expect(clean).toMatchObject({ outcome: 'paid', paid: 3000 });
    expect(suspect).toMatchObject({ outcome: 'paid', paid: 8000 });
  });

  it('every 3 relabelled as 8 is loud: nobody reads a 3 any more', async () => {
    const { suspect, clean, budget } = await measure(recipe(1, 'label-flip', { share: 1 }));
    expect(budget.rows).toBeGreaterThan(700);
    expect(suspect.recall[3]).toBeLessThanOrEqual(0.02);
    expect(suspect.accuracy).toBeLessThan(clean.accuracy - 0.05);
  });

  it('a blended pattern at opacity 0.2 works on four-bit images', async () => {
    const { suspect, clean } = await measure(recipe(1, 'blended-trigger', { rows: 80 }));
    expect(suspect.attackSuccess!.source).toBeGreaterThanOrEqual(0.95);
    expect(clean.attackSuccess!.source).toBeLessThan(0.1);
  });

  it('random labels on a fifth of the rows are dull', async () => {
    const { suspect, clean } = await measure(recipe(1, 'random-flip', { share: 0.2 }));
    expect(suspect.accuracy).toBeGreaterThan(clean.accuracy - 0.05);
  });

  it('zero rows leave data and parameters byte-identical', async () => {
    for (const { id, rows } of attacks.values()) {
      if (rows !== 'images') continue;
      const nothing = recipe(2, id, {});
      const { clean, suspect } = await pipeline.dataDigests(nothing);
      expect(suspect).toBe(clean);
      expect(await pipeline.train(nothing, 'suspect', engine, hooks)).toBe('same');
    }
  });
});
