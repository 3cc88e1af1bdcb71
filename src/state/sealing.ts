import type { Recipe } from '#lab/recipe.ts';
import type { Experiment } from './experiment.svelte.ts';
import { looking } from './looking.svelte.ts';

/** Puts a sealed case on the bench: what is there waits aside, and nothing on the page tells what the case's recipe is. */
export function seal(experiment: Experiment, recipe: Recipe): void {
  looking.sealed = true;
  experiment.layAside(recipe);
}

/** Takes the sealed case off the bench, if one is there; what was there before comes back. */
export function unseal(experiment: Experiment): void {
  if (!looking.sealed) return;
  experiment.takeBack();
  looking.sealed = false;
}
