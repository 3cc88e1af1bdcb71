import type { Inputs } from '#core/dataset.ts';
import type { ModelSpec } from './model.ts';

/** What a row came to on one side of a step. */
interface RowOutcome {
  /** Class probabilities, or the forecast in standard deviations of the target. */
  readonly output: Float32Array;
  /** Nats for cross-entropy, else the squared error in squared standard deviations. */
  readonly loss: number;
}

/** One step of training taken apart: the real rows, numbers and moves of that very step. */
export interface StepExplained {
  /** From 1, of how many in the whole run. */
  readonly step: number;
  readonly of: number;
  /** Learning rate of this very step. */
  readonly rate: number;
  /** Places of the batch's rows among the training rows. */
  readonly rows: Uint32Array;
  /** The row shown, as an index into `rows`. */
  readonly row: number;
  /** That row as the model saw it: an image after its random shift, or standardised numbers. */
  readonly x: Inputs;
  /** Its label; 0 where a number is forecast. */
  readonly label: number;
  /** What it should have been forecast as, in standard deviations of the target; null for classification. */
  readonly target: number | null;
  readonly before: RowOutcome;
  readonly after: RowOutcome;
  /** Mean loss of the whole batch before the step. */
  readonly batchLoss: number;
  readonly spec: ModelSpec;
  /** Flat, in the layout of `layersOf`, in the units training works in. */
  readonly parametersBefore: Float32Array;
  readonly parametersAfter: Float32Array;
}
