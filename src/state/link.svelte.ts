import { decodeRecipe, encodeRecipe } from '#lab/link.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Catalog, Repaired } from '#lab/repair.ts';
import type { Benches } from './benches.ts';
import type { Experiment } from './experiment.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** Changes with pauses shorter than this, in milliseconds, are one entry of the history: a drag is one. */
const SETTLE_MS = 800;
/** The address follows a drag no faster than this; browsers refuse to change it hundreds of times in a few seconds. */
const WRITE_MS = 150;

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
 * Keeps the address bar and the experiments in step. A drag becomes one entry of the history; going back or forward, or pasting another link, puts that recipe on its bench, repaired if need be.
 */
export class Link {
  /** Id of the lab on screen, or of another page. */
  page: string = $state('');
  /** The bench on screen, or the one that was last. */
  experiment: Experiment = $state.raw(undefined!);
  readonly #benches: Benches;
  readonly #notices: Notices;
  #write: ReturnType<typeof setTimeout> | null = null;
  #settle: ReturnType<typeof setTimeout> | null = null;

  readonly onBench = $derived(this.page === this.experiment.lab.id);

  constructor(benches: Benches, notices: Notices) {
    this.#benches = benches;
    this.#notices = notices;
    this.#open();
    addEventListener('popstate', () => this.#open());
    // A page that is left before its last change was written would come back without it.
    addEventListener('pagehide', () => this.#writeNow());
  }

  get labs() {
    return [...this.#benches.catalog.labs.values()];
  }

  /** Call from an effect: notes that the recipe changed. */
  follow(recipe: Recipe): void {
    if (!this.onBench || this.#hashOf(recipe) === this.#current()) return;
    if (this.#settle === null) history.pushState(null, '', this.#hashOf(recipe));
    else this.#write ??= setTimeout(() => this.#writeNow(), WRITE_MS);
    clearTimeout(this.#settle ?? undefined);
    this.#settle = setTimeout(() => (this.#settle = null), SETTLE_MS);
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
    // What has not been written yet belongs to the entry that is left.
    clearTimeout(this.#write ?? undefined);
    clearTimeout(this.#settle ?? undefined);
    this.#write = this.#settle = null;
    const { page, recipe, changes } = readHash(location.hash, this.#benches.catalog);
    if (page === recipe.lab || !this.experiment)
      this.experiment = this.#benches.open(recipe, (a, b) => this.#hashOf(a) === this.#hashOf(b));
    this.page = page;
    if (changes.length === 0) return;
    this.#notices.say(`The link was repaired. ${changes.join('. ')}.`);
    history.replaceState(null, '', this.#hashOf(recipe));
  }

  /** Brings the entry of the history on screen up to date. */
  #writeNow(): void {
    clearTimeout(this.#write ?? undefined);
    this.#write = null;
    if (this.onBench) history.replaceState(null, '', this.#hashOf(this.experiment.recipe));
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
