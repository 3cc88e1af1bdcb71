import { decodeRecipe, encodeRecipe } from '#lab/link.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Catalog, Repaired } from '#lab/repair.ts';
import type { Experiment } from './experiment.svelte.ts';

export type Route = 'checks' | 'about';

/** Quiet time after the last change before it becomes an entry of the history, in milliseconds. */
const SETTLE_MS = 800;

/** What a hash asks for: `#/about`, or `#/checks` with a recipe after another slash. Unknown pages open the lab. */
export function readHash(hash: string, catalog: Catalog): { route: Route } & Repaired {
  const [page, text = ''] = hash.replace(/^#\/?/, '').split('/');
  const route = page === 'about' ? 'about' : 'checks';
  const { recipe, changes } = decodeRecipe(text, catalog);
  const known = page === '' || page === 'checks' || page === 'about';
  return {
    route,
    recipe,
    changes: known ? changes : ['There is no such page, so the Check Desk was opened', ...changes],
  };
}

/** The hash of a recipe. */
function hashOf(recipe: Recipe, catalog: Catalog): string {
  const text = encodeRecipe(recipe, catalog);
  return text ? `#/${recipe.lab}/${text}` : `#/${recipe.lab}`;
}

/**
 * Keeps the address bar and the experiment in step. A drag becomes one entry of the history, once it has settled; going
 * back or forward, or pasting another link, puts that recipe on the bench, repaired if need be.
 */
export class Link {
  route: Route = $state('checks');
  readonly #experiment: Experiment;
  readonly #catalog: Catalog;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(experiment: Experiment, catalog: Catalog) {
    this.#experiment = experiment;
    this.#catalog = catalog;
    this.#arrive(readHash(location.hash, catalog));
    addEventListener('popstate', () => this.#open());
    // A page that is left before its last change settled would come back without it.
    addEventListener('pagehide', () => this.#write('replace'));
  }

  /** Call from an effect: notes that the recipe changed. */
  follow(recipe: Recipe): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.route !== 'checks' || hashOf(recipe, this.#catalog) === (location.hash || '#/checks')) return;
    this.#timer = setTimeout(() => this.#write('push'), SETTLE_MS);
  }

  /** The whole address of the experiment as it is now. */
  address(): string {
    return new URL(hashOf(this.#experiment.recipe, this.#catalog), location.href).href;
  }

  #open(): void {
    const asked = readHash(location.hash, this.#catalog);
    const now = hashOf(this.#experiment.recipe, this.#catalog);
    if (asked.route === 'checks' && hashOf(asked.recipe, this.#catalog) !== now) {
      this.#experiment.replace(asked.recipe, 'link');
    }
    this.#arrive(asked);
  }

  #arrive({ route, recipe, changes }: { route: Route } & Repaired): void {
    this.route = route;
    if (changes.length === 0) return;
    this.#experiment.notify(`The link was repaired. ${changes.join('. ')}.`);
    history.replaceState(null, '', hashOf(recipe, this.#catalog));
  }

  #write(how: 'push' | 'replace'): void {
    this.#timer = null;
    if (this.route !== 'checks') return;
    const hash = hashOf(this.#experiment.recipe, this.#catalog);
    if (hash === (location.hash || '#/checks')) return;
    if (how === 'push') history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  }
}
