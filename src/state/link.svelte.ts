import { encodeRecipe, MOST_CHARACTERS } from '#lab/link.ts';
import { isPackerHere, loadPacker } from '#lab/packer.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Catalog } from '#lab/repair.ts';
import type { Benches } from './benches.ts';
import { DEFENDS, isPlain, MOST_KEPT, readHash, TOO_LONG } from './hash.ts';
import type { Experiment } from './experiment.svelte.ts';
import { looking } from './looking.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { unseal } from './sealing.ts';

/** Changes with pauses shorter than this, in milliseconds, are one entry of the history: a drag is one. */
const SETTLE_MS = 800;
/** The address follows a drag no faster than this; browsers refuse to change it hundreds of times in a few seconds. */
const WRITE_MS = 150;

/**
 * Keeps the address bar and the experiments in step. A drag becomes one entry of the history; going back or forward, or pasting another link, puts that recipe on its bench, repaired if need be.
 */
export class Link {
  /** Id of the lab on screen, or of another page. */
  page: string = $state('');
  /** What another page is about, as in its link: a lesson's id. */
  topic: string = $state('');
  /** Whether a bench was on screen since the page was opened. */
  wasOnBench = false;
  /** Whether what was left for the page on screen was a sealed case, of which that page's address is to say nothing. */
  cameFromCase = false;
  /** The bench on screen, or the one that was last. */
  experiment: Experiment = $state.raw(undefined!);
  readonly #benches: Benches;
  readonly #notices: Notices;
  #write: ReturnType<typeof setTimeout> | null = null;
  #settle: ReturnType<typeof setTimeout> | null = null;
  /** A recipe is never changed in place, and each step of a drag has its text asked for by several. */
  readonly #texts = new WeakMap<Recipe, string>();

  /** Whether recipes can be written as text. Until then only those that need none, of a plain hash, are in the address. */
  #canWrite = $state(isPackerHere());
  #plain: Recipe | null = null;
  /** Whether the address was changed by somebody else and has not been read yet. */
  #isUnread = false;

  readonly onBench = $derived(this.page === this.experiment.lab.id);

  constructor(benches: Benches, notices: Notices) {
    this.#benches = benches;
    this.#notices = notices;
    this.#open();
    addEventListener('popstate', async () => {
      // Until it is read, nothing is written over it.
      this.#isUnread = true;
      if (isPlain(location.hash, history.state) || (await this.whenWritable())) this.#open();
      this.#isUnread = false;
    });
    // A page that is left before its last change was written would come back without it.
    addEventListener('pagehide', () => this.#writeNow());
  }

  get catalog(): Catalog {
    return this.#benches.catalog;
  }

  /** Goes to a lab's bench and takes the lesson or challenge along. */
  async visit(lab: string): Promise<void> {
    if (await this.whenWritable()) location.hash = this.#hashOf(this.#benches.recipeOf(lab), true);
  }

  /** Puts a recipe on its bench and goes there; false when its address cannot be written, which is then said. */
  async show(recipe: Recipe): Promise<boolean> {
    if (!(await this.whenWritable())) return false;
    history.pushState(this.#keep(recipe), '', this.#hashOf(recipe));
    this.#open();
    return true;
  }

  get labs() {
    return [...this.#benches.catalog.labs.values()];
  }

  /** Call from an effect: notes that the recipe changed. */
  follow(recipe: Recipe): void {
    // Said here, because not every way below looks at what else is in the address.
    void [looking.view, looking.room, looking.guide, looking.assigned];
    if (!this.onBench || this.#isUnread) return;
    if (!this.#canWrite && recipe !== this.#plain) {
      void this.whenWritable();
      return;
    }
    // Writing out a recipe takes longer than a step of a drag should; it is done when the address is written.
    if (this.#settle !== null) this.#write ??= setTimeout(() => this.#writeNow(), WRITE_MS);
    else if (this.#isWritten(recipe)) return;
    else history.pushState(this.#keep(recipe), '', this.#hashOf(recipe));
    clearTimeout(this.#settle ?? undefined);
    this.#settle = setTimeout(() => (this.#settle = null), SETTLE_MS);
  }

  /** The whole address of the experiment as it is now; null when it is too long for a link. */
  address(): string | null {
    if (this.#textOf(this.experiment.recipe).length > MOST_CHARACTERS) return null;
    return new URL(this.#hashOf(this.experiment.recipe), location.href).href;
  }

  /** The hash of a page; a lab's says what is on its bench, so that going there loses nothing. */
  hashOf(page: string): string {
    return this.catalog.labs.has(page) ? this.#hashOf(this.#benches.recipeOf(page)) : `#/${page}`;
  }

  #open(): void {
    // Before anything asks what is on the bench: a case leaves with the entry of the history that it is in.
    this.cameFromCase = looking.sealed;
    unseal();
    // What has not been written yet belongs to the entry that is left.
    clearTimeout(this.#write ?? undefined);
    clearTimeout(this.#settle ?? undefined);
    this.#write = this.#settle = null;
    const read = readHash(location.hash, this.#benches.catalog, history.state);
    const { page, topic, bench, unkept, room, defends, guide, assigned } = read;
    // A hash of this very page, followed as a link: the new entry of the history holds nothing, but the bench does.
    const held = unkept ? this.#benches.heldBy(read.recipe.lab) : null;
    const recipe = held ?? read.recipe;
    if (page === '' || bench || !this.experiment)
      this.experiment = this.#benches.open(
        page === '' ? this.#benches.recipeOf(recipe.lab) : recipe,
        (a, b) => this.#textOf(a) === this.#textOf(b),
      );
    if (isPlain(location.hash, history.state)) this.#plain = this.experiment.recipe;
    if (bench) {
      this.wasOnBench = true;
      looking.view = defends ? 'defender' : 'attacker';
      looking.room = room;
      looking.guide = guide;
      looking.assigned = assigned;
    }
    this.page = page;
    this.topic = topic;
    const changes = held ? [] : read.changes;
    if (changes.length > 0) this.#notices.say(`The link was repaired. ${changes.join('. ')}.`);
    if (held || changes.length > 0) this.nameBench();
  }

  /** Has the address say what is on the bench; that of another page says it behind the page's name. */
  nameBench(): void {
    const { recipe } = this.experiment;
    const hash = this.#hashOf(recipe);
    history.replaceState(this.#keep(recipe), '', this.onBench ? hash : `#/${this.page}/${hash.slice('#/'.length)}`);
  }

  /** Brings the entry of the history on screen up to date. */
  #writeNow(): void {
    clearTimeout(this.#write ?? undefined);
    this.#write = null;
    if (this.onBench) this.nameBench();
  }

  /** Fetches what writes recipes, and says so where it cannot be had; the next change tries again. */
  async whenWritable(): Promise<boolean> {
    try {
      await loadPacker();
      this.#canWrite = true;
    } catch {
      this.#notices.say('The address does not follow. Check the connection.');
    }
    return this.#canWrite;
  }

  #textOf(recipe: Recipe): string {
    if (!this.#canWrite || this.#isSealed(recipe)) return '';
    let text = this.#texts.get(recipe);
    if (text === undefined) this.#texts.set(recipe, (text = encodeRecipe(recipe, this.#benches.catalog)));
    return text;
  }

  // A lesson is taken, and an assignment made, on one lab's bench; going to another leaves it.
  #hashOf(recipe: Recipe, takenAlong = recipe.lab === this.experiment.lab.id): string {
    const text = this.#textOf(recipe);
    const said = text.length > MOST_CHARACTERS ? TOO_LONG : text;
    const looks = [
      // What a sealed case is looked at with goes without saying, and is not how one looked before.
      looking.room === 'bench' || looking.sealed ? '' : looking.room,
      looking.view === 'defender' && !looking.sealed ? DEFENDS : '',
      ...(takenAlong ? [looking.guide, looking.assigned] : []),
    ].filter(Boolean);
    return `#/${[recipe.lab, ...(said || looks.length > 0 ? [said] : []), ...looks].join('/')}`;
  }

  /** What an entry of the history has to hold for a recipe: nothing, unless its hash does not say it. */
  #keep(recipe: Recipe): string | null {
    const text = this.#textOf(recipe);
    return text.length > MOST_CHARACTERS && text.length <= MOST_KEPT ? text : null;
  }

  /** Whether it is a sealed case on the bench, whose recipe no address may tell. */
  #isSealed(recipe: Recipe): boolean {
    return looking.sealed && recipe === this.experiment.recipe;
  }

  /** Whether the entry of the history on screen says this recipe. */
  #isWritten(recipe: Recipe): boolean {
    return this.#hashOf(recipe) === location.hash && this.#keep(recipe) === (history.state ?? null);
  }
}
