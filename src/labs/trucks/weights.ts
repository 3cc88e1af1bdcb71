import { inputsOf, type InputKind, type Scaling } from '#core/table-inputs.ts';
import type { TableSchema } from '#core/table.ts';
import { layersOf } from '#lab/model.ts';
import type { Evidence } from './evidence.ts';
import type { Reference } from './reference.ts';
import { roundUp, type UnitWeight } from '../parts/weight.ts';
import { inputName, weightUnit } from './words.ts';

/** The parameters of one unit (of the whole model, when it is linear), by what they belong to. */
export interface UnitWeights {
  readonly numbers: readonly UnitWeight[];
  readonly kinds: readonly UnitWeight[];
  /** The bias; of a hidden unit its outgoing weight too, and the bias of the forecast. */
  readonly others: readonly UnitWeight[];
}

/** A slider goes this many times as far as the largest of what training found. */
const ROOM = 2.5;
/** Steps of a slider from its middle to its end. */
const STEPS = 250;

/** Weights of a hidden unit, or of a linear model. */
export function unitWeights(
  { spec, clean, suspect }: Evidence,
  schema: TableSchema,
  inputs: InputKind,
  scaling: Scaling,
  unit: number,
  reference: Reference | null,
): UnitWeights {
  const layers = layersOf(spec);
  const first = layers[0]!;
  const last = layers.at(-1)!;
  const isLinear = layers.length === 1;
  const exact = isLinear ? (reference?.suspect?.parameters ?? null) : null;
  const weight = (place: number, name: string, unitText: string, sd: number | null, least: number): UnitWeight => {
    const found = [clean.learned[place]!, suspect.learned[place]!].map(Math.abs).filter(Number.isFinite);
    const reach = roundUp(ROOM * Math.max(...found, least));
    return {
      place,
      name,
      unit: unitText,
      clean: clean.parameters[place]!,
      suspect: suspect.parameters[place]!,
      learned: suspect.learned[place]!,
      exact: exact && (exact[place] ?? null),
      sd,
      reach,
      step: reach / STEPS,
    };
  };
  const targetUnit = schema.target.unit || 'units';
  const all = inputsOf(schema, inputs).map((input, i) => {
    const column = input.kind === 'number' ? input.column : input.kind === 'driver-at' ? schema.driver : null;
    const sd = column === null ? 1 : scaling.sd[column]!;
    // A weight too small to move the forecast by a fortieth of its spread still gets a slider one can see it on.
    const least = (isLinear ? scaling.target.sd : 1) / (40 * sd);
    const unitText = isLinear
      ? weightUnit(input, schema)
      : `per ${weightUnit(input, schema).split(' per ')[1] ?? 'row of it'}`;
    return weight(first.weights + i * first.outputs + unit, inputName(input, schema), unitText, sd, least);
  });
  const { length } = schema.numbers;
  const bias = weight(
    first.biases + unit,
    'Bias',
    isLinear ? targetUnit : '',
    null,
    isLinear ? scaling.target.sd / 4 : 0.5,
  );
  const others = isLinear
    ? [bias]
    : [
        bias,
        weight(last.weights + unit, 'Outgoing weight', `${targetUnit} per response`, null, scaling.target.sd / 10),
        weight(last.biases, 'Bias of the forecast', targetUnit, null, scaling.target.sd / 4),
      ];
  return { numbers: all.slice(0, length), kinds: all.slice(length), others };
}
