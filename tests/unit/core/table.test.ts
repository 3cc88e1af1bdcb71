import { describe, expect, it } from 'vitest';
import {
  applyTablePatch,
  blankRows,
  emptyPatch,
  FIRST_ADDED_ID,
  pickRows,
  pickTable,
  rowsTouched,
  type TablePatch,
} from '#core/table.ts';
import { rowOf, sampleTable, SCHEMA, valuesOf } from '../sample-table.ts';

const table = sampleTable(6);
const before = structuredClone(table);

/** Row 1 replaced, rows 0 and 4 taken out, two put in. */
const patch: TablePatch = {
  replaced: { rows: Uint32Array.of(1), values: valuesOf([[70, 71, 1, 72, 1, 9]]) },
  removed: Uint32Array.of(0, 4),
  added: valuesOf([
    [80, 81, 2, 82, 0, 10],
    [90, 91, 0, 92, 1, 11],
  ]),
};

describe('a patch on a table', () => {
  it('replaces rows where they stand, takes rows out and puts rows in at the end', () => {
    const { rows, id, ...after } = applyTablePatch(table, patch);
    expect(rows).toBe(6);
    expect([...id]).toEqual([101, 102, 103, 105, FIRST_ADDED_ID, FIRST_ADDED_ID + 1]);
    const all = { rows, ...after };
    expect(rowOf(all, 0)).toEqual([70, 71, 1, 72, 1, 9]);
    expect([1, 2, 3].map((row) => rowOf(all, row))).toEqual([2, 3, 5].map((row) => rowOf(table, row)));
    expect([4, 5].map((row) => rowOf(all, row))).toEqual([
      [80, 81, 2, 82, 0, 10],
      [90, 91, 0, 92, 1, 11],
    ]);
    expect(after.schema).toBe(SCHEMA);
    expect(after.provenance).toBe(table.provenance);
  });

  it('leaves the table it is applied to alone', () => {
    applyTablePatch(table, patch);
    expect(table).toEqual(before);
  });

  it('that is empty returns the very same table', () => {
    expect(applyTablePatch(table, emptyPatch(SCHEMA))).toBe(table);
  });

  it('counts every row it touches once', () => {
    expect(rowsTouched(patch)).toBe(5);
    expect(rowsTouched(emptyPatch(SCHEMA))).toBe(0);
  });

  it('can take out every row', () => {
    const nothing = applyTablePatch(table, {
      ...emptyPatch(SCHEMA),
      removed: Uint32Array.from({ length: 6 }, (_, i) => i),
    });
    expect(nothing.rows).toBe(0);
    expect([...nothing.id, ...nothing.numbers, ...nothing.kinds, ...nothing.target]).toEqual([]);
  });
});

describe('rows of a table', () => {
  it('are picked in the order asked for, the same more than once if need be', () => {
    const picked = pickRows(table, SCHEMA, [4, 0, 4]);
    expect([0, 1, 2].map((row) => rowOf(picked, row))).toEqual([4, 0, 4].map((row) => rowOf(table, row)));
  });

  it('picked as a table keep their ids', () => {
    const picked = pickTable(table, [5, 2]);
    expect([picked.rows, ...picked.id]).toEqual([2, 105, 102]);
    expect(rowOf(picked, 1)).toEqual(rowOf(table, 2));
  });

  it('start blank', () => {
    const blank = blankRows(3, SCHEMA);
    expect(rowOf(blank, 2)).toEqual([0, 0, 0, 0, 0, 0]);
    expect([blank.numbers.length, blank.kinds.length]).toEqual([6, 3]);
  });
});
