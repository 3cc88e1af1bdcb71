import { ranker } from './rng.ts';

/** Row indices of a split, each list ascending. */
export interface RowSplit {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/**
 * Splits rows into training and test rows so that every class keeps its share (stratified; largest remainder, so that
 * the test set has exactly `testRows` rows). A row's luck hangs on its id and the seed alone.
 * @param y label of each row
 * @param ids id of each row, below 2^20
 */
export function splitRows(y: Uint8Array, ids: Int32Array, seed: number, testRows: number): RowSplit {
  const byClass = rowsByClass(y);
  const quota = apportion(
    byClass.map((rows) => rows.length),
    testRows,
  );
  const rank = Uint32Array.from(ids, ranker(seed, 'split'));
  const isTest = new Uint8Array(y.length);
  byClass.forEach((rows, label) => {
    const ranked = rows.sort((a, b) => rank[a]! - rank[b]! || a - b);
    for (const row of ranked.slice(0, quota[label])) isTest[row] = 1;
  });
  const all = Uint32Array.from(y, (_, row) => row);
  return { train: all.filter((row) => !isTest[row]), test: all.filter((row) => isTest[row]) };
}

function rowsByClass(y: Uint8Array): number[][] {
  const byClass: number[][] = [];
  y.forEach((label, row) => (byClass[label] ??= []).push(row));
  return Array.from(byClass, (rows) => rows ?? []);
}

/** Shares `seats` among groups in proportion to their sizes; ties go to the lower index. */
function apportion(sizes: readonly number[], seats: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map((size) => (seats * size) / total);
  const given = exact.map(Math.floor);
  const left = seats - given.reduce((sum, n) => sum + n, 0);
  const byRemainder = exact.map((_, i) => i).sort((a, b) => exact[b]! - given[b]! - (exact[a]! - given[a]!) || a - b);
  for (const i of byRemainder.slice(0, left)) given[i]!++;
  return given;
}
