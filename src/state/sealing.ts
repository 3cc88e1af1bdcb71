import type { Recipe } from '#lab/recipe.ts';
import type { Experiment } from './experiment.svelte.ts';
import { looking } from './looking.svelte.ts';

/** The bench with the sealed case on it. */
let bench: Experiment | null = null;

/** Puts a sealed case on a bench: what is there waits aside, and nothing on the page tells what the case's recipe is. */
export function seal(experiment: Experiment, recipe: Recipe): void {
  bench = experiment;
  looking.sealed = true;
  experiment.layAside(recipe);
}

/** Takes the sealed case off its bench, if there is one; what was there before comes back. */
export function unseal(): void {
  bench?.takeBack();
  bench = null;
  looking.sealed = false;
}
