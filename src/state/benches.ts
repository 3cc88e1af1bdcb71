import type { EngineClient } from '#engine/client.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe, type Catalog } from '#lab/repair.ts';
import { Experiment } from './experiment.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** One experiment for each lab that was opened; leaving a lab keeps what is on its bench. */
export class Benches {
  readonly #client: EngineClient;
  readonly #notices: Notices;
  readonly #open = new Map<string, Experiment>();
  readonly catalog: Catalog;

  constructor(client: EngineClient, catalog: Catalog, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
    this.catalog = catalog;
    client.onEvent((event) => {
      if (event.kind === 'notice') notices.say(event.sentence);
    });
  }

  /** The experiment on a recipe's bench, with that recipe on it; the first time, it is started. */
  open(recipe: Recipe, isSame: (a: Recipe, b: Recipe) => boolean): Experiment {
    const known = this.#open.get(recipe.lab);
    if (known) {
      if (!isSame(known.recipe, recipe)) known.replace(recipe, 'link');
      else void known.resume();
      return known;
    }
    const experiment = new Experiment(this.#client, this.catalog, recipe, this.#notices);
    this.#open.set(recipe.lab, experiment);
    void experiment.start();
    return experiment;
  }

  /** What is on a lab's bench; null until it is opened. */
  heldBy(lab: string): Recipe | null {
    return this.#open.get(lab)?.recipe ?? null;
  }

  /** What is on a lab's bench: its default recipe until it is opened. */
  recipeOf(lab: string): Recipe {
    return this.heldBy(lab) ?? defaultRecipe(this.catalog.labs.get(lab)!, this.catalog.attacks);
  }
}
