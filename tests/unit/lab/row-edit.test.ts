import { describe, expect, it, test } from 'vitest';
import { FIRST_ADDED_ID } from '#core/table.ts';
import { stream } from '#core/rng.ts';
import { applyRowEdits, columnCount, isRowEdit, ORIGIN, type RowEdit, type TouchedTable } from '#lab/row-edit.ts';
import { rowOf, sampleTable, SCHEMA } from '../sample-table.ts';

const { given, changed, added } = ORIGIN;
const touched = (rows = 5): TouchedTable => ({ table: sampleTable(rows), origin: new Uint8Array(rows), removed: 0 });
const edit = (...edits: RowEdit[]) => applyRowEdits(touched(), edits);
const rowsOf = ({ table }: TouchedTable) => Array.from({ length: table.rows }, (_, row) => rowOf(table, row));
const usual = rowsOf(touched());

describe('a row edit', () => {
  it('sets a number, a kind or the target, and marks the row as changed', () => {
    const { table, origin } = edit(['set', 101, 0, 7.5], ['set', 101, 2, 2], ['set', 103, 3, -4]);
    expect(rowOf(table, 1)).toEqual([7.5, 11, 2, 21, 1, 2]);
    expect(rowOf(table, 3)).toEqual([3, 13, 0, -4, 1, 4]);
    expect([...origin]).toEqual([given, changed, given, changed, given]);
  });

  it('drops a row and counts it as gone', () => {
    const after = edit(['drop', 100], ['drop', 103]);
    expect([...after.table.id]).toEqual([101, 102, 104]);
    expect(rowsOf(after)).toEqual([1, 2, 4].map((row) => usual[row]));
    expect(after.removed).toBe(2);
  });

  it('adds a row at the end, by the last contributor, with an id that meets no other', () => {
    const { table, origin, removed } = edit(['add', 1, 2, 0, 3], ['add', 4, 5, 1, 6]);
    expect([table.rows, removed]).toEqual([7, 0]);
    expect([rowOf(table, 5), rowOf(table, 6)]).toEqual([
      [1, 2, 0, 3, 1, 0],
      [4, 5, 1, 6, 1, 0],
    ]);
    expect([...origin]).toEqual([given, given, given, given, given, added, added]);
    const [first, second] = table.id.subarray(5);
    expect(first).toBeGreaterThan(FIRST_ADDED_ID + 1e5);
    expect(second).toBe(first! + 1);
    expect(second).toBeLessThan(2 ** 20);
  });

  it('reaches rows that were added before it, and forgets those dropped again', () => {
    const id = edit(['add', 1, 2, 0, 3]).table.id.at(-1)!;
    const after = edit(['add', 1, 2, 0, 3], ['set', id, 1, 9], ['add', 4, 5, 1, 6], ['drop', id]);
    expect(rowsOf(after)).toEqual([...usual, [4, 5, 1, 6, 1, 0]]);
    expect([after.origin.at(-1), after.removed]).toEqual([added, 0]);
    expect(after.table.id.at(-1)).toBe(id + 1);
  });

  it('keeps what an attack did: marks of added and changed rows, and the count of those gone', () => {
    const attacked = { ...touched(3), origin: Uint8Array.of(changed, added, given), removed: 4 };
    const after = applyRowEdits(attacked, [
      ['set', 101, 0, 1],
      ['set', 102, 0, 1],
      ['drop', 100],
    ]);
    expect([...after.origin]).toEqual([added, changed]);
    expect(after.removed).toBe(5);
    expect(applyRowEdits(attacked, [['drop', 101]]).removed).toBe(4);
  });

  it('leaves the table it is applied to alone, and without edits returns the very same one', () => {
    const start = touched();
    expect(applyRowEdits(start, [])).toEqual(start);
    expect(applyRowEdits(start, []).table).toBe(start.table);
    applyRowEdits(start, [
      ['set', 101, 0, 7],
      ['drop', 100],
      ['add', 1, 2, 0, 3],
    ]);
    expect(start).toEqual(touched());
  });
});

test.each<[string, RowEdit]>([
  ['a row that is not there', ['set', 99, 0, 1]],
  ['a row dropped before', ['drop', 102]],
  ['a column before the first', ['set', 101, -1, 1]],
  ['a column after the last', ['set', 101, 4, 1]],
  ['half a column', ['set', 101, 0.5, 1]],
  ['a kind that is not there', ['set', 101, 2, 3]],
  ['half a kind', ['set', 101, 2, 0.5]],
  ['a row with a value too few', ['add', 1, 2, 0]],
  ['a row with a value too many', ['add', 1, 2, 0, 3, 4]],
  ['a new row of a kind that is not there', ['add', 1, 2, 7, 3]],
  ['an id of half a row', ['drop', 101.5]],
])('%s is passed over', (_, stray) => {
  const without = applyRowEdits(touched(), [
    ['drop', 102],
    ['set', 103, 0, 8],
  ]);
  expect(applyRowEdits(touched(), [['drop', 102], stray, ['set', 103, 0, 8]])).toEqual(without);
});

test('columns count through numbers, categories and the target', () => expect(columnCount(SCHEMA)).toBe(4));

test.each([
  [['set', 1, 2, 3], true],
  [['set', 1, 0, -1e9], true],
  [['drop', 1], true],
  [['add', 1, 2], true],
  [['add', ...Array<number>(39).fill(0)], true],
  [['add', ...Array<number>(40).fill(0)], false],
  [['add', 1], false],
  [['add'], false],
  [['set', 1, 2], false],
  [['set', 1, 2, 3, 4], false],
  [['set', 1, 2, 1.1e9], false],
  [['set', 1, 2, NaN], false],
  [['set', 1, 2, -Infinity], false],
  [['set', 1, 2, '3'], false],
  [['drop'], false],
  [['drop', null], false],
  [['paint', 1], false],
  [['constructor', 1], false],
  [[], false],
  ['drop', false],
  [{ 0: 'drop', 1: 1, length: 2 }, false],
  [null, false],
])('%j is a row edit: %s', (raw, legal) => expect(isRowEdit(raw)).toBe(legal));

test('500 lists of edits at random: never an error, every row accounted for, untouched rows as they were', () => {
  const draw = stream(1, 'row-edits');
  const below = (n: number) => Math.floor(draw() * n);
  const number = () => [0, 1, 2, -1, 0.5, 1e9, draw() * 100][below(7)]!;
  const ids = () => [100 + below(10), FIRST_ADDED_ID + 2 ** 18 + below(4), number()][below(3)]!;
  const kinds: (() => RowEdit)[] = [
    () => ['set', ids(), [below(4), number()][below(2)]!, number()],
    () => ['drop', ids()],
    () => ['add', ...Array.from({ length: below(3) ? 4 : below(7) + 1 }, number)],
  ];
  for (let n = 0; n < 500; n++) {
    const rows = below(9);
    const start = touched(rows);
    const edits = Array.from({ length: below(30) }, () => kinds[below(3)]!());
    const { table, origin, removed } = applyRowEdits(start, edits);
    expect(start).toEqual(touched(rows));
    expect([origin.length, table.id.length, table.target.length, table.numbers.length]).toEqual(
      [1, 1, 1, 2].map((width) => width * table.rows),
    );
    expect(new Set(table.id).size).toBe(table.rows);
    expect(table.kinds.every((kind) => kind < 3)).toBe(true);
    expect(origin.filter((mark) => mark !== added).length).toBe(rows - removed);
    origin.forEach((mark, row) => {
      if (mark === given) expect(rowOf(table, row)).toEqual(usualRow(table.id[row]!));
    });
  }
});

function usualRow(id: number): number[] {
  return rowOf(sampleTable(id - 99), id - 100);
}
