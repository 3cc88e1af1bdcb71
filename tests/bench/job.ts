import { NO_PATCH, type Dataset } from '#core/dataset.ts';
import { epochPlan } from '#core/order.ts';
import type { Engine } from '#engine/engine.ts';
import { digitModel, initialParameters, type Hyperparameters } from '#lab/model.ts';

/** The job of `train-digits`: 784-32-10, ReLU, batch 64, momentum 0.9, no augmentation. */
const SPEC = digitModel([32]);
export const HYPER: Hyperparameters = {
  epochs: 10,
  batchSize: 64,
  learningRate: 0.1,
  schedule: 'constant',
  optimiser: 'sgd',
  momentum: 0.9,
  weightDecay: 0,
  augment: false,
};

/** Does the job on one of our engines: arrays in, parameters out. */
export async function trainOurs(engine: Engine, base: Dataset, epochs: number): Promise<Float32Array> {
  const initial = initialParameters(SPEC, 1);
  const session = engine.open({ spec: SPEC, hyper: HYPER, base, patch: NO_PATCH, targets: null, initial });
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const { order, shift } = epochPlan(base.id, 1, epoch, false);
    for (let from = 0; from < base.rows; from += HYPER.batchSize) {
      const to = Math.min(base.rows, from + HYPER.batchSize);
      session.trainBatch(order.subarray(from, to), shift.subarray(from, to), HYPER.learningRate);
    }
    await session.takeProgress();
  }
  const parameters = await session.parameters();
  session.dispose();
  return parameters;
}
