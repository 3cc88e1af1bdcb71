import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createSimdEngine } from '#engine/simd/engine.ts';
import { Pipeline } from '#engine/pipeline.ts';
import { Player } from '#engine/player.ts';
import { trainKey } from '#lab/train-key.ts';
import type { Evidence, Trained } from '#lab/evidence.ts';
import type { Twin } from '#lab/flow.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Situation } from '#lab/situation.ts';
import { decodeDigits } from '#labs/checks/digits.ts';
import desk from '#labs/checks/flow.ts';
import forecast from '#labs/trucks/flow.ts';

const hooks = { onEpoch: () => {}, cancelled: () => false, breathe: async () => {}, now: () => 0 };

/** An engine, and a pipeline with the real digits or the made-up history. */
async function benchOf(lab: 'checks' | 'trucks') {
  const engine = await createSimdEngine(readFileSync('src/engine/simd/kernel.wasm'));
  const pipeline = new Pipeline();
  if (lab === 'checks') pipeline.supply(desk, decodeDigits(gunzipSync(readFileSync('public/data/digits.bin'))));
  else pipeline.supply(forecast, {});
  return { engine, pipeline };
}

/** Measures recipes in the middle of their runs, as the training room does. */
export async function situationsAt<E extends Evidence>(lab: 'checks' | 'trucks') {
  const { engine, pipeline } = await benchOf(lab);
  const player = new Player(pipeline);

  /** What lessons would see of a recipe's run after some steps, in the training room. */
  return async (recipe: Recipe, step: number): Promise<Situation<E>> => {
    const frame = await player.playTo(recipe, engine, step, hooks);
    if (!frame) throw new Error('a run was cancelled');
    return {
      recipe,
      evidence: null,
      shown: frame.measured.evidence as E,
      playhead: { step: frame.step, of: frame.of },
      view: 'attacker',
      room: 'training',
      board: { found: {}, complete: false, altered: [] },
    };
  };
}

/** Measures recipes as the page does. */
export async function situations<E extends Evidence>(lab: 'checks' | 'trucks') {
  const { engine, pipeline } = await benchOf(lab);
  const known = new Map<string, Promise<Trained | 'same' | null>>();
  /** A twin that was trained before is not trained again. */
  const trained = (recipe: Recipe, twin: Twin) => {
    const key = `${twin}${trainKey(recipe, twin, 'auto')}`;
    const run = known.get(key) ?? pipeline.train(recipe, twin, engine, hooks);
    known.set(key, run);
    return run;
  };

  /** What lessons and challenges would see of a recipe on the bench, in the attacker's view, with no detector run. */
  return async (recipe: Recipe, more: Partial<Situation<E>> = {}): Promise<Situation<E>> => {
    const [clean, suspect] = [await trained(recipe, 'clean'), await trained(recipe, 'suspect')];
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
      board: { found: {}, complete: false, altered: [] },
      ...more,
    };
  };
}
