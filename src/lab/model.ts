import { PIXELS } from '#core/dataset.ts';
import type { Schedule } from '#core/schedule.ts';
import { stream } from '#core/rng.ts';

/** What a model is, as plain data. Hyperparameters that shape it (hidden units) are here; those of training are not. */
export interface ModelSpec {
  /** `dense`: 0 to 2 hidden layers. `conv`: 5x5 stride 2 with 8 filters, 3x3 stride 2 with 16 filters, dense. */
  readonly kind: 'dense' | 'conv';
  readonly inputs: number;
  /** Units of each hidden layer; empty for a linear model. Ignored by `conv`. */
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly activation: 'relu' | 'tanh';
  readonly loss: 'cross-entropy' | 'squared-error';
}

/** How a model is trained: chosen by a person, never learned. */
export interface Hyperparameters {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly schedule: Schedule;
  /** Another learning rate from some point of the run on, in epochs done; null when it stays. */
  readonly change: { readonly afterEpochs: number; readonly learningRate: number } | null;
  readonly optimiser: 'sgd' | 'adam';
  /** Momentum of SGD; Adam uses 0.9 and 0.999 (Kingma and Ba 2015). */
  readonly momentum: number;
  /** L2 term added to the gradient of weights, never of biases. */
  readonly weightDecay: number;
  /** Whether each image is moved by up to one pixel, afresh each epoch. */
  readonly augment: boolean;
}

/** One layer's place in the flat parameter array: weights input-major `[inputs][outputs]`, then its biases. */
export interface Layer {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: number;
  readonly biases: number;
}

export const CONV = { side1: 12, filters1: 8, kernel1: 5, side2: 5, filters2: 16, kernel2: 3 } as const;

/**
 * Layers of a model in parameter order. Convolutions count as layers of patch pixels to filters: conv1 is
 * `[25][8]` (28 -> 12, no padding, stride 2), conv2 `[3*3*8][16]` (12 -> 5, patch row, patch column, channel), dense `[5*5*16][10]`.
 */
export function layersOf(spec: ModelSpec): Layer[] {
  const shapes: [string, number, number][] =
    spec.kind === 'conv'
      ? [
          ['conv1', CONV.kernel1 ** 2, CONV.filters1],
          ['conv2', CONV.kernel2 ** 2 * CONV.filters1, CONV.filters2],
          ['output', CONV.side2 ** 2 * CONV.filters2, spec.outputs],
        ]
      : [...spec.hidden, spec.outputs].map((outputs, i) => [
          i === spec.hidden.length ? 'output' : `hidden${i + 1}`,
          i === 0 ? spec.inputs : spec.hidden[i - 1]!,
          outputs,
        ]);
  let at = 0;
  return shapes.map(([name, inputs, outputs]) => {
    const layer = { name, inputs, outputs, weights: at, biases: at + inputs * outputs };
    at = layer.biases + outputs;
    return layer;
  });
}

/** Number of parameters: weights and biases together. */
export function parameterCount(spec: ModelSpec): number {
  const last = layersOf(spec).at(-1)!;
  return last.biases + last.outputs;
}

/** Weights and biases of a model, counted. */
export function parameterParts(spec: ModelSpec): { weights: number; biases: number } {
  return layersOf(spec).reduce(
    (sum, layer) => ({ weights: sum.weights + layer.inputs * layer.outputs, biases: sum.biases + layer.outputs }),
    { weights: 0, biases: 0 },
  );
}

/**
 * Initial parameters: weights uniform within sqrt(6 / inputs) (He 2015), biases zero. Uniform draws and `Math.sqrt`
 * are exact in every JavaScript engine, so the same seed starts from the same bits anywhere.
 *
 * Linear regression starts from zero: it finds the same answer from anywhere, and an input that never occurs, such as an id
 * nobody has, then keeps no weight instead of a random one.
 */
export function initialParameters(spec: ModelSpec, seed: number): Float32Array {
  const parameters = new Float32Array(parameterCount(spec));
  if (spec.loss === 'squared-error' && spec.hidden.length === 0) return parameters;
  for (const layer of layersOf(spec)) {
    const draw = stream(seed, `init/${layer.name}`);
    const limit = Math.sqrt(6 / layer.inputs);
    for (let i = layer.weights; i < layer.biases; i++) parameters[i] = (2 * draw() - 1) * limit;
  }
  return parameters;
}

/** A model of digit images. */
export function digitModel(hidden: readonly number[], kind: ModelSpec['kind'] = 'dense'): ModelSpec {
  return { kind, inputs: PIXELS, hidden, outputs: 10, activation: 'relu', loss: 'cross-entropy' };
}
