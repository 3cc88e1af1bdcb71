import type { FieldValue } from '#core/fields.ts';
import type { RowPatch } from '#core/dataset.ts';
import { NO_PATCH } from '#core/dataset.ts';
import { defaultsOf } from '#core/fields.ts';
import type { EpochRecord, Evidence } from '#lab/evidence.ts';
import { digitSplit } from '#lab/digits.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe, type Catalog } from '#lab/repair.ts';
import type { EngineClient } from '#engine/client.ts';
import type { Calibration, DigitArrays, EnginePreference, FailCode } from '#engine/protocol.ts';
import { Undo } from './undo.svelte.ts';

/** Runs shorter than this show their curves when they end; drawing every step of a fast run would only flicker. */
const SHOW_STEPS_AFTER_MS = 400;

/** Sections of a recipe whose values are edited field by field. */
export type Section = 'model' | 'hyper' | 'attack' | 'desk';

/** Both twins' curves while they train. */
export interface LiveCurves {
  readonly clean: readonly EpochRecord[];
  readonly suspect: readonly EpochRecord[];
}

/** The experiment on screen: the recipe wanted, the evidence produced for it, and what happens in between. */
export class Experiment {
  readonly #client: EngineClient;
  readonly #undo: Undo<Recipe>;
  readonly #catalog: Catalog;
  #running: { id: number; startedAt: number; curves: Partial<LiveCurves> } = { id: 0, startedAt: 0, curves: {} };

  /** Recipe of `evidence`, which itself holds a copy that came back from the worker. */
  #measured: Recipe | null = $state.raw(null);

  /** What is wanted. Changed only through the verbs below. */
  recipe: Recipe = $state.raw(undefined!);
  /** What was measured last; stays on screen while the next is made. */
  evidence: Evidence | null = $state.raw(null);
  /** Rows the attack touches, for the recipe of `evidence`. */
  patch: RowPatch = $state.raw(NO_PATCH);
  /** Curves of the run in progress, or of the last one. */
  curves: LiveCurves = $state.raw({ clean: [], suspect: [] });
  digits: DigitArrays | null = $state.raw(null);
  calibrations: readonly Calibration[] = $state.raw([]);
  engine: EnginePreference = $state('auto');
  busy = $state(false);
  /** Why there is nothing to show, if so; `retry` tries again. */
  failure: { code: FailCode; detail: string } | null = $state.raw(null);
  /** Sentences the learner should see once: a repaired link, an engine that stepped down, a restarted worker. */
  notices: readonly string[] = $state.raw([]);

  readonly #seed = $derived(this.recipe.seed);
  /** Training and test rows of the recipe's seed; null until the digits are here. */
  readonly split = $derived(this.digits ? digitSplit(this.digits, this.#seed) : null);
  readonly lab = $derived.by(() => this.#catalog.labs.get(this.recipe.lab)!);
  readonly attack = $derived.by(() => this.#catalog.attacks.get(this.recipe.attack.id)!);
  readonly stale = $derived(this.#measured !== this.recipe);

  constructor(client: EngineClient, catalog: Catalog, recipe: Recipe) {
    this.#client = client;
    this.#catalog = catalog;
    this.recipe = recipe;
    this.#undo = new Undo(recipe);
    client.onEvent((event) => {
      if (event.kind === 'notice') this.notify(event.sentence);
      else this.#addEpoch(event.runId, event.twin, event.record);
    });
  }

  get attacks() {
    return this.#catalog.attacks;
  }
  get canUndo() {
    return this.#undo.canUndo;
  }
  get canRedo() {
    return this.#undo.canRedo;
  }

  /** Downloads what is needed and measures the recipe for the first time. */
  async start(): Promise<void> {
    this.failure = null;
    const loaded = await this.#client.load();
    if (!loaded.ok) {
      this.failure = loaded;
      return;
    }
    const measured = this.#measure();
    // Splitting the digits for the views waits until the worker has its orders.
    setTimeout(() => (this.digits = loaded.value));
    await measured;
  }

  /** Tries again after a failure: the download if that is what failed, else the measurement. */
  async retry(): Promise<void> {
    if (!this.digits) return this.start();
    this.failure = null;
    await this.#measure();
  }

  /** Sets one value. Changes to the same field in quick succession (a drag) are one undo step. */
  set(section: Section, key: string, value: FieldValue): void {
    const { recipe } = this;
    const next: Recipe =
      section === 'attack'
        ? { ...recipe, attack: { ...recipe.attack, values: { ...recipe.attack.values, [key]: value } } }
        : { ...recipe, [section]: { ...recipe[section], [key]: value } };
    this.replace(next, `${section}.${key}`);
  }

  setSeed(seed: number): void {
    this.replace({ ...this.recipe, seed }, 'seed');
  }

  /** Switches the attack; its settings start from their defaults. */
  chooseAttack(id: string): void {
    const attack = this.#catalog.attacks.get(id);
    if (attack) this.replace({ ...this.recipe, attack: { id, values: defaultsOf(attack.fields) } }, 'attack');
  }

  reset(): void {
    this.replace(defaultRecipe(this.lab, this.#catalog.attacks), 'reset');
  }

  /** Puts a whole recipe on the bench. `field` names what was changed, so that a drag is one undo step. */
  replace(recipe: Recipe, field: string): void {
    this.recipe = recipe;
    this.#undo.push(recipe, field);
    void this.#measure();
  }

  undo(): void {
    this.#show(this.#undo.back());
  }
  redo(): void {
    this.#show(this.#undo.forward());
  }

  chooseEngine(engine: EnginePreference): void {
    this.engine = engine;
    this.#measured = null;
    void this.#measure();
  }

  notify(sentence: string): void {
    this.notices = [...this.notices.filter((known) => known !== sentence), sentence].slice(-4);
  }
  dismiss(sentence: string): void {
    this.notices = this.notices.filter((known) => known !== sentence);
  }

  /** Class probabilities of one 28 x 28 image by both twins of the evidence on screen; null while there is none. */
  async predict(image: Uint8Array): Promise<{ clean: Float32Array; suspect: Float32Array } | null> {
    const { evidence } = this;
    if (!evidence) return null;
    const ask = (parameters: Float32Array) => this.#client.predict(evidence.recipe, parameters, image);
    const [clean, suspect] = await Promise.all([ask(evidence.clean.parameters), ask(evidence.suspect.parameters)]);
    return clean.ok && suspect.ok ? { clean: clean.value, suspect: suspect.value } : null;
  }

  dataDigests() {
    return this.#client.dataDigests(this.recipe);
  }

  async calibrate(): Promise<void> {
    const measured = await this.#client.calibrate(this.recipe);
    if (measured.ok) this.calibrations = measured.value;
  }

  #addEpoch(id: number, twin: keyof LiveCurves, record: EpochRecord): void {
    if (id !== this.#running.id) this.#running = { id, startedAt: performance.now(), curves: {} };
    const { curves, startedAt } = this.#running;
    this.#running.curves = { ...curves, [twin]: [...(curves[twin] ?? []).slice(0, record.epoch - 1), record] };
    if (performance.now() - startedAt > SHOW_STEPS_AFTER_MS) this.curves = { ...this.curves, ...this.#running.curves };
  }

  #show(recipe: Recipe | null): void {
    if (!recipe) return;
    this.recipe = recipe;
    void this.#measure();
  }

  async #measure(): Promise<void> {
    const wanted = this.recipe;
    this.busy = true;
    const outcome = await this.#client.measure(wanted, this.engine);
    if (outcome.ok) {
      this.#measured = wanted;
      this.evidence = outcome.value.evidence;
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
