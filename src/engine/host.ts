import { NO_PATCH, type InputRows } from '#core/dataset.ts';
import { epochPlan } from '#core/order.ts';
import { ENGINE_NAMES } from '#lab/engine-names.ts';
import { initialParameters, type Hyperparameters, type ModelSpec } from '#lab/model.ts';
import { EngineError, type Engine, type EngineId } from './engine.ts';
import type { Calibration, EnginePreference } from './protocol.ts';

/** Rungs of the ladder when nothing has been measured yet: the first that supports the model is used. */
const LADDER: readonly EngineId[] = ['simd', 'webgl', 'wasm', 'cpu'];

const WARM_UP_BATCHES = 2;
const TIMED_BATCHES = 6;

/** What a calibration trains on. */
export interface CalibrationTask {
  readonly spec: ModelSpec;
  readonly hyper: Hyperparameters;
  readonly base: InputRows;
  readonly targets: Float32Array | null;
}

/**
 * Opens engines, each once, picks one for a model, and steps down when one fails. One engine is at work at a time.
 */
export class EngineHost {
  readonly #factories: Readonly<Record<EngineId, () => Promise<Engine>>>;
  readonly #notify: (sentence: string) => void;
  readonly #open = new Map<EngineId, Engine>();
  /** Engines that failed here, with the reason; not tried again until the worker restarts. */
  readonly #refused = new Map<EngineId, string>();
  readonly #measured = new Map<string, Calibration[]>();

  constructor(factories: Readonly<Record<EngineId, () => Promise<Engine>>>, notify: (sentence: string) => void) {
    this.#factories = factories;
    this.#notify = notify;
  }

  /**
   * Does work on the best engine for a model. When the engine cannot start, or fails under the work, the next one
   * repeats it from the beginning and the learner is told.
   * @throws EngineError when no engine is left
   */
  async use<T>(spec: ModelSpec, preference: EnginePreference, work: (engine: Engine) => Promise<T>): Promise<T> {
    const order = this.#order(spec, preference);
    for (const [rung, id] of order.entries()) {
      try {
        return await work(await this.#engine(id));
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        const next = order[rung + 1];
        this.#drop(id, error.reason);
        if (next) this.#notify(`${error.reason} ${ENGINE_NAMES[next]} took over and repeated the run.`);
      }
    }
    throw new EngineError('No way of training works in this browser: WebAssembly, WebGL and JavaScript all refused.');
  }

  /** Milliseconds per epoch of each engine on a model, measured on a few batches; kept for the choice of engine. */
  async calibrate(task: CalibrationTask, now: () => number): Promise<Calibration[]> {
    const results: Calibration[] = [];
    for (const id of LADDER) {
      if (!canTrain(id, task.spec)) continue;
      try {
        const engine = await this.#engine(id);
        results.push({
          engine: id,
          renderer: engine.renderer,
          msPerEpoch: await timeEpoch(engine, task, now),
          refusal: null,
        });
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        this.#drop(id, error.reason);
        results.push({ engine: id, renderer: ENGINE_NAMES[id], msPerEpoch: null, refusal: error.reason });
      }
    }
    this.#measured.set(JSON.stringify(task.spec), results);
    return results;
  }

  /** Whether the choice for a model still rests on the ladder's order instead of a measurement. */
  needsCalibration(spec: ModelSpec, preference: EnginePreference): boolean {
    return preference === 'auto' && !canTrain('simd', spec) && !this.#measured.has(JSON.stringify(spec));
  }

  #order(spec: ModelSpec, preference: EnginePreference): EngineId[] {
    const measured = this.#measured.get(JSON.stringify(spec));
    const speed = new Map(measured?.map((row) => [row.engine, row.msPerEpoch ?? Infinity]));
    const order = [...LADDER].sort(
      (a, b) => (speed.get(a) ?? Infinity) - (speed.get(b) ?? Infinity) || LADDER.indexOf(a) - LADDER.indexOf(b),
    );
    const wanted = preference === 'auto' ? order : [preference, ...order.filter((id) => id !== preference)];
    return wanted.filter((id) => canTrain(id, spec) && !this.#refused.has(id));
  }

  async #engine(id: EngineId): Promise<Engine> {
    const refusal = this.#refused.get(id);
    if (refusal) throw new EngineError(refusal);
    let engine = this.#open.get(id);
    if (!engine) {
      engine = await this.#factories[id]().catch((error: unknown) => {
        throw error instanceof EngineError
          ? error
          : new EngineError(`${ENGINE_NAMES[id]} did not start (${error instanceof Error ? error.message : error}).`);
      });
      engine.onLost((reason) => this.#drop(id, reason));
      this.#open.set(id, engine);
    }
    await engine.activate();
    return engine;
  }

  #drop(id: EngineId, reason: string): void {
    if (!this.#refused.has(id)) this.#refused.set(id, reason);
    this.#open.delete(id);
  }
}

function canTrain(id: EngineId, spec: ModelSpec): boolean {
  return id !== 'simd' || spec.kind === 'dense';
}

async function timeEpoch(
  engine: Engine,
  { spec, hyper, base, targets }: CalibrationTask,
  now: () => number,
): Promise<number> {
  const session = engine.open({
    spec,
    hyper,
    base,
    patch: NO_PATCH,
    targets,
    initial: initialParameters(spec, 1),
  });
  try {
    const plan = epochPlan(base.id, 1, 1, hyper.augment);
    const batches = async (from: number, count: number) => {
      for (let b = from; b < from + count; b++) {
        const [start, end] = [b * hyper.batchSize, Math.min(base.rows, (b + 1) * hyper.batchSize)];
        session.trainBatch(plan.order.subarray(start, end), plan.shift.subarray(start, end), 1e-4);
      }
      await session.takeProgress();
    };
    await batches(0, WARM_UP_BATCHES);
    const start = now();
    await batches(WARM_UP_BATCHES, TIMED_BATCHES);
    return ((now() - start) / TIMED_BATCHES) * Math.ceil(base.rows / hyper.batchSize);
  } finally {
    session.dispose();
  }
}
