import { layersOf, type Layer, type ModelSpec } from '#lab/model.ts';
import type { Score } from './readings.ts';

/** A hidden unit, by layer and place. */
export interface UnitPlace {
  readonly layer: number;
  readonly unit: number;
}

/** One number about the weights or biases of a model. */
export interface Shape extends Score {
  /** The hidden unit it was found at; null for what is not about one. */
  readonly unit: UnitPlace | null;
}

/** Shares of a size, and amounts of a bias, that do not matter. */
const [SIZE_GRAIN, BIAS_GRAIN] = [0.01, 0.01];

/** Euclidean length of weights. */
export function norm(weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]! ** 2;
  return Math.sqrt(sum);
}

/**
 * Kurtosis: fourth moment about the mean over the squared second. 3 for normal numbers, 1.8 for uniform ones as before training;
 * large when a few stand far out. 0 when all are alike.
 */
export function kurtosis(weights: ArrayLike<number>): number {
  const count = weights.length;
  let [sum, squares, fourths] = [0, 0, 0];
  for (let i = 0; i < count; i++) sum += weights[i]!;
  for (let i = 0; i < count; i++) {
    const square = (weights[i]! - sum / count) ** 2;
    squares += square;
    fourths += square ** 2;
  }
  return squares > 0 ? (count * fourths) / squares ** 2 : 0;
}

/** Weights into one unit of a layer, without its bias. */
function incomingWeights(parameters: Float32Array, { inputs, outputs, weights }: Layer, unit: number) {
  return Float64Array.from({ length: inputs }, (_, input) => parameters[weights + input * outputs + unit]!);
}

/** Weights from one input of a layer, which is a unit of the layer before. */
export function outgoingWeights(parameters: Float32Array, { outputs, weights }: Layer, input: number) {
  return parameters.subarray(weights + input * outputs, weights + (input + 1) * outputs);
}

/**
 * How the weights of each layer and unit are distributed: the same list for all models of a shape. Units are interchangeable
 * between models, so of them only the extremes are told; classes are not, so each output's bias is.
 */
export function shapesOf(parameters: Float32Array, spec: ModelSpec): Shape[] {
  const layers = layersOf(spec);
  return layers.flatMap((layer, place) => {
    const unitAt = (unit: number) => (spec.hidden[place] && spec.kind === 'dense' ? { layer: place, unit } : null);
    const extreme = (label: string, values: readonly number[], side: 'above' | 'below'): Shape => {
      const value = side === 'above' ? Math.max(...values) : Math.min(...values);
      return {
        label: `${layer.name}: ${label}`,
        value,
        scale: 'log',
        grain: SIZE_GRAIN,
        side,
        unit: unitAt(values.indexOf(value)),
      };
    };
    const all = parameters.subarray(layer.weights, layer.biases);
    const biases = parameters.subarray(layer.biases, layer.biases + layer.outputs);
    const units = Array.from({ length: layer.outputs }, (_, unit) => incomingWeights(parameters, layer, unit));
    const isLast = place === layers.length - 1;
    return [
      {
        label: `${layer.name}: typical weight (root mean square)`,
        value: norm(all) / Math.sqrt(all.length),
        scale: 'log',
        grain: SIZE_GRAIN,
        side: 'either',
        unit: null,
      },
      extreme(
        'largest weight',
        units.map((unit) => unit.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0)),
        'above',
      ),
      extreme('longest weights into a unit', units.map(norm), 'above'),
      extreme('shortest weights into a unit', units.map(norm), 'below'),
      extreme('most uneven weights into a unit (kurtosis)', units.map(kurtosis), 'above'),
      ...(isLast ? [] : [extreme('largest bias', Array.from(biases, Math.abs), 'above')]),
      ...(place === 0 ? [] : fromUnits(parameters, spec, layer, place - 1)),
      ...(isLast ? eachBias(biases) : []),
    ];
  });
}

/** The longest and shortest weights out of the units of a hidden layer. */
function fromUnits(parameters: Float32Array, spec: ModelSpec, next: Layer, place: number): Shape[] {
  if (spec.kind === 'conv') return [];
  const norms = Array.from({ length: next.inputs }, (_, unit) => norm(outgoingWeights(parameters, next, unit)));
  return (['above', 'below'] as const).map((side) => {
    const value = side === 'above' ? Math.max(...norms) : Math.min(...norms);
    const label = `hidden${place + 1}: ${side === 'above' ? 'longest' : 'shortest'} weights out of a unit`;
    return { label, value, scale: 'log', grain: SIZE_GRAIN, side, unit: { layer: place, unit: norms.indexOf(value) } };
  });
}

const eachBias = (biases: Float32Array): Shape[] =>
  Array.from(biases, (value, output) => ({
    label: biases.length > 1 ? `output: bias of class ${output}` : 'output: bias',
    value,
    scale: 'linear',
    grain: BIAS_GRAIN,
    side: 'either',
    unit: null,
  }));
