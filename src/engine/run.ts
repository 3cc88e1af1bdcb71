import type { EpochPlan } from '#core/order.ts';
import { rateAt } from '#core/schedule.ts';
import type { EpochRecord } from '#lab/evidence.ts';
import type { TrainSet } from '#lab/flow.ts';
import type { Engine, Progress, Session, TrainTask } from './engine.ts';
import { PlanCache } from './plan-cache.ts';

const plans = new PlanCache();

/** How long a worker trains before it looks at its messages, in milliseconds. */
const SLICE_MS = 8;

/** What a run reports to, and asks, while it trains. */
export interface RunHooks {
  /** The session is the run's own, to ask of and not to keep. */
  onEpoch(record: EpochRecord, session: Session): void | Promise<void>;
  cancelled(): boolean;
  /** Lets messages in; resolves in the next turn of the event loop, hidden tab or not. */
  breathe(): Promise<void>;
  now(): number;
}

/** The rows of one step, and how far it goes. */
interface Step {
  readonly rows: Uint32Array;
  /** Shift code of each row, see core/order. */
  readonly shift: Uint8Array;
  readonly rate: number;
}

/**
 * One model being trained from a task, the same way on every engine: order, shifts and learning rates come from `core`. It can
 * be stopped after any step and taken up again; the bits at the end are the same. Stops at the first epoch whose loss is not
 * a finite number.
 */
export class Run {
  readonly perEpoch: number;
  /** Steps of the whole run. */
  readonly of: number;
  readonly history: EpochRecord[] = [];
  readonly session: Session;
  readonly #task: TrainTask;
  readonly #seed: number;
  readonly #watch: TrainSet['watch'];
  #at = 0;
  #diverged = false;

  constructor(engine: Engine, task: TrainTask, seed: number, watch: TrainSet['watch']) {
    this.session = engine.open(task);
    this.#task = task;
    this.#seed = seed;
    this.#watch = watch;
    // A defender may leave no row: then each epoch is one step that trains on nothing, and its loss is no number.
    this.perEpoch = Math.max(1, Math.ceil(task.base.rows / task.hyper.batchSize));
    this.of = this.perEpoch * task.hyper.epochs;
  }

  /** Steps done. */
  get at(): number {
    return this.#at;
  }

  get diverged(): boolean {
    return this.#diverged;
  }

  /**
   * Trains up to and with step `to`, counted from the start.
   * @returns false when it was cancelled between two steps; the run then stands where it stopped
   */
  async advance(to: number, hooks: RunHooks): Promise<boolean> {
    let sliceStart = hooks.now();
    while (this.#at < Math.min(to, this.of) && !this.#diverged) {
      if (hooks.now() - sliceStart > SLICE_MS) {
        await hooks.breathe();
        sliceStart = hooks.now();
      }
      if (hooks.cancelled()) return false;
      const { rows, shift, rate } = this.stepAfter(this.#at);
      if (rows.length > 0) this.session.trainBatch(rows, shift, rate);
      this.#at++;
      if (this.#at % this.perEpoch === 0) await this.#endEpoch(hooks);
    }
    return true;
  }

  /** What the step after `done` steps trains on. */
  stepAfter(done: number): Step {
    const { base, hyper } = this.#task;
    const epoch = Math.floor(done / this.perEpoch);
    const plan = this.#plan(epoch + 1);
    const from = (done % this.perEpoch) * hyper.batchSize;
    const to = Math.min(base.rows, from + hyper.batchSize);
    // Not done / of: divided in this order since the first models, whose digests hold it to that.
    const progress = (epoch + (done % this.perEpoch) / this.perEpoch) / hyper.epochs;
    const { change } = hyper;
    const isChanged = change !== null && done >= Math.round(change.afterEpochs * this.perEpoch);
    return {
      rows: plan.order.subarray(from, to),
      shift: plan.shift.subarray(from, to),
      rate: rateAt(hyper.schedule, isChanged ? change.learningRate : hyper.learningRate, progress),
    };
  }

  /** Loss and accuracy over the epoch so far, or over the one that just ended. */
  async progress(): Promise<Progress> {
    const last = this.history.at(-1);
    if (this.#at % this.perEpoch !== 0 || !last) return this.session.progress();
    return { loss: last.loss, accuracy: last.trainAccuracy ?? 0 };
  }

  dispose(): void {
    this.session.dispose();
  }

  #plan(epoch: number): EpochPlan {
    const { base, hyper } = this.#task;
    return plans.of(base.id, this.#seed, epoch, hyper.augment);
  }

  async #endEpoch(hooks: RunHooks): Promise<void> {
    const progress = await this.session.takeProgress();
    const record = {
      epoch: this.#at / this.perEpoch,
      loss: progress.loss,
      trainAccuracy: this.#task.targets ? null : progress.accuracy,
      testScore: this.#watch.score(await this.session.predict(this.#watch.x)),
    };
    this.history.push(record);
    await hooks.onEpoch(record, this.session);
    this.#diverged = !Number.isFinite(progress.loss);
  }
}
