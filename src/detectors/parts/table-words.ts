import type { Table } from '#core/table.ts';
import { shown } from '#lab/own-table.ts';

/** Rows beyond these are counted, not described. */
const DESCRIBED = 6;

/** A number with as many digits as its size deserves and a true minus sign. */
export function figure(value: number): string {
  const size = Math.abs(value);
  const text = size >= 1000 ? value.toFixed(0) : size >= 100 ? value.toFixed(1) : value.toPrecision(3);
  return text.replace('-', '−');
}

/** A count with its noun: "1 row", "20 rows". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

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

const withUnit = ({ name, unit }: { name: string; unit: string }, value: number) =>
  `${shown(name)} ${figure(value)}${unit ? ` ${unit}` : ''}`;

/** Measurements that describe the loudest rows, with a number for each. */
export function loudestRows(table: Table, flagged: Uint32Array, scores: Float32Array, label: string) {
  const order = [...flagged].sort((a, b) => scores[b]! - scores[a]! || a - b);
  return order
    .slice(0, DESCRIBED)
    .map((row) => ({ label: describeRow(table, row), text: `${label} ${figure(scores[row]!)}` }));
}
