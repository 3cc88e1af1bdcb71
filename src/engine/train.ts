import type { EpochPlan } from '#core/order.ts';
import { rateAt } from '#core/schedule.ts';
import type { EpochRecord } from '#lab/evidence.ts';
import type { TrainSet } from '#lab/flow.ts';
import type { Engine, Session, TrainTask } from './engine.ts';
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

/** A finished run; `cancelled` runs have no parameters worth having. */
export interface RunResult {
  readonly status: 'trained' | 'diverged' | 'cancelled';
  readonly parameters: Float32Array;
  readonly history: readonly EpochRecord[];
}

/**
 * Trains one model from a task, the same way on every engine: order, shifts and learning rates come from `core`.
 * Stops at the first epoch whose loss is not a finite number.
 */
export async function trainRun(
  engine: Engine,
  task: TrainTask,
  seed: number,
  watch: TrainSet['watch'],
  hooks: RunHooks,
): Promise<RunResult> {
  const session = engine.open(task);
  const history: EpochRecord[] = [];
  try {
    for (let epoch = 1; epoch <= task.hyper.epochs; epoch++) {
      const plan = plans.of(task.base.id, seed, epoch, task.hyper.augment);
      if (!(await trainEpoch(session, plan, task, epoch, hooks)))
        return { status: 'cancelled', parameters: new Float32Array(0), history };
      const progress = await session.takeProgress();
      const record = {
        epoch,
        loss: progress.loss,
        trainAccuracy: task.targets ? null : progress.accuracy,
        testScore: watch.score(await session.predict(watch.x)),
      };
      history.push(record);
      await hooks.onEpoch(record, session);
      if (!Number.isFinite(progress.loss))
        return { status: 'diverged', parameters: await session.parameters(), history };
    }
    return { status: 'trained', parameters: await session.parameters(), history };
  } finally {
    session.dispose();
  }
}

/** One pass over the training set; false when it was cancelled between two batches. */
async function trainEpoch(
  session: Session,
  plan: EpochPlan,
  task: TrainTask,
  epoch: number,
  hooks: RunHooks,
): Promise<boolean> {
  const { batchSize, epochs, schedule, learningRate } = task.hyper;
  const rows = plan.order.length;
  const steps = Math.ceil(rows / batchSize);
  let sliceStart = hooks.now();
  for (let step = 0; step < steps; step++) {
    if (hooks.now() - sliceStart > SLICE_MS) {
      await hooks.breathe();
      sliceStart = hooks.now();
    }
    if (hooks.cancelled()) return false;
    const from = step * batchSize;
    const to = Math.min(rows, from + batchSize);
    const progress = (epoch - 1 + step / steps) / epochs;
    session.trainBatch(
      plan.order.subarray(from, to),
      plan.shift.subarray(from, to),
      rateAt(schedule, learningRate, progress),
    );
  }
  return true;
}
