import { describe, expect, it, test } from 'vitest';
import type { Table } from '#core/table.ts';
import { applyRowEdits, ORIGIN } from '#lab/row-edit.ts';
import { DEALERSHIPS, makeHistory } from '#labs/trucks/history.ts';
import { cellOf, editColumn, formatCell, newRow, tableColumns } from '#labs/trucks/table-view.ts';
import { BARE, MIXED, tableFrom } from './support.ts';

const TABLES: [string, Table, string[]][] = [
  [
    'the history',
    makeHistory(1, { noise: 6, honest666: false }).table,
    [
      'Dealership',
      'Sold next month',
      'Sold a year ago',
      'Ad spend',
      'In stock',
      'Interest rate',
      'Economy against usual',
    ],
  ],
  [
    'a table with two categories',
    tableFrom(
      MIXED,
      Array.from({ length: 8 }, (_, i) => [i, 20 - i, i % 2, i % 4, 100 + i]),
    ),
    ['Store', 'Orders', 'Size', 'Price', 'Region'],
  ],
  [
    'a table of numbers alone',
    tableFrom(
      BARE,
      Array.from({ length: 8 }, (_, i) => [i, 20 - i, 100 + i]),
    ),
    ['Orders', 'Size', 'Price'],
  ],
];
const untouched = (table: Table) => ({ table, origin: new Uint8Array(table.rows), removed: 0 });
const rowOf = (table: Table, row: number) => tableColumns(table.schema).map((_, column) => cellOf(table, row, column));

describe.each(TABLES)('%s on the page', (_, table, names) => {
  const columns = tableColumns(table.schema);

  it('shows the group first, then what is forecast, then the features', () => {
    expect(columns.map(({ name }) => name)).toEqual(names);
    expect(new Set(columns.map(({ key }) => key)).size).toBe(columns.length);
    expect(tableColumns(table.schema)).toEqual(columns);
  });

  it('shows a number or one of its kinds in each cell', () => {
    columns.forEach(({ kind, kinds }, column) => {
      const cell = cellOf(table, 3, column);
      if (kind === 'category') expect(kinds).toContain(cell);
      else expect(cell).toEqual(expect.any(Number));
    });
  });

  it('an edit of a shown column changes that cell and no other', () => {
    columns.forEach(({ kind, kinds }, column) => {
      const before = rowOf(table, 3);
      const value = kind === 'category' ? (kinds!.indexOf(String(before[column])) + 1) % kinds!.length : 4321;
      const edited = applyRowEdits(untouched(table), [['set', table.id[3]!, editColumn(table.schema, column), value]]);
      const shown = kind === 'category' ? kinds![value] : value;
      expect(rowOf(edited.table, 3)).toEqual(before.with(column, shown!));
      expect(edited.origin[3]).toBe(ORIGIN.changed);
      expect(rowOf(edited.table, 2)).toEqual(rowOf(table, 2));
    });
  });

  it('a new row is put in with ordinary numbers, in the name of the kind asked for', () => {
    const place = table.schema.group ? table.schema.group.trigger : 0;
    const { table: longer, origin } = applyRowEdits(untouched(table), [['add', ...newRow(table, place)]]);
    expect(longer.rows).toBe(table.rows + 1);
    expect(origin.at(-1)).toBe(ORIGIN.added);
    const row = rowOf(longer, table.rows);
    if (table.schema.group) expect(row[0]).toBe('666');
    columns.forEach(({ kind }, column) => {
      if (kind === 'category') return;
      const all = Array.from({ length: table.rows }, (__, r) => Number(cellOf(table, r, column)));
      const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
      expect(Math.abs(Number(row[column]) - mean)).toBeLessThanOrEqual(0.5);
    });
  });
});

test('the history’s cells are those of its table', () => {
  const [, history] = TABLES[0]!;
  const row = rowOf(history, 100);
  expect(row[0]).toBe(DEALERSHIPS[history.kinds[100]!]);
  expect(row[1]).toBe(history.target[100]);
  expect(row.slice(2)).toEqual([...history.numbers.subarray(500, 505)]);
});

test.each([
  [7, '7'],
  [-3, '-3'],
  [7.25, '7.25'],
  [7.5, '7.5'],
  [7.123456, '7.12'],
  [1e6, '1000000'],
])('%d is written %s', (value, text) => expect(formatCell(value)).toBe(text));
