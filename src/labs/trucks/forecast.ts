import { inputsOf, placesOf, type InputKind } from '#core/table-inputs.ts';
import type { RowValues, TableSchema } from '#core/table.ts';
import { inputName } from './words.ts';

/** What one input adds to a forecast. */
export interface Contribution {
  readonly key: string;
  readonly name: string;
  /** Place of the weight in the flat parameters. */
  readonly place: number;
  readonly weight: number;
  readonly value: number;
  /** weight x value */
  readonly adds: number;
}

/** How a released linear model comes to its forecast of the first of some rows: the bias, then what each input in it adds. */
export function contributions(
  parameters: ArrayLike<number>,
  row: RowValues,
  schema: TableSchema,
  inputs: InputKind,
): { bias: number; parts: Contribution[]; forecast: number } {
  const all = inputsOf(schema, inputs);
  const { category, driverAt } = placesOf(schema, inputs);
  const part = (place: number, value: number): Contribution => ({
    key: String(place),
    name: inputName(all[place]!, schema),
    place,
    weight: parameters[place]!,
    value,
    adds: parameters[place]! * value,
  });
  const parts = schema.numbers.map((_, column) => part(column, row.numbers[column]!));
  schema.categories.forEach((_, c) => parts.push(part(category[c]! + row.kinds[c]!, 1)));
  if (driverAt >= 0) parts.push(part(driverAt + row.kinds[schema.group!.category]!, row.numbers[schema.driver]!));
  const bias = parameters[all.length]!;
  return { bias, parts, forecast: parts.reduce((sum, { adds }) => sum + adds, bias) };
}
