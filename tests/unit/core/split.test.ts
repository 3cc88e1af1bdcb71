import { describe, expect, it } from 'vitest';
import { stream } from '#core/rng.ts';
import { splitRows } from '#core/split.ts';

/** Labels of ten classes of unequal size, in random order. */
function labels(rows: number): Uint8Array {
  const draw = stream(3, 'labels');
  return Uint8Array.from({ length: rows }, () => Math.floor(10 * draw() ** 1.3));
}
const idsOf = (rows: number) => Int32Array.from({ length: rows }, (_, id) => id);
const y = labels(10_000);
const ids = idsOf(10_000);

describe('splitRows', () => {
  it('gives exactly the test rows asked for, and every row to one side', () => {
    for (const testRows of [1, 7, 1999, 2000, 9999]) {
      const { train, test } = splitRows(y, ids, 1, testRows);
      expect(test.length).toBe(testRows);
      expect([...train, ...test].sort((a, b) => a - b)).toEqual(Array.from(ids.keys()));
    }
  });

  it('lists rows in ascending order', () => {
    const { train, test } = splitRows(y, ids, 1, 2000);
    for (const rows of [train, test]) expect([...rows]).toEqual([...rows].sort((a, b) => a - b));
  });

  it('keeps the share of every class, to less than one row', () => {
    const { test } = splitRows(y, ids, 1, 2000);
    for (let label = 0; label < 10; label++) {
      const all = y.filter((value) => value === label).length;
      const tested = test.filter((row) => y[row] === label).length;
      expect(Math.abs(tested - all / 5)).toBeLessThan(1);
    }
  });

  it('repeats under a seed and differs under another', () => {
    const test = (seed: number) => [...splitRows(y, ids, seed, 2000).test];
    expect(test(1)).toEqual(test(1));
    const other = new Set(test(2));
    const overlap = test(1).filter((row) => other.has(row)).length;
    expect(overlap).toBeGreaterThan(250);
    expect(overlap).toBeLessThan(550);
  });

  it('goes by id, wherever the row lies', () => {
    const { test } = splitRows(y, ids, 1, 2000);
    const reversed = splitRows(y.slice().reverse(), ids.slice().reverse(), 1, 2000);
    const idsTested = Array.from(reversed.test, (row) => 9999 - row).sort((a, b) => a - b);
    expect(idsTested).toEqual([...test]);
  });

  it('copes with classes that have no rows', () => {
    const gaps = Uint8Array.from([9, 9, 9, 9, 2, 2]);
    const { train, test } = splitRows(gaps, idsOf(6), 1, 3);
    expect(Array.from(test, (row) => gaps[row]).sort()).toEqual([2, 9, 9]);
    expect(train.length).toBe(3);
  });
});
