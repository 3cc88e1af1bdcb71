import { NO_PATCH, type RowPatch } from '#core/dataset.ts';
import { defaultsOf, type FieldValue } from '#core/fields.ts';
import { quietened } from '#lab/attack.ts';
import type { Edit } from '#lab/edit.ts';
import type { Evidence } from '#lab/evidence.ts';
import type { Lab } from '#lab/lab.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe, repairRecipe, type Catalog } from '#lab/repair.ts';
import type { RowEdit } from '#lab/row-edit.ts';
import { trainsAlike } from '#lab/train-key.ts';
import type { EngineClient } from '#engine/client.ts';
import type { Calibration, EnginePreference, FailCode, Frame } from '#engine/protocol.ts';
import { Asking } from './asking.ts';
import { Locks } from './locks.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { Running, type LiveCurves } from './running.ts';
import { Undo } from './undo.svelte.ts';

/** Sections of a recipe whose values are edited field by field. */
export type Section = 'data' | 'model' | 'hyper' | 'attack' | 'desk';

/** Steps of training done, of how many in the whole run and in one epoch. */
export type Playhead = Pick<Frame, 'step' | 'of' | 'perEpoch' | 'nextRate'>;

/**
 * The experiment on one lab's bench: the recipe wanted, the evidence produced for it, and what happens in between.
 * `E` is the lab's evidence, `M` what its rows are made from.
 */
export class Experiment<E extends Evidence = Evidence, M = unknown> {
  readonly lab: Lab;
  readonly notices: Notices;
  readonly locks: Locks;
  readonly ask: Asking;
  readonly #client: EngineClient;
  readonly #undo: Undo<Recipe>;
  readonly #catalog: Catalog;
  /** The newest start or measurement; settled when it is done or was pushed aside. */
  #underWay: Promise<void> = Promise.resolve();
  readonly #running = new Running();
  /** Raised by what takes the place of everything on its way to the screen, which is then dropped. */
  #turn = 0;

  /** What plays this experiment's run, once there is one. */
  film: { stop(): void } | null = null;

  /** Recipe of `evidence`, which itself holds a copy that came back from the worker. */
  #measured: Recipe | null = $state.raw(null);

  /** What is wanted. Changed only through the verbs below. */
  recipe: Recipe = $state.raw(undefined!);
  /** What was measured last; stays on screen while the next is made. */
  evidence: E | null = $state.raw(null);
  /** The newest evidence that the engine measured: what may wait until a hand rests is read from it. */
  settled: E | null = $state.raw(null);
  /** Rows the attack altered in place, for the recipe of `evidence`. */
  patch: RowPatch = $state.raw(NO_PATCH);
  /** Curves of the run in progress, or of the last one. */
  curves: LiveCurves = $state.raw({ clean: [], suspect: [] });
  /** What rows are made from; null until it is here. */
  material: M | null = $state.raw(null);
  calibrations: readonly Calibration[] = $state.raw([]);
  engine: EnginePreference = $state('auto');
  busy = $state(false);
  /** Where training stands in the evidence on screen; null when that is of a run that ended. */
  playhead: Playhead | null = $state.raw(null);
  /** How often the experiment was started over: what a page is looking at starts over with it. */
  resets = $state(0);
  /** Why there is nothing to show, if so; `retry` tries again. */
  failure: { code: FailCode; detail: string } | null = $state.raw(null);

  readonly attack = $derived.by(() => this.#catalog.attacks.get(this.recipe.attack.id)!);
  readonly stale = $derived(this.#measured !== this.recipe || this.playhead !== null);

  constructor(client: EngineClient, catalog: Catalog, recipe: Recipe, notices: Notices) {
    this.#client = client;
    this.#catalog = catalog;
    this.lab = catalog.labs.get(recipe.lab)!;
    this.notices = notices;
    this.locks = new Locks(catalog.edits);
    this.ask = new Asking(client, this);
    this.recipe = recipe;
    this.#undo = new Undo(recipe);
    client.onEvent((event) => {
      if (event.kind !== 'epochs' || event.lab !== this.lab.id) return;
      const curves = this.#running.add(event.runId, event.twin, event.records);
      if (curves) this.curves = { ...this.curves, ...curves };
    });
  }

  /** Attacks that this lab offers. */
  get attacks() {
    return [...this.#catalog.attacks.values()].filter((attack) => attack.rows === this.lab.rows);
  }
  get canUndo() {
    return this.#undo.canUndo;
  }
  get canRedo() {
    return this.#undo.canRedo;
  }

  /** Brings in what is needed and measures the recipe for the first time. */
  start(): Promise<void> {
    return (this.#underWay = this.#load());
  }

  /** Makes rows from something of the learner's own, or of the lab's (null), with the recipe that goes with it. */
  async supply(own: unknown, recipe: Recipe): Promise<void> {
    this.#client.supply(this.lab.id, own);
    const loaded = await this.#client.load(this.lab);
    if (!loaded.ok) {
      this.failure = loaded;
      return;
    }
    // Together: for a recipe whose rows are not here yet, the page would say that they are missing.
    this.material = loaded.value as M;
    this.replace(recipe, 'supply');
  }

  /** Tries again after a failure: the download if that is what failed, else the measurement. */
  async retry(): Promise<void> {
    if (!this.material) return this.start();
    this.failure = null;
    await this.#measure();
  }

  /** Takes up again what a request of another lab pushed aside; a run under way is waited for. */
  async resume(): Promise<void> {
    await this.#underWay;
    if (this.stale && !this.busy && !this.failure) await this.retry();
  }

  /** Sets one value. Changes to the same field in quick succession (a drag) are one undo step. */
  set(section: Section, key: string, value: FieldValue): void {
    const { recipe } = this;
    const next: Recipe =
      section === 'attack'
        ? { ...recipe, attack: { ...recipe.attack, values: { ...recipe.attack.values, [key]: value } } }
        : { ...recipe, [section]: { ...recipe[section], [key]: value } };
    // Places of parameters mean something else in a model of another shape, and a file is of one shape.
    const isForeign = section === 'model' && (recipe.edits.length > 0 || recipe.file !== '');
    if (isForeign)
      this.notices.say(
        'What was done to the other model’s weights does not fit this one and was dropped. Undo brings it back.',
      );
    this.replace(isForeign ? { ...next, edits: [], file: '' } : next, `${section}.${key}`);
  }

  setSeed(seed: number): void {
    this.replace({ ...this.recipe, seed }, 'seed');
  }

  /** Switches the attack; its settings start from their defaults. */
  chooseAttack(id: string): void {
    const attack = this.#catalog.attacks.get(id);
    if (attack) this.replace({ ...this.recipe, attack: { id, values: defaultsOf(attack.fields) } }, 'attack');
  }

  /** Replaces the changes to parameters made by hand. `field` names what is being edited, so that a drag is one undo step. */
  setEdits(edits: readonly Edit[], field: string): void {
    if (!this.refuses(edits)) this.replace({ ...this.recipe, edits }, `edits.${field}`);
  }

  /** Whether edits would change a parameter that is locked; if so, says it. */
  refuses(edits: readonly Edit[]): boolean {
    const { evidence, recipe } = this;
    const held = evidence !== null && this.locks.hold(evidence.suspect.learned, evidence.spec, recipe.edits, edits);
    if (held) this.notices.say('That would change a weight that is locked. Unlock it first.');
    return held;
  }

  /**
   * Changes parameters while a hand is still at it: shows what the page worked out for them by itself. `settle` has the engine
   * measure them.
   */
  preview(edits: readonly Edit[], field: string, evidence: E): void {
    this.#supersede();
    this.recipe = { ...this.recipe, edits };
    // A stroke is one step however slow the hand is.
    this.#undo.push(this.recipe, `edits.${field}`, Infinity);
    this.evidence = evidence;
  }

  /** Has the engine measure what was previewed, or the end of a run that was played. */
  settle(): void {
    if (!this.stale) return;
    this.#supersede();
    this.playhead = this.#measured = null;
    void this.#measure();
  }

  /** Both twins at a step of their training; null when it came to nothing, or another recipe is wanted by then. */
  async frameAt(step: number): Promise<Frame | null> {
    const { recipe } = this;
    const outcome = await this.#client.playTo(recipe, this.engine, step);
    if (recipe !== this.recipe) return null;
    if (outcome.ok) return outcome.value;
    if (outcome.code !== 'cancelled') this.failure = outcome;
    return null;
  }

  /** Puts both twins on screen as they are at a step of their training. */
  showFrame({ measured, step, of, perEpoch, nextRate }: Frame): void {
    const { clean, suspect } = measured.evidence;
    this.#supersede();
    this.playhead = { step, of, perEpoch, nextRate };
    this.evidence = this.settled = measured.evidence as E;
    this.patch = measured.patch;
    this.curves = { clean: clean.history, suspect: suspect.history };
  }

  /** Puts a recipe on the bench whose run is being played: what is on screen belongs to it so far, and is not measured anew. */
  adopt(recipe: Recipe, field: string): void {
    this.#supersede();
    this.recipe = recipe;
    this.#undo.push(recipe, field);
  }

  /** Puts parameters from a file in the place of the trained suspect's; edits made for the former model go. */
  async loadModel(parameters: Float32Array): Promise<void> {
    const file = await this.#client.takeFile(parameters);
    this.replace({ ...this.recipe, file, edits: [] }, 'file');
  }

  /** Whether the file that the recipe names is not here; a link does not bring it. */
  get lacksFile(): boolean {
    return this.recipe.file !== '' && !this.#client.hasFile(this.recipe.file);
  }

  /** Goes on without something that the recipe names and that is not here; undo still leads to what was before that recipe. */
  doWithout(what: string, instead: string, recipe: Recipe): Promise<void> {
    this.notices.say(`This experiment was made with ${what}, which a link cannot carry. ${instead}`);
    this.recipe = recipe;
    return this.#measure();
  }

  /** Gives the suspect back to training. */
  dropFile(): void {
    this.replace({ ...this.recipe, file: '', edits: [] }, 'file');
  }

  /** Replaces the changes to rows made by hand. */
  setRows(rows: readonly RowEdit[], field: string): void {
    this.replace({ ...this.recipe, rows }, `rows.${field}`);
  }

  /** The recipe on the bench without anything that poisons: no row, no edit, no file. */
  get unpoisoned(): Recipe {
    const { recipe } = this;
    const values = quietened(this.attack, recipe.attack.values);
    return { ...recipe, attack: { ...recipe.attack, values }, rows: [], fixes: [], edits: [], file: '' };
  }

  /** The recipe that the lab starts with. */
  get usual(): Recipe {
    return defaultRecipe(this.lab, this.#catalog.attacks);
  }

  /** A recipe of this lab with everything in it that was left out. */
  legal(recipe: Recipe): Recipe {
    return repairRecipe(recipe, this.#catalog).recipe;
  }

  /** Makes the suspect the same as its clean twin again. */
  backToTwin(): void {
    this.replace(this.unpoisoned, 'twin');
  }

  reset(): void {
    const { data } = this.recipe;
    const { usual } = this;
    // What the learner brought stays on the bench; only the experiment starts over.
    const references = Object.entries(data).filter(([key]) => this.lab.dataFields[key]!.kind === 'reference');
    this.resets++;
    this.replace({ ...usual, data: { ...usual.data, ...Object.fromEntries(references) } }, 'reset');
  }

  /** Puts a recipe from elsewhere on the bench, and leaves the run that was played there. */
  put(recipe: Recipe, field: string): void {
    this.#supersede();
    this.playhead = null;
    this.replace(recipe, field);
  }

  /** Changes the whole recipe. `field` names what was changed, so that a drag is one undo step. */
  replace(recipe: Recipe, field: string): void {
    this.recipe = recipe;
    this.#undo.push(recipe, field);
    void this.#measure();
  }

  /** Puts a case on the bench with no way back by undo; what was there waits aside. */
  layAside(recipe: Recipe): void {
    this.#undo.layAside(recipe);
    this.#clear();
  }

  /** Takes what was laid aside back to the bench, as if nothing had been there in between. */
  takeBack(): void {
    if (this.#undo.takeBack()) this.#clear();
  }

  undo(): void {
    this.#show(this.#undo.back());
  }
  redo(): void {
    this.#show(this.#undo.forward());
  }

  chooseEngine(engine: EnginePreference): void {
    this.#supersede();
    this.engine = engine;
    this.#measured = null;
    void this.#measure();
  }

  async calibrate(): Promise<void> {
    const measured = await this.#client.calibrate(this.recipe);
    if (measured.ok) this.calibrations = measured.value;
  }

  /** Evidence of what lay here must not stand beside another recipe, not even until the next is here. */
  #clear(): void {
    this.#supersede();
    this.evidence = this.settled = this.#measured = this.playhead = null;
    this.#show(this.#undo.value);
  }

  #supersede(): void {
    this.#turn++;
    this.busy = false;
  }

  #show(recipe: Recipe | null): void {
    if (!recipe) return;
    this.recipe = recipe;
    void this.#measure();
  }

  async #load(): Promise<void> {
    this.failure = null;
    const loaded = await this.#client.load(this.lab);
    if (!loaded.ok) {
      this.failure = loaded;
      return;
    }
    const measured = this.#measure();
    // What views make of it waits until the worker has its orders.
    setTimeout(() => (this.material = loaded.value as M));
    await measured;
  }

  #measure(): Promise<void> {
    return (this.#underWay = this.#measureNow());
  }

  async #measureNow(): Promise<void> {
    if (this.lacksFile)
      return this.doWithout('a model file', 'Load that file to repeat it; the suspect is trained instead.', {
        ...this.recipe,
        file: '',
        edits: [],
      });
    const wanted = this.recipe;
    if (this.playhead && this.evidence && trainsAlike(wanted, this.evidence.recipe)) {
      this.#supersede();
      const turn = this.#turn;
      const frame = await this.frameAt(this.playhead.step);
      if (frame && turn === this.#turn) this.showFrame(frame);
      return;
    }
    this.film?.stop();
    this.busy = true;
    // What is passed on a drag is shown on the way, so it is not the recipe that tells.
    const turn = this.#turn;
    const outcome = await this.#client.measure(wanted, this.engine);
    if (turn !== this.#turn) return;
    if (outcome.ok) {
      this.#measured = wanted;
      this.playhead = null;
      this.evidence = this.settled = outcome.value.evidence as E;
      this.patch = outcome.value.patch;
      const { clean, suspect } = outcome.value.evidence;
      if (wanted === this.recipe) this.curves = { clean: clean.history, suspect: suspect.history };
      this.failure = null;
    } else if (outcome.code !== 'cancelled') {
      this.failure = outcome;
    }
    if (wanted === this.recipe) this.busy = false;
  }
}
