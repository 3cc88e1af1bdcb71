import type { TableSchema } from '#core/table.ts';
import type { StepExplained } from '#lab/step.ts';
import { signed, sized, tick } from '../parts/format.ts';
import type { Input, Scaling } from '#core/table-inputs.ts';
import { inputName, withUnit } from './words.ts';

/** One input of a row: as people write it, and as the model is given it. */
export interface StepInput {
  readonly name: string;
  readonly natural: string;
  readonly seen: string;
}

/** A standardised value in the column's own unit. */
const natural = (value: number, mean: number, sd: number) => mean + value * sd;

/** The inputs of a row that are not silent: every number, its kinds, and the driver at its own kind. */
export function rowInputs(
  x: ArrayLike<number>,
  schema: TableSchema,
  inputs: readonly Input[],
  scaling: Scaling,
): StepInput[] {
  return inputs.flatMap((input, place): StepInput[] => {
    const value = x[place]!;
    if (input.kind !== 'number' && value === 0) return [];
    if (input.kind === 'is') {
      const { name, kinds } = schema.categories[input.category]!;
      return [{ name, natural: kinds[input.place]!, seen: '1' }];
    }
    const column = input.kind === 'number' ? input.column : schema.driver;
    const text = tick(natural(value, scaling.mean[column]!, scaling.sd[column]!));
    const { unit } = schema.numbers[column]!;
    return [{ name: inputName(input, schema), natural: unit ? `${text} ${unit}` : text, seen: signed(value, 2, true) }];
  });
}

/** Forecast of a row in the target's unit. @param output in standard deviations of the target */
export const forecastOf = (output: number, { target }: Scaling): number => natural(output, target.mean, target.sd);

/** How wrong a forecast is, and what its loss means. */
export function forecastError(
  { before, target: wanted }: StepExplained,
  { target }: TableSchema,
  scaling: Scaling,
): string {
  const [forecast, truth] = [before.output[0]!, wanted!].map((value) => forecastOf(value, scaling));
  const gap = forecast! - truth!;
  const miss = `${withUnit(Math.abs(gap), target, 1)} too ${gap < 0 ? 'low' : 'high'}`;
  const inSds = before.output[0]! - wanted!;
  return `The row says ${withUnit(truth!, target, 1)}, so the forecast is ${miss}. That is ${signed(inSds, 2)} standard deviations; its loss is the square: ${sized(before.loss)}. Squaring makes a miss twice as large count four times.`;
}
