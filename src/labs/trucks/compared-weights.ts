import type { TableSchema } from '#core/table.ts';
import { layersOf } from '#lab/model.ts';
import type { Evidence } from './evidence.ts';
import { inputsOf, type Scaling } from '#core/table-inputs.ts';
import { inputKindOf } from './rows.ts';
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
  const inputs = inputsOf(schema, inputKindOf(recipe));
  return new Map(
    inputs.map((input, place) => {
      const column = input.kind === 'number' ? input.column : input.kind === 'driver-at' ? schema.driver : null;
      return [inputName(input, schema), parameters[place]! * (column === null ? 1 : scaling.sd[column]!)] as const;
    }),
  );
}

/** Weights of a run, and those it is compared with, by name; `weights` is null where inputs have no one weight. */
export interface WeighedRun {
  readonly weights: ReadonlyMap<string, number> | null;
  readonly base: ReadonlyMap<string, number> | null;
}

/**
 * The same weights for each run, so that they can be read across: those of numbers, in the model's order, then those of kinds
 * that lie furthest from what they are compared with in any run.
 * @param numbers how many of the weights belong to number columns
 * @param most how many weights of kinds are kept
 */
export function comparedWeights(
  runs: readonly WeighedRun[],
  numbers: number,
  most: number,
): (readonly ComparedWeight[] | null)[] {
  const gaps = new Map<string, number>();
  const first = new Set<string>();
  for (const { weights, base } of runs) {
    [...(weights ?? [])].forEach(([name, value], place) => {
      if (place < numbers) first.add(name);
      else gaps.set(name, Math.max(gaps.get(name) ?? 0, gapOf({ value, base: base?.get(name) ?? null })));
    });
  }
  const kinds = [...gaps].sort(([, a], [, b]) => b - a).slice(0, most);
  const names = [...first, ...kinds.map(([name]) => name)];
  return runs.map(
    ({ weights, base }) =>
      weights &&
      names.flatMap((name) => {
        const value = weights.get(name);
        return value === undefined ? [] : [{ name, value, base: base?.get(name) ?? null }];
      }),
  );
}

/** How far a weight lies from the other; nothing where there is no other, or no number. */
export function gapOf({ value, base }: Pick<ComparedWeight, 'value' | 'base'>): number {
  const gap = base === null ? 0 : Math.abs(value - base);
  return Number.isFinite(gap) ? gap : 0;
}
