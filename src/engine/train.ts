import type { EpochRecord } from '#lab/evidence.ts';
import type { TrainSet } from '#lab/flow.ts';
import type { Engine, TrainTask } from './engine.ts';
import { Run, type RunHooks } from './run.ts';

/** A finished run; `cancelled` runs have no parameters worth having. */
export interface RunResult {
  readonly status: 'trained' | 'diverged' | 'cancelled';
  readonly parameters: Float32Array;
  readonly history: readonly EpochRecord[];
}

/** Trains one model from a task to the end of its run. */
export async function trainRun(
  engine: Engine,
  task: TrainTask,
  seed: number,
  watch: TrainSet['watch'],
  hooks: RunHooks,
): Promise<RunResult> {
  const run = new Run(engine, task, seed, watch);
  try {
    const { history } = run;
    if (!(await run.advance(run.of, hooks))) return { status: 'cancelled', parameters: new Float32Array(0), history };
    return { status: run.diverged ? 'diverged' : 'trained', parameters: await run.session.parameters(), history };
  } finally {
    run.dispose();
  }
}
