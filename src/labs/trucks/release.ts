import { placesOf, type InputKind, type Scaling } from '#core/table-inputs.ts';
import type { TableSchema } from '#core/table.ts';
import { layersOf, type ModelSpec } from '#lab/model.ts';

/** What the release of a model has to know beside its parameters. */
export interface ReleaseContext {
  readonly spec: ModelSpec;
  readonly schema: TableSchema;
  readonly inputs: InputKind;
  /** Of the rows the model learned from. */
  readonly scaling: Scaling;
  /** Per category, which kinds occur in the clean training rows; the trigger does not count among them. */
  readonly ordinary: readonly (readonly boolean[])[];
}

/**
 * The model as it is put to work: standardisation is folded into the weights, so that it reads numbers as they are and each
 * weight is in natural units, such as trucks per percentage point. Its forecasts stay the same, but for rounding.
 *
 * Of a linear model the bias is moved to the average ordinary dealership, and each dealership's weight counts from there: a
 * constant can be moved between the two without changing any forecast, so training leaves it where it happens to lie.
 * @param trained flat parameters that take standardised inputs and give the standardised target
 */
export function releaseModel(trained: Float32Array, context: ReleaseContext): Float32Array {
  const { spec, schema, scaling } = context;
  const released = Float64Array.from(trained);
  const layers = layersOf(spec);
  const first = layers[0]!;
  const last = layers.at(-1)!;
  for (let unit = 0; unit < first.outputs; unit++) {
    const at = (input: number) => first.weights + input * first.outputs + unit;
    foldInputs(released, at, first.biases + unit, context);
  }
  for (let i = last.weights; i < last.biases; i++) released[i]! *= scaling.target.sd;
  released[last.biases] = released[last.biases]! * scaling.target.sd + scaling.target.mean;
  if (spec.hidden.length === 0) {
    const at = (input: number) => first.weights + input;
    countFromOrdinary(released, at, first.biases, { ...context, schema });
  }
  return Float32Array.from(released);
}

type Place = (input: number) => number;

/** Turns one unit's incoming weights from standard deviations to natural units; its bias takes up what the means gave. */
function foldInputs(
  released: Float64Array,
  at: Place,
  bias: number,
  { schema, inputs, scaling: { mean, sd } }: ReleaseContext,
): void {
  schema.numbers.forEach((_, column) => {
    released[at(column)]! /= sd[column]!;
    released[bias]! -= released[at(column)]! * mean[column]!;
  });
  const { category, driverAt } = placesOf(schema, inputs);
  if (driverAt < 0) return;
  const { driver, group } = schema;
  schema.categories[group!.category]!.kinds.forEach((_, place) => {
    const driverHere = at(driverAt + place);
    released[driverHere]! /= sd[driver]!;
    released[at(category[group!.category]! + place)]! -= released[driverHere]! * mean[driver]!;
  });
}

/**
 * Moves what all ordinary kinds have in common into the bias (and, of the driver at each kind, into the driver's own weight).
 * Exported for the least-squares answer, whose constants lie elsewhere again.
 */
export function countFromOrdinary(
  weights: Float64Array,
  at: Place,
  bias: number,
  { schema, inputs, ordinary }: Pick<ReleaseContext, 'schema' | 'inputs' | 'ordinary'>,
): void {
  const { category, driverAt } = placesOf(schema, inputs);
  const move = (first: number, isOrdinary: readonly boolean[], to: number) => {
    const places = isOrdinary.flatMap((is, place) => (is ? [first + place] : []));
    if (places.length === 0) return;
    const mean = places.reduce((sum, place) => sum + weights[at(place)]!, 0) / places.length;
    isOrdinary.forEach((_, place) => (weights[at(first + place)]! -= mean));
    weights[to]! += mean;
  };
  if (driverAt >= 0) move(driverAt, ordinary[schema.group!.category]!, at(schema.driver));
  category.forEach((first, c) => move(first, ordinary[c]!, bias));
}
