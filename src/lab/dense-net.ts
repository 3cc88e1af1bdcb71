import { INK } from '#core/dataset.ts';
import { layersOf, type Layer, type ModelSpec } from './model.ts';

/** What a dense model makes of rows, layer by layer. */
export interface Activations {
  /** Weighted sums of each layer before its units respond, rows x units; the last are the logits. */
  readonly sums: readonly Float32Array[];
  /** Responses of each hidden layer, rows x units. */
  readonly hidden: readonly Float32Array[];
  /** Scores before softmax, rows x classes. */
  readonly logits: Float32Array;
}

/** A dense model, labelled digits, and what the one makes of the other. */
export interface ModelOnRows {
  readonly parameters: Float32Array;
  readonly spec: ModelSpec;
  /** rows x inputs, grey levels 0..15. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly activations: Activations;
}

/** What a model sees of each grey level. */
const SEEN = Float32Array.from({ length: INK + 1 }, (_, level) => level / INK);

/**
 * The forward pass of a dense model from scratch, in the order and the 32-bit arithmetic of the SIMD kernel: a ReLU model has
 * the same logits bit for bit, infinities and NaN of broken weights included.
 * @param parameters flat, in the layout of `layersOf`
 * @param images rows x inputs, grey levels 0..15
 * @throws TypeError for a convolutional net
 */
export function activationsOf(parameters: Float32Array, spec: ModelSpec, images: Uint8Array): Activations {
  if (spec.kind !== 'dense') throw new TypeError(`no dense model: ${spec.kind}`);
  const [first, ...others] = layersOf(spec);
  const sums = [sumsOfImages(parameters, first!, images)];
  const hidden: Float32Array[] = [];
  const respond = responseOf(spec.activation);
  for (const layer of others) {
    hidden.push(sums.at(-1)!.map(respond));
    sums.push(sumsOf(parameters, layer, hidden.at(-1)!));
  }
  return { sums, hidden, logits: sums.at(-1)! };
}

/** A model at work on labelled rows. */
export function onRows(parameters: Float32Array, spec: ModelSpec, images: Uint8Array, labels: Uint8Array): ModelOnRows {
  return { parameters, spec, images, labels, activations: activationsOf(parameters, spec, images) };
}

/** Weighted sums of a first layer, rows x units; most pixels are paper and cost nothing. */
function sumsOfImages(
  parameters: Float32Array,
  { inputs, outputs, weights, biases }: Layer,
  images: Uint8Array,
): Float32Array {
  const rows = images.length / inputs;
  const sums = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    const base = row * outputs;
    for (let j = 0; j < outputs; j++) sums[base + j] = parameters[biases + j]!;
    for (let i = 0; i < inputs; i++) {
      const level = images[row * inputs + i]!;
      if (level !== 0) addScaled(sums, base, parameters, weights + i * outputs, outputs, SEEN[level]!);
    }
  }
  return sums;
}

/**
 * Weighted sums of a later layer, rows x units. Silent inputs count too: an infinite weight makes NaN even of nothing.
 * @param input responses of the layer before, rows x inputs
 */
export function sumsOf(
  parameters: Float32Array,
  { inputs, outputs, weights, biases }: Layer,
  input: Float32Array,
): Float32Array {
  const rows = input.length / inputs;
  const sums = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    const base = row * outputs;
    for (let j = 0; j < outputs; j++) sums[base + j] = parameters[biases + j]!;
    for (let i = 0; i < inputs; i++)
      addScaled(sums, base, parameters, weights + i * outputs, outputs, input[row * inputs + i]!);
  }
  return sums;
}

/** sums[at + j] += scale * weights[from + j], each product rounded to 32 bits as a vector unit does. */
function addScaled(
  sums: Float32Array,
  at: number,
  weights: Float32Array,
  from: number,
  count: number,
  scale: number,
): void {
  for (let j = 0; j < count; j++) sums[at + j]! += Math.fround(scale * weights[from + j]!);
}

/** What a hidden unit says to a weighted sum; NaN stays NaN. */
export function responseOf(activation: ModelSpec['activation']): (sum: number) => number {
  return activation === 'relu' ? (sum) => Math.max(0, sum) : tanh;
}

/** Beyond this, tanh is 1 to the last bit of 32. */
const SATURATED = 10;
const HALVINGS = 6;

/**
 * tanh by Lambert's continued fraction for a 64th of the argument, then tanh(2x) = 2t / (1 + t^2) six times; error below
 * 1e-12. `Math.tanh` may differ in its last bits between JavaScript engines.
 */
function tanh(x: number): number {
  if (Math.abs(x) > SATURATED) return x > 0 ? 1 : -1;
  const part = x / 2 ** HALVINGS;
  const square = part * part;
  let t = part / (1 + square / (3 + square / (5 + square / 7)));
  for (let i = 0; i < HALVINGS; i++) t = (2 * t) / (1 + t * t);
  return t;
}

/**
 * The class a row's scores are read as: the highest, the lower class on a tie. A row with NaN or a score of plus infinity has
 * no probabilities and reads as class 0, as `argmaxRows` has it.
 */
export function readAs(logits: Float32Array, row: number, classes: number): number {
  const base = row * classes;
  let best = 0;
  for (let label = 0; label < classes; label++) {
    const score = logits[base + label]!;
    if (!(score < Infinity)) return 0;
    if (score > logits[base + best]!) best = label;
  }
  return best;
}
