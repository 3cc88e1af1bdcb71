import type { Remote } from 'comlink';
import { sha256Hex } from '#core/digest.ts';
import type { Values } from '#core/fields.ts';
import type { Trained } from '#lab/evidence.ts';
import type { Inputs } from '#core/dataset.ts';
import type { Twin } from '#lab/flow.ts';
import type { Lab } from '#lab/lab.ts';
import type { Recipe } from '#lab/recipe.ts';
import { trainKey } from '#lab/train-key.ts';
import {
  CANCELLED,
  type EngineApi,
  type EngineEvent,
  type EnginePreference,
  type InspectedModel,
  type Measured,
  type OnRun,
  type Outcome,
  type StudyInHand,
} from './protocol.ts';
import { RemoteEngine } from './remote.ts';
import { loadStart } from './start-model.ts';
import type { StudyPool } from './study-pool.ts';

/** A run expected to take no longer than this is let finish when a newer one is asked for, so that a drag shows results on the way. */
const PATIENCE_MS = 400;
/** How long a cancelled run may go on before its worker is replaced. */
const CANCEL_MS = 1000;
const TWINS_KEPT = 12;
/** Quiet time after the built model has been shown, before it is trained here. */
const AHEAD_MS = 400;

interface Job {
  readonly recipe: Recipe;
  readonly preference: EnginePreference;
  resolve(outcome: Outcome<Measured>): void;
}

/** The page's side of the engine: newest request wins, a dead worker's run is repeated. */
export class EngineClient {
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  /** Trains the bench's suspect, and does all else for it. */
  readonly #lead: RemoteEngine;
  /** Trains clean twins beside it; the lead itself where there is no core to spare. */
  readonly #second: RemoteEngine;
  /** Detectors work beside the bench, which needs its own worker only while somebody drags. */
  readonly #inspectors: RemoteEngine[] = [];
  readonly #remote: () => RemoteEngine;
  /** Parameters that learners loaded, by the digest a recipe names them by. */
  readonly #files = new Map<string, Trained>();
  /** What learners brought, by lab. */
  readonly #own = new Map<string, unknown>();
  readonly #twins = new Map<string, Trained | 'same'>();
  readonly #openStudies: () => Promise<StudyPool>;
  #studies: Promise<StudyPool> | null = null;
  /** Runs under way beside the one on the bench. */
  readonly #aside = new Set<number>();
  #runId = 0;
  /** Number of the inspection asked for last. */
  #inspection = 0;
  #cancelledUpTo = 0;
  #job: Job | null = null;
  /** The bench's work, until there is none; null while it rests. */
  #pumping: Promise<void> | null = null;
  #expectedMs = 0;
  /** Labs that still show the model built with the site: its key, and the recipe it is shown for. */
  readonly #built = new Map<string, { readonly key: string; first: Recipe | null }>();
  #ahead: { readonly key: string; readonly runId: number; readonly trained: Promise<Trained | 'same' | null> } | null =
    null;

  /** @param cores of the machine; the main thread keeps one to itself */
  constructor(cores = navigator.hardwareConcurrency || 2) {
    const prepare = (api: Remote<EngineApi>, lab: string) =>
      api.load(lab, { base: document.baseURI, own: this.#own.get(lab) ?? null });
    this.#remote = () => new RemoteEngine((event) => this.#emit(event), prepare);
    this.#lead = this.#remote();
    this.#second = cores > 2 ? this.#remote() : this.#lead;
    // Epochs of a study's runs concern nobody; that an engine stepped down does.
    const tell = (event: EngineEvent) => (event.kind === 'notice' ? this.#emit(event) : undefined);
    const known = (key: string) => {
      const twin = this.#twins.get(key);
      return twin && twin !== 'same' ? twin : null;
    };
    // In a file of its own: the first check needs no studies.
    this.#openStudies = async () => {
      const { StudyPool } = await import('./study-pool.ts');
      return new StudyPool(() => new RemoteEngine(tell, prepare), known);
    };
  }

  onEvent(listener: (event: EngineEvent) => void): void {
    this.#listeners.add(listener);
  }

  /** Starts the lead worker, so that it has what a lab needs by the time it is asked for. */
  begin(lab: string): void {
    void this.#lead.load(lab);
  }

  /** Brings what a lab needs into the lead worker, and the model that was trained when the site was built, if any. */
  async load({ id, builtModel }: Lab) {
    const [material, start] = await Promise.all([this.#lead.load(id), builtModel ? loadStart(id, sha256Hex) : null]);
    if (start) {
      this.#twins.set(start.key, start.trained);
      this.#built.set(id, { key: start.key, first: null });
    }
    return material;
  }

  /** Gives a lab something of the learner's own to make rows from, or takes it away again (null). */
  supply(lab: string, own: unknown): void {
    this.#own.set(lab, own);
    for (const worker of [this.#lead, this.#second, ...this.#inspectors]) worker.forget(lab);
    void this.#studies?.then((pool) => pool.forget(lab));
  }

  /**
   * Trains what has to be trained and measures a recipe. While one is under way, only the newest request waits; those it
   * replaces answer `cancelled`.
   */
  measure(recipe: Recipe, preference: EnginePreference): Promise<Outcome<Measured>> {
    this.#job?.resolve(CANCELLED);
    return new Promise((resolve) => {
      this.#job = { recipe, preference, resolve };
      if (this.#pumping && this.#expectedMs > PATIENCE_MS) this.#cancelRun();
      this.#pumping ??= this.#pump();
    });
  }

  /**
   * Measures a recipe beside the one on the bench: trains what it must, in its turn, and takes nobody's place. What the bench
   * cut off is begun again once that rests.
   */
  async measureAside(recipe: Recipe, preference: EnginePreference): Promise<Outcome<Measured>> {
    for (;;) {
      const outcome = await this.#runAside({ recipe, preference });
      if (outcome.ok || outcome.code !== 'cancelled') return outcome;
      await this.#pumping;
    }
  }

  /** Measures many recipes on workers of their own; the bench goes on meanwhile. See `StudyPool.run`. */
  study(recipes: readonly Recipe[], preference: EnginePreference, onRun: OnRun): StudyInHand {
    let cancelled = false;
    this.#studies ??= this.#openStudies();
    const inHand = this.#studies.then(
      (pool) => (cancelled ? null : pool.run(recipes, preference, onRun)),
      () => {
        this.#studies = null;
        onRun(0, { ok: false, code: 'download', detail: 'The code of studies did not arrive whole.' });
        return null;
      },
    );
    return {
      done: inHand.then((study) => study?.done),
      cancel() {
        cancelled = true;
        void inHand.then((study) => study?.cancel());
      },
    };
  }

  /** Trains both twins up to a step, or back to it, and measures them there. */
  playTo(recipe: Recipe, preference: EnginePreference, step: number) {
    this.#leaveBuiltModels(recipe);
    const runId = ++this.#runId;
    return this.#ask(this.#lead, recipe.lab, (api) => api.playTo(runId, recipe, preference, step), runId);
  }

  /** Takes one step of a twin's training apart, following one of its rows. */
  explainStep(recipe: Recipe, preference: EnginePreference, at: { twin: Twin; step: number; place: number }) {
    const runId = ++this.#runId;
    return this.#ask(this.#lead, recipe.lab, (api) => api.explainStep(runId, recipe, preference, at), runId);
  }

  /**
   * Takes in parameters from a file, flat and as a released model of the lab holds them.
   * @returns what a recipe names them by
   */
  async takeFile(parameters: Float32Array): Promise<string> {
    const digest = await sha256Hex(parameters);
    const name = digest.slice(0, 16);
    const trained = {
      status: 'trained',
      origin: 'file',
      parameters,
      digest,
      history: [],
      engine: 'file',
      trainMs: 0,
    } as const;
    this.#files.set(name, trained);
    return name;
  }

  hasFile(name: string): boolean {
    return this.#files.has(name);
  }

  /**
   * What a model says to rows made up on the spot.
   * @param parameters flat, as put to work
   * @param x rows x inputs
   * @returns rows x outputs
   */
  predict(recipe: Recipe, parameters: Float32Array, x: Inputs, preference: EnginePreference) {
    return this.#ask(this.#lead, recipe.lab, (api) => api.predict(recipe, parameters, x, preference));
  }

  /**
   * Has a detector look at a model that came of a recipe, beside what goes on at the bench.
   * @param lane which of the inspectors is asked; each does one thing after another
   * @param signal aborted, this inspection stops and no other
   */
  detect(
    recipe: Recipe,
    model: InspectedModel,
    detector: string,
    values: Values,
    preference: EnginePreference,
    lane: number,
    signal: AbortSignal,
  ) {
    const { origin, parameters, learned, digest, history } = model;
    const inspected = { origin, parameters, learned, digest, history };
    const run = ++this.#inspection;
    const worker = (this.#inspectors[lane] ??= this.#remote());
    const stop = () => worker.tell((api) => api.stopDetection(run));
    signal.addEventListener('abort', stop);
    return this.#ask(worker, recipe.lab, async (api) =>
      signal.aborted ? CANCELLED : api.detect(run, recipe, inspected, detector, values, preference),
    ).finally(() => signal.removeEventListener('abort', stop));
  }

  /** SHA-256 of both twins' training rows. */
  dataDigests(recipe: Recipe) {
    return this.#ask(this.#lead, recipe.lab, (api) => api.dataDigests(recipe));
  }

  /** The lab's exact answer for a recipe, null where it has none; see `Flow.reference`. */
  reference(recipe: Recipe) {
    return this.#ask(this.#lead, recipe.lab, (api) => api.reference(recipe));
  }

  /** Times every engine on a few batches of the recipe's model; from then on `auto` takes the fastest. */
  calibrate(recipe: Recipe) {
    return this.#ask(this.#lead, recipe.lab, (api) => api.calibrate(recipe));
  }

  #emit(event: EngineEvent): void {
    if (event.kind === 'epochs' && (event.runId === this.#ahead?.runId || this.#aside.has(event.runId))) return;
    for (const listener of this.#listeners) listener(event);
  }

  async #pump(): Promise<void> {
    while (this.#job) {
      const job = this.#job;
      this.#job = null;
      const start = performance.now();
      const outcome = await this.#run(job);
      if (outcome.ok) this.#expectedMs = performance.now() - start;
      job.resolve(outcome);
    }
    this.#pumping = null;
  }

  /** As `#run`, but the curves on the bench are not this run's. */
  async #runAside(job: Pick<Job, 'recipe' | 'preference'>): Promise<Outcome<Measured>> {
    const runId = ++this.#runId;
    this.#aside.add(runId);
    const outcome = await this.#run(job, runId);
    this.#aside.delete(runId);
    return outcome;
  }

  async #run(
    { recipe, preference }: Pick<Job, 'recipe' | 'preference'>,
    runId = ++this.#runId,
  ): Promise<Outcome<Measured>> {
    this.#leaveBuiltModels(recipe);
    const [clean, suspect] = await Promise.all([
      this.#twin(runId, recipe, 'clean', preference),
      this.#twin(runId, recipe, 'suspect', preference),
    ]);
    if (!clean.ok) return clean;
    if (!suspect.ok) return suspect;
    const cleanTwin = clean.value as Trained;
    const suspectTwin = suspect.value === 'same' ? cleanTwin : suspect.value;
    if (cleanTwin.origin === 'built') setTimeout(() => this.#trainAhead(recipe, preference), AHEAD_MS);
    return this.#ask(this.#lead, recipe.lab, (api) => api.evaluate(recipe, cleanTwin, suspectTwin, preference));
  }

  /** Built models serve until the first change; from then on everything on screen is trained here. */
  #leaveBuiltModels(recipe: Recipe): void {
    const built = this.#built.get(recipe.lab);
    if (!built || recipe === (built.first ??= recipe)) return;
    this.#twins.delete(built.key);
    this.#built.delete(recipe.lab);
  }

  /**
   * Trains the built model's recipe here while nobody waits, so that the first change needs the suspect alone, and finds
   * the kernel warm. Only where that takes a fraction of a second.
   */
  #trainAhead(recipe: Recipe, preference: EnginePreference): void {
    const key = trainKey(recipe, 'clean', preference);
    const built = this.#twins.get(key);
    if (this.#ahead || this.#pumping || built === 'same' || built?.engine !== 'simd') return;
    const runId = ++this.#runId;
    const outcome = this.#ask(this.#lead, recipe.lab, (api) => api.train(runId, recipe, 'clean', preference), runId);
    this.#ahead = { key, runId, trained: outcome.then((trained) => (trained.ok ? trained.value : null)) };
  }

  async #twin(
    runId: number,
    recipe: Recipe,
    twin: Twin,
    preference: EnginePreference,
  ): Promise<Outcome<Trained | 'same'>> {
    const file = twin === 'suspect' ? this.#files.get(recipe.file) : undefined;
    if (file) return { ok: true, value: file };
    const key = trainKey(recipe, twin, preference);
    const known = this.#twins.get(key);
    if (known) {
      this.#keep(key, known);
      return { ok: true, value: known };
    }
    const ahead = this.#ahead?.key === key ? await this.#ahead.trained : null;
    if (ahead) {
      this.#keep(key, ahead);
      return { ok: true, value: ahead };
    }
    const worker = twin === 'clean' ? this.#second : this.#lead;
    const outcome = await this.#ask(worker, recipe.lab, (api) => api.train(runId, recipe, twin, preference), runId);
    if (outcome.ok) this.#keep(key, outcome.value);
    return outcome;
  }

  /** Notes a trained twin as the one used last; the one unused for longest goes, when there are too many. */
  #keep(key: string, twin: Trained | 'same'): void {
    this.#twins.delete(key);
    this.#twins.set(key, twin);
    if (this.#twins.size > TWINS_KEPT) this.#twins.delete(this.#twins.keys().next().value!);
  }

  /** Calls a worker; if it dies, a fresh one is asked once more and the learner is told. */
  async #ask<T>(
    worker: RemoteEngine,
    lab: string,
    ask: (api: Remote<EngineApi>) => Promise<Outcome<T>>,
    runId = Infinity,
  ): Promise<Outcome<T>> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await worker.call(lab, ask);
      if (outcome.ok || outcome.code !== 'crashed') return outcome;
      if (runId <= this.#cancelledUpTo) return CANCELLED;
      if (attempt === 2) return outcome;
      this.#emit({
        kind: 'notice',
        sentence: 'The training worker stopped; a new one was started and the run repeated.',
      });
    }
  }

  /** Asks the run under way to stop, and replaces workers that do not within a second. */
  #cancelRun(): void {
    const runId = (this.#cancelledUpTo = this.#runId);
    const workers = [this.#lead, this.#second];
    for (const worker of workers) worker.tell((api) => api.cancel(runId));
    setTimeout(() => {
      if (!this.#pumping || this.#runId !== runId) return;
      for (const worker of workers) worker.stop('A cancelled run did not stop.');
    }, CANCEL_MS);
  }
}
