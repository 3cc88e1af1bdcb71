import { decodeRecipe, encodeRecipe } from '#lab/link.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Catalog, Repaired } from '#lab/repair.ts';
import type { Benches } from './benches.ts';
import type { Experiment } from './experiment.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** Quiet time after the last change before it becomes an entry of the history, in milliseconds. */
const SETTLE_MS = 800;

/** Pages beside the labs. */
const PAGES: readonly string[] = ['about'];

/** What a hash asks for: a page, `#/about`, or a lab, `#/checks`, with a recipe after another slash. Unknown pages open the first lab. */
export function readHash(hash: string, catalog: Catalog): { page: string } & Repaired {
  const [page = '', text = ''] = hash.replace(/^#\/?/, '').split('/');
  const first = catalog.labs.keys().next().value!;
  const lab = catalog.labs.has(page) ? page : first;
  const { recipe, changes } = decodeRecipe(text, lab, catalog);
  const known = page === '' || page === lab || PAGES.includes(page);
  const lost = `There is no such page, so the ${catalog.labs.get(first)!.title} was opened`;
  return { page: PAGES.includes(page) ? page : lab, recipe, changes: known ? changes : [lost, ...changes] };
}

/**
 * Keeps the address bar and the experiments in step. A drag becomes one entry of the history, once it has settled; going
 * back or forward, or pasting another link, puts that recipe on its bench, repaired if need be.
 */
export class Link {
  /** Id of the lab on screen, or of another page. */
  page: string = $state('');
  /** The bench on screen, or the one that was last. */
  experiment: Experiment = $state.raw(undefined!);
  readonly #benches: Benches;
  readonly #notices: Notices;
  #timer: ReturnType<typeof setTimeout> | null = null;

  readonly onBench = $derived(this.page === this.experiment.lab.id);

  constructor(benches: Benches, notices: Notices) {
    this.#benches = benches;
    this.#notices = notices;
    this.#open();
    addEventListener('popstate', () => this.#open());
    // A page that is left before its last change settled would come back without it.
    addEventListener('pagehide', () => this.#write('replace'));
  }

  get labs() {
    return [...this.#benches.catalog.labs.values()];
  }

  /** Call from an effect: notes that the recipe changed. */
  follow(recipe: Recipe): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.onBench || this.#hashOf(recipe) === this.#current()) return;
    this.#timer = setTimeout(() => this.#write('push'), SETTLE_MS);
  }

  /** The whole address of the experiment as it is now. */
  address(): string {
    return new URL(this.#hashOf(this.experiment.recipe), location.href).href;
  }

  /** The hash of what is on a lab's bench, so that going there loses nothing. */
  hashOfLab(lab: string): string {
    return this.#hashOf(this.#benches.recipeOf(lab));
  }

  #open(): void {
    // A change that has not settled yet belongs to the page that is left.
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const { page, recipe, changes } = readHash(location.hash, this.#benches.catalog);
    if (page === recipe.lab || !this.experiment)
      this.experiment = this.#benches.open(recipe, (a, b) => this.#hashOf(a) === this.#hashOf(b));
    this.page = page;
    if (changes.length === 0) return;
    this.#notices.say(`The link was repaired. ${changes.join('. ')}.`);
    history.replaceState(null, '', this.#hashOf(recipe));
  }

  #write(how: 'push' | 'replace'): void {
    this.#timer = null;
    if (!this.onBench) return;
    const hash = this.#hashOf(this.experiment.recipe);
    if (hash === this.#current()) return;
    if (how === 'push') history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  }

  #hashOf(recipe: Recipe): string {
    const text = encodeRecipe(recipe, this.#benches.catalog);
    return text ? `#/${recipe.lab}/${text}` : `#/${recipe.lab}`;
  }

  /** The hash in the address bar; none stands for the first lab. */
  #current(): string {
    return location.hash || `#/${this.labs[0]!.id}`;
  }
}
