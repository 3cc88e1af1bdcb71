import type { NumberColumn, Table } from '#core/table.ts';
import { shown } from '#lab/own-table.ts';
import { figure } from './words.ts';

/** What the kinds of a category are called: "Dealership 666". */
export function kindName({ schema }: Table, category: number, place: number): string {
  const { name, kinds } = schema.categories[category]!;
  return `${shown(name)} ${shown(kinds[place]!)}`;
}

/** One row in words: its kind of the group, driver and target. */
export function describeRow(table: Table, row: number): string {
  const { schema, kinds, numbers, target } = table;
  const { group, categories, driver } = schema;
  const parts = [
    ...(group ? [kindName(table, group.category, kinds[row * categories.length + group.category]!)] : []),
    withUnit(schema.numbers[driver]!, numbers[row * schema.numbers.length + driver]!),
    withUnit(schema.target, target[row]!),
  ];
  return parts.join(', ');
}

const withUnit = ({ name, unit }: NumberColumn, value: number) =>
  `${shown(name)} ${figure(value)}${unit ? ` ${unit}` : ''}`;

/** Unit of the driver's weight: "trucks per %", or names where columns have no units. */
export function slopeUnit({ schema }: Table): string {
  const nameOf = ({ name, unit }: NumberColumn) => unit || shown(name);
  return `${nameOf(schema.target)} per ${nameOf(schema.numbers[schema.driver]!)}`;
}
