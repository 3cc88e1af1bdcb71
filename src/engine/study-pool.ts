import type { Remote } from 'comlink';
import type { Trained } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { RunSummary } from '#lab/run-summary.ts';
import { trainKey } from '#lab/train-key.ts';
import {
  CANCELLED,
  type EngineApi,
  type EnginePreference,
  type OnRun,
  type Outcome,
  type StudyInHand,
} from './protocol.ts';
import type { RemoteEngine } from './remote.ts';

/** More workers than this would only wait for memory. */
const MOST_WORKERS = 4;
/** Workers without work are ended after this long, with all that they hold. */
const IDLE_MS = 20_000;

type StudyWorker = Pick<RemoteEngine, 'call' | 'tell' | 'stop' | 'forget'>;

interface Lane {
  readonly worker: StudyWorker;
  /** Study and number of the run under way; null while there is none. */
  running: { readonly study: Study; readonly runId: number } | null;
}

interface Study {
  readonly recipes: readonly Recipe[];
  readonly preference: EnginePreference;
  readonly onRun: OnRun;
  /** Clean twins by train key, trained or being so: all doses of a seed have one. */
  readonly twins: Map<string, Promise<Outcome<Trained>>>;
  next: number;
  open: number;
  cancelled: boolean;
  end(): void;
}

/**
 * Workers for studies: many recipes measured side by side, apart from the bench's own workers. Each takes the next recipe in
 * turn; of a run only a summary comes back. Workers start with the first study and end when there has been none for a while.
 */
export class StudyPool {
  readonly #lanes: readonly Lane[];
  readonly #known: (key: string) => Trained | null;
  /** Studies with recipes nobody has taken yet, the oldest first. */
  #waiting: Study[] = [];
  #runId = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param known a twin that was trained before, by its train key, or null
   * @param size number of workers
   */
  constructor(
    worker: () => StudyWorker,
    known: (key: string) => Trained | null,
    size = Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 2),
  ) {
    this.#lanes = Array.from({ length: size }, () => ({ worker: worker(), running: null }));
    this.#known = known;
  }

  /** Measures recipes in the order given, as many at a time as there are workers, after those of studies begun before. */
  run(recipes: readonly Recipe[], preference: EnginePreference, onRun: OnRun): StudyInHand {
    let end = () => {};
    const done = new Promise<void>((resolve) => (end = resolve));
    const open = recipes.length;
    const study: Study = { recipes, preference, onRun, twins: new Map(), next: 0, open, cancelled: false, end };
    if (open === 0) end();
    else this.#waiting.push(study);
    clearTimeout(this.#idle);
    for (const lane of this.#lanes) if (!lane.running) void this.#work(lane);
    return { done, cancel: () => this.#cancel(study) };
  }

  /** The next run of this lab prepares the workers anew. */
  forget(lab: string): void {
    for (const { worker } of this.#lanes) worker.forget(lab);
  }

  async #work(lane: Lane): Promise<void> {
    for (let study = this.#waiting[0]; study; study = this.#waiting[0]) {
      const index = study.next++;
      if (study.next === study.recipes.length) this.#waiting.shift();
      lane.running = { study, runId: ++this.#runId };
      const outcome = await this.#measure(lane, study, study.recipes[index]!);
      lane.running = null;
      this.#tell(study, index, outcome);
    }
    if (this.#lanes.every(({ running }) => !running)) {
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => this.#rest(), IDLE_MS);
    }
  }

  #tell(study: Study, index: number, outcome: Outcome<RunSummary>): void {
    study.onRun(index, study.cancelled ? CANCELLED : outcome);
    if (--study.open === 0) close(study);
  }

  async #measure(lane: Lane, study: Study, recipe: Recipe): Promise<Outcome<RunSummary>> {
    const { preference } = study;
    const key = trainKey(recipe, 'clean', preference);
    let twin = study.twins.get(key);
    if (!twin) {
      study.twins.set(key, (twin = this.#cleanTwin(lane, study, recipe, key)));
      const own = await twin;
      if (!own.ok) return own;
    }
    // Where another worker is training the clean twin, the suspect need not wait for it.
    const suspect = await this.#train(lane, study, recipe, 'suspect');
    if (!suspect.ok) return suspect;
    const clean = await twin;
    if (!clean.ok) return clean;
    return this.#ask(lane, study, recipe, (api) =>
      api.summarise(recipe, clean.value, suspect.value === 'same' ? clean.value : suspect.value, preference),
    );
  }

  async #cleanTwin(lane: Lane, study: Study, recipe: Recipe, key: string): Promise<Outcome<Trained>> {
    const known = this.#known(key);
    if (known) return { ok: true, value: known };
    const outcome = await this.#train(lane, study, recipe, 'clean');
    // A twin that could not be trained is tried again for the next run that needs it.
    if (!outcome.ok) study.twins.delete(key);
    return outcome as Outcome<Trained>;
  }

  #train(lane: Lane, study: Study, recipe: Recipe, twin: 'clean' | 'suspect') {
    const { runId } = lane.running!;
    return this.#ask(lane, study, recipe, (api) => api.train(runId, recipe, twin, study.preference));
  }

  /** Calls a worker; one that dies is replaced and asked once more. */
  async #ask<T>(
    { worker }: Lane,
    study: Study,
    { lab }: Recipe,
    ask: (api: Remote<EngineApi>) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    if (study.cancelled) return CANCELLED;
    const outcome = await worker.call(lab, ask);
    if (outcome.ok || outcome.code !== 'crashed' || study.cancelled) return outcome;
    return worker.call(lab, ask);
  }

  #cancel(study: Study): void {
    if (study.cancelled || study.open === 0) return;
    study.cancelled = true;
    this.#waiting = this.#waiting.filter((other) => other !== study);
    for (const { worker, running } of this.#lanes)
      if (running?.study === study) worker.tell((api) => api.cancel(running.runId));
    // Those under way are told of when they stop; the others never began.
    study.open -= study.recipes.length - study.next;
    if (study.open === 0) close(study);
  }

  #rest(): void {
    for (const { worker } of this.#lanes) worker.stop('There was nothing left to study.');
  }
}

/** Whoever started the study may keep hold of it; its models go. */
function close(study: Study): void {
  study.twins.clear();
  study.end();
}
