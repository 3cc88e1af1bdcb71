import type { Recipe } from '#lab/recipe.ts';
import type { Twin } from '#lab/flow.ts';
import type { EnginePreference } from './protocol.ts';

/**
 * What a trained twin hangs on, as text: two recipes with the same key train to the same parameters. The desk's settings and
 * edits on parameters are not in it, nor, for the clean twin, is what the attack or a hand did to rows.
 */
export function trainKey(recipe: Recipe, twin: Twin, preference: EnginePreference): string {
  const { lab, seed, data, model, hyper, attack, rows, fixes, file } = recipe;
  return JSON.stringify([
    lab,
    seed,
    sorted(data),
    sorted(model),
    sorted(hyper),
    preference,
    twin === 'suspect' ? [attack.id, sorted(attack.values), rows, fixes, file] : null,
  ]);
}

function sorted(values: object): [string, unknown][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
