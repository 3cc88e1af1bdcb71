import { NO_PATCH, type Dataset } from '#core/dataset.ts';
import { epochPlan } from '#core/order.ts';
import type { Engine, TrainTask } from '#engine/engine.ts';
import flow from '#labs/trucks/flow.ts';
import { digitModel, initialParameters, type Hyperparameters } from '#lab/model.ts';
import { defaultRecipe } from '#lab/repair.ts';
import { attacks, labs } from '#registry/index.ts';

/** The job of `train-digits`: 784-32-10, ReLU, batch 64, momentum 0.9, no augmentation. */
const SPEC = digitModel([32]);
export const HYPER: Hyperparameters = {
  epochs: 10,
  batchSize: 64,
  learningRate: 0.1,
  schedule: 'constant',
  change: null,
  optimiser: 'sgd',
  momentum: 0.9,
  weightDecay: 0,
  augment: false,
};

export function digitsTask(base: Dataset): TrainTask {
  const initial = initialParameters(SPEC, 1);
  return { spec: SPEC, hyper: HYPER, base, patch: NO_PATCH, targets: null, initial };
}

/** The job of `train-trucks`: the forecast's default rows and linear model, at a constant rate. */
export function trucksTask(): TrainTask {
  const recipe = defaultRecipe(labs.get('trucks')!, attacks);
  const { spec, clean } = flow.stage(recipe, {}, attacks.get(recipe.attack.id)!);
  const hyper: Hyperparameters = { ...flow.hyperparameters(recipe), schedule: 'constant' };
  return { spec, hyper, ...clean, initial: initialParameters(spec, 1) };
}

/** Does a job on one of our engines: arrays in, parameters out. */
export async function trainOurs(engine: Engine, task: TrainTask, epochs: number): Promise<Float32Array> {
  const session = engine.open(task);
  const { base, hyper } = task;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const { order, shift } = epochPlan(base.id, 1, epoch, false);
    for (let from = 0; from < base.rows; from += hyper.batchSize) {
      const to = Math.min(base.rows, from + hyper.batchSize);
      session.trainBatch(order.subarray(from, to), shift.subarray(from, to), hyper.learningRate);
    }
    await session.takeProgress();
  }
  const parameters = await session.parameters();
  session.dispose();
  return parameters;
}
