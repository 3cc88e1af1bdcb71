import { layersOf, type Layer, type ModelSpec } from '#lab/model.ts';

/** Layer whose units one looks at: the first, which of a linear model is also the last. */
export function firstLayer(spec: ModelSpec, unit: number): Layer | null {
  const layer = layersOf(spec)[0]!;
  return isPlace(unit, layer.outputs) ? layer : null;
}

/** The layer after the first; null where there is none, or a convolution comes first. */
export function nextLayer(spec: ModelSpec): Layer | null {
  return spec.kind === 'dense' ? (layersOf(spec)[1] ?? null) : null;
}

export const isPlace = (place: number, length: number): boolean =>
  Number.isInteger(place) && place >= 0 && place < length;

/** Places of a unit's incoming weights and of its bias. */
export function incoming({ inputs, outputs, weights, biases }: Layer, unit: number): number[] {
  return [...Array.from({ length: inputs }, (_, input) => weights + input * outputs + unit), biases + unit];
}

/** Places of a unit's weights into the layer after its own. */
export function outgoing({ outputs, weights }: Layer, unit: number): number[] {
  return Array.from({ length: outputs }, (_, output) => weights + unit * outputs + output);
}
