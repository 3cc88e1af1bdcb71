import type { Recipe } from '#lab/recipe.ts';
import type { EnginePreference, Twin } from './protocol.ts';

/**
 * What a trained twin hangs on, as text: two recipes with the same key train to the same parameters. The desk's
 * settings are not in it, nor, for the clean twin, is the attack.
 */
export function trainKey(recipe: Recipe, twin: Twin, preference: EnginePreference): string {
  const { lab, seed, model, hyper, attack } = recipe;
  return JSON.stringify([
    lab,
    seed,
    sorted(model),
    sorted(hyper),
    preference,
    twin === 'suspect' ? [attack.id, sorted(attack.values)] : null,
  ]);
}

function sorted(values: object): [string, unknown][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
