import { stream } from '#core/rng.ts';
import { digitModel, layersOf, parameterCount, type ModelSpec } from '#lab/model.ts';

/** Every kind of model the labs have. */
export const SHAPES = {
  linear: digitModel([]),
  one: digitModel([12]),
  two: digitModel([12, 8]),
  conv: digitModel([], 'conv'),
  forecast: { ...digitModel([6]), inputs: 9, outputs: 1, activation: 'tanh', loss: 'squared-error' },
} as const satisfies Record<string, ModelSpec>;

export type Shape = keyof typeof SHAPES;
export const ALL = Object.keys(SHAPES) as Shape[];

const drawn = new Map<ModelSpec, Float32Array>();

/** Parameters of which none is 0, and no two are alike, so that any change shows. */
export function drawParameters(spec: ModelSpec): Float32Array {
  const draw = stream(1, 'parameters');
  const parameters =
    drawn.get(spec) ??
    Float32Array.from({ length: parameterCount(spec) }, (_, at) => (draw() < 0.5 ? 1 : -1) * (0.1 + at * 1e-5));
  drawn.set(spec, parameters);
  return parameters.slice();
}

/** Where two models differ, bit for bit; NaN is NaN. */
export function placesThatDiffer(before: Float32Array, after: Float32Array): number[] {
  const places: number[] = [];
  for (let at = 0; at < before.length; at++) if (!Object.is(before[at], after[at])) places.push(at);
  return places;
}

/** Place of a weight from input `from` to unit `to`. */
export function weightAt(spec: ModelSpec, layer: number, from: number, to: number): number {
  const { weights, outputs } = layersOf(spec)[layer]!;
  return weights + from * outputs + to;
}

export function biasAt(spec: ModelSpec, layer: number, unit: number): number {
  return layersOf(spec)[layer]!.biases + unit;
}

export const ascending = (places: readonly number[]): number[] => [...places].sort((a, b) => a - b);
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
