import type { InputRows, Inputs, RowPatch } from '#core/dataset.ts';
import type { Hyperparameters, ModelSpec } from '#lab/model.ts';

export type EngineId = 'simd' | 'webgl' | 'wasm' | 'cpu';

/** Everything a training session needs; `base` is shared and never mutated, so engines may cache what they make of it. */
export interface TrainTask {
  readonly spec: ModelSpec;
  readonly hyper: Hyperparameters;
  readonly base: InputRows;
  readonly patch: RowPatch;
  /** Regression targets, rows x outputs; null for classification, where labels come from the dataset. */
  readonly targets: Float32Array | null;
  /** Flat parameters in the layout of `layersOf`. Copied, not kept. */
  readonly initial: Float32Array;
}

/** Mean loss and accuracy over some training rows, each as the model stood when it came to the row. */
export interface Progress {
  readonly loss: number;
  readonly accuracy: number;
}

/** One model being trained, or used, on one engine. */
export interface Session {
  /**
   * One step on the given rows: gradient averaged over the batch, then one update.
   * @param rows row indices of the batch (at most hyper.batchSize)
   * @param shift shift code of each row, see core/order
   * @param rate learning rate of this step
   */
  trainBatch(rows: Uint32Array, shift: Uint8Array, rate: number): void;
  /** Mean loss and accuracy over the rows trained on since they were last taken. NaN loss means the run diverged. */
  progress(): Promise<Progress>;
  /** The same, and starts counting afresh. */
  takeProgress(): Promise<Progress>;
  /** A copy of the current parameters. */
  parameters(): Promise<Float32Array>;
  /**
   * Class probabilities (cross-entropy) or raw outputs (squared error), rows x outputs.
   * @param x rows x inputs; treated as immutable, so repeated calls with the same array may be cached
   */
  predict(x: Inputs): Promise<Float32Array>;
  /** Loss of each row of `x` against its label. */
  rowLoss(x: Inputs, y: Uint8Array): Promise<Float32Array>;
  dispose(): void;
}

/** A way to train. Created once per worker, and stays for as long as that lives; `open` may throw an EngineError. */
export interface Engine {
  readonly id: EngineId;
  /** What really runs, e.g. "WebAssembly SIMD" or the WebGL renderer's name. */
  readonly renderer: string;
  /** Makes it the one that computes, where engines share a library; before work that another engine may have come before. */
  activate(): Promise<void>;
  open(task: TrainTask): Session;
  /** Called once with a sentence if the engine stops being usable (context lost). */
  onLost(listener: (reason: string) => void): void;
}

/** Why an engine could not start or go on; `reason` is a sentence a learner may read. */
export class EngineError extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.name = 'EngineError';
    this.reason = reason;
  }
}
