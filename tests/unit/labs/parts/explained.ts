import type { Engine, TrainTask } from '#engine/engine.ts';
import type { StepExplained } from '#lab/step.ts';
import { batchOf } from '../../engine/support.ts';

/** Really trains up to a step, from 1, and takes that step apart; rows come in the order of the table. */
export async function explainStep(
  engine: Engine,
  task: TrainTask,
  { step = 1, of = 10, row = 0, rate = 0.05 } = {},
): Promise<StepExplained> {
  const { spec, base, targets, hyper } = task;
  const session = engine.open(task);
  const batch = (n: number) => batchOf((n - 1) * hyper.batchSize, n * hyper.batchSize);
  for (let n = 1; n < step; n++) session.trainBatch(...batch(n), rate);
  if (step > 1) await session.takeProgress();
  const [rows, shift] = batch(step);
  const place = rows[row]!;
  const x = base.x.slice(place * spec.inputs, (place + 1) * spec.inputs);
  const target = targets ? targets[place]! : null;
  const outcome = async () => {
    const output = (await session.predict(x)).slice();
    return { output, loss: target === null ? -Math.log(output[base.y[place]!]!) : (output[0]! - target) ** 2 };
  };
  const before = await outcome();
  const parametersBefore = (await session.parameters()).slice();
  session.trainBatch(rows, shift, rate);
  const { loss: batchLoss } = await session.takeProgress();
  const parametersAfter = (await session.parameters()).slice();
  const after = await outcome();
  session.dispose();
  const label = base.y[place] ?? 0;
  return {
    step,
    of,
    rate,
    rows,
    row,
    x,
    label,
    target,
    before,
    after,
    batchLoss,
    spec,
    parametersBefore,
    parametersAfter,
  };
}
