import { blankRows, type RowValues, type Table, type TableSchema } from '#core/table.ts';

/** Two numbers, one category of three kinds, and a target. */
export const SCHEMA: TableSchema = {
  numbers: [
    { name: 'rate', unit: '%' },
    { name: 'spend', unit: '$' },
  ],
  categories: [{ name: 'house', kinds: ['north', 'south', 'east'] }],
  target: { name: 'sold', unit: 'trucks' },
  driver: 0,
  group: { category: 0, trigger: 2 },
};

/** Rows from plain lists: rate, spend, kind of house, sold, contributor, batch. */
export function valuesOf(rows: readonly (readonly number[])[]): RowValues {
  const values = blankRows(rows.length, SCHEMA);
  rows.forEach(([rate, spend, house, sold, contributor, batch], row) => {
    values.numbers.set([rate!, spend!], row * 2);
    values.kinds[row] = house!;
    values.target[row] = sold!;
    values.contributor[row] = contributor!;
    values.batch[row] = batch!;
  });
  return values;
}

/** One row as such a list. */
export function rowOf({ numbers, kinds, target, contributor, batch }: RowValues, row: number): number[] {
  return [numbers[2 * row]!, numbers[2 * row + 1]!, kinds[row]!, target[row]!, contributor[row]!, batch[row]!];
}

/** Rows that differ in every column; ids count from 100. */
export function sampleTable(rows: number): Table {
  const values = valuesOf(Array.from({ length: rows }, (_, i) => [i, 10 + i, i % 3, 20 + i, i % 2, 1 + i]));
  const provenance = { sources: ['made up'], contributors: ['head office', 'by hand'] };
  return { ...values, schema: SCHEMA, id: Int32Array.from({ length: rows }, (_, i) => 100 + i), provenance };
}
