import type { TableSchema } from '#core/table.ts';
import { layersOf } from '#lab/model.ts';
import type { Evidence } from './evidence.ts';
import { inputsOf, type Scaling } from './inputs.ts';
import { inputName } from './words.ts';

/** One weight of a run beside that of another. */
export interface ComparedWeight {
  readonly name: string;
  /** What a usual change of its input, one standard deviation, moves a forecast by: such weights can be compared. */
  readonly value: number;
  /** The same weight of what it is compared with; null when that has no such weight. */
  readonly base: number | null;
}

/** A forecast's suspect as one weight for each input; null for a model with a hidden layer, which has no such weights. */
export function weightsByName(
  { spec, suspect, clean, recipe }: Evidence,
  twin: 'clean' | 'suspect',
  schema: TableSchema,
  scaling: Scaling,
): ReadonlyMap<string, number> | null {
  const layers = layersOf(spec);
  if (layers.length > 1) return null;
  const { parameters } = twin === 'clean' ? clean : suspect;
  const inputs = inputsOf(schema, recipe.model.kind === 'interaction' ? 'interaction' : 'plain');
  return new Map(
    inputs.map((input, place) => {
      const column = input.kind === 'number' ? input.column : input.kind === 'driver-at' ? schema.driver : null;
      return [inputName(input, schema), parameters[place]! * (column === null ? 1 : scaling.sd[column]!)] as const;
    }),
  );
}

/**
 * The weights worth a look: those of numbers, in the model's order, then those of kinds that lie furthest from the base.
 * @param numbers how many of the weights belong to number columns
 * @param most how many weights of kinds are kept
 */
export function comparedWeights(
  weights: ReadonlyMap<string, number>,
  base: ReadonlyMap<string, number> | null,
  numbers: number,
  most: number,
): ComparedWeight[] {
  const all = [...weights].map(([name, value]) => ({ name, value, base: base?.get(name) ?? null }));
  const gap = ({ value, base: other }: ComparedWeight) => (other === null ? 0 : Math.abs(value - other));
  const kinds = all.slice(numbers).sort((a, b) => gap(b) - gap(a));
  return [...all.slice(0, numbers), ...kinds.slice(0, most)];
}
