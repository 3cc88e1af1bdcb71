import { SIDE } from '#core/dataset.ts';
import { CONV, layersOf, type ModelSpec } from '#lab/model.ts';

/** One unit whose incoming weights make a picture. */
export interface UnitPicture {
  readonly unit: number;
  /** "Unit 5", "Class 3" or "Filter 2", numbered from 0 as classes are. */
  readonly name: string;
  /** Index of its first weight in the flat parameters; the next pixel's is `stride` further. */
  readonly offset: number;
  readonly stride: number;
  readonly side: number;
  readonly bias: number;
}

/** The pictures of a model's first layer: hidden units, classes of a linear model, or filters of a conv net. */
export function firstLayerPictures(spec: ModelSpec): UnitPicture[] {
  const first = layersOf(spec)[0]!;
  const kind = spec.kind === 'conv' ? 'Filter' : spec.hidden.length ? 'Unit' : 'Class';
  return Array.from({ length: first.outputs }, (_, unit) => ({
    unit,
    name: `${kind} ${unit}`,
    offset: first.weights + unit,
    stride: first.outputs,
    side: spec.kind === 'conv' ? CONV.kernel1 : SIDE,
    bias: first.biases + unit,
  }));
}

/** How far a unit's weights and bias lie from the other twin's: Euclidean distance. */
export function unitChange(picture: UnitPicture, a: Float32Array, b: Float32Array): number {
  let sum = (a[picture.bias]! - b[picture.bias]!) ** 2;
  for (let i = 0; i < picture.side ** 2; i++) {
    const at = picture.offset + i * picture.stride;
    sum += (a[at]! - b[at]!) ** 2;
  }
  return Math.sqrt(sum);
}

/**
 * Pictures of a first layer, those that lie furthest from another model's first.
 * @param others parameters of a model of the same shape; null for none, then they come by number
 */
export function mostChanged(
  spec: ModelSpec,
  parameters: Float32Array,
  others: Float32Array | null,
): { readonly picture: UnitPicture; readonly change: number | null }[] {
  return firstLayerPictures(spec)
    .map((picture) => ({ picture, change: others && unitChange(picture, parameters, others) }))
    .sort((a, b) => (b.change ?? 0) - (a.change ?? 0));
}

/** A unit's weights into the next layer; empty when the first layer is the last, or a convolution. */
export function outgoing(spec: ModelSpec, unit: number, parameters: Float32Array): Float32Array {
  const next = layersOf(spec)[1];
  if (!next || spec.kind === 'conv') return new Float32Array(0);
  const from = next.weights + unit * next.outputs;
  return parameters.slice(from, from + next.outputs);
}
