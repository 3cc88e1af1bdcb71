import type { Twin } from './flow.ts';
import type { Recipe } from './recipe.ts';

/**
 * What a trained twin hangs on, as text: two recipes with the same key train to the same parameters. The desk's settings and
 * edits on parameters are not in it, nor, for the clean twin, is what the attack or a hand did to rows.
 * @param engine id of the one that trains, or how it is chosen: they agree within a tolerance, not in their bits
 */
export function trainKey(recipe: Recipe, twin: Twin, engine: string): string {
  const { lab, seed, data, model, hyper, file } = recipe;
  return JSON.stringify([
    lab,
    seed,
    sorted(data),
    sorted(model),
    sorted(hyper),
    engine,
    twin === 'suspect' ? [...poisonOf(recipe), file] : null,
  ]);
}

/** Whether two recipes train the same twins, whatever is done with them afterwards. */
export function trainsAlike(a: Recipe, b: Recipe): boolean {
  // All that the clean twin hangs on is in the suspect's key.
  return trainKey(a, 'suspect', '') === trainKey(b, 'suspect', '');
}

/** What both twins' rows and the model's shape hang on, as text: a change of hyperparameters leaves it as it is. */
export function stageKey(recipe: Recipe): string {
  const { lab, seed, data, model } = recipe;
  return JSON.stringify([lab, seed, sorted(data), sorted(model), poisonOf(recipe)]);
}

function poisonOf({ attack, rows, fixes }: Recipe): unknown[] {
  return [attack.id, sorted(attack.values), rows, fixes];
}

/** Which key came first in a link or a file says nothing. */
function sorted(values: object): [string, unknown][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
