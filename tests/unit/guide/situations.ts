import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createSimdEngine } from '#engine/simd/engine.ts';
import { Pipeline } from '#engine/pipeline.ts';
import type { Evidence } from '#lab/evidence.ts';

import type { Recipe } from '#lab/recipe.ts';
import type { Situation } from '#lab/situation.ts';
import { decodeDigits } from '#labs/checks/digits.ts';
import desk from '#labs/checks/flow.ts';
import forecast from '#labs/trucks/flow.ts';

const hooks = { onEpoch: () => {}, cancelled: () => false, breathe: async () => {}, now: () => 0 };

/** Measures recipes as the page does, with the real digits and the made-up history. */
export async function situations<E extends Evidence>(lab: 'checks' | 'trucks') {
  const engine = await createSimdEngine(readFileSync('src/engine/simd/kernel.wasm'));
  const pipeline = new Pipeline();
  if (lab === 'checks') pipeline.supply(desk, decodeDigits(gunzipSync(readFileSync('public/data/digits.bin'))));
  else pipeline.supply(forecast, {});

  /** What lessons and challenges would see of a recipe on the bench, in the attacker's view, with no detector run. */
  return async (recipe: Recipe, more: Partial<Situation<E>> = {}): Promise<Situation<E>> => {
    const clean = await pipeline.train(recipe, 'clean', engine, hooks);
    const suspect = await pipeline.train(recipe, 'suspect', engine, hooks);
    if (clean === null || clean === 'same' || suspect === null) throw new Error('a run was cancelled');
    const twins = [clean, suspect === 'same' ? clean : suspect] as const;
    const { evidence } = await pipeline.evaluate(recipe, ...twins, engine, hooks.now);
    return {
      recipe,
      evidence: evidence as E,
      shown: evidence as E,
      playhead: null,
      view: 'attacker',
      room: 'bench',
      board: { found: {}, complete: false },
      ...more,
    };
  };
}
