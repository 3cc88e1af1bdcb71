import type { TableSchema } from '#core/table.ts';
import { layersOf } from '#lab/model.ts';
import type { Evidence } from './evidence.ts';
import { inputsOf, type InputKind, type Scaling } from './inputs.ts';
import type { Reference } from './reference.ts';
import { inputName, weightUnit } from './words.ts';

/** One parameter with all that is known about it, in natural units. */
export interface UnitWeight {
  /** Place in the flat parameters. */
  readonly place: number;
  readonly name: string;
  /** "trucks per percentage point". */
  readonly unit: string;
  readonly clean: number;
  /** In use: after edits. */
  readonly suspect: number;
  /** What training found for the suspect. */
  readonly learned: number;
  /** Exact least squares on the suspect's rows; null where there is none. */
  readonly exact: number | null;
  /** Standard deviation of the input; 1 for a kind, null for a bias or an outgoing weight. */
  readonly sd: number | null;
  /** Slider from minus to plus this: round, and steady while the suspect is edited. */
  readonly reach: number;
  readonly step: number;
}

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

/** The next of 1, 2, 4, 5, 8 and 10 times a power of ten. */
export function roundUp(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  let power = 1;
  while (power > value) power /= 10;
  while (power * 10 <= value) power *= 10;
  return [1, 2, 4, 5, 8, 10].map((m) => m * power).find((round) => round >= value * (1 - 1e-9)) ?? 10 * power;
}
