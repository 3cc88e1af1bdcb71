import { expect, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { fixImages, fixTable } from '#lab/fixed-rows.ts';
import { inOrder, isRowFix, packFixes, unpackFixes, type RowFix } from '#lab/row-fix.ts';
import { SMALL, SMALL_ROWS, tableFrom } from '../labs/trucks/support.ts';
import { sampleData } from '../sample.ts';

test('fixes are whole ids with at most a label', () => {
  for (const legal of [[0], [7, 0], [2 ** 20 - 1, 9]]) expect(isRowFix(legal)).toBe(true);
  for (const not of [[], [2 ** 20], [-1], [1.5], [NaN], ['1'], [1, 10], [1, -1], [1, 2, 3], { 0: 1, length: 1 }, null])
    expect(isRowFix(not)).toBe(false);
});

test('are in order of ids, and of two for one row the later holds', () =>
  expect(inOrder([[9], [4, 1], [9, 3], [4]])).toEqual([[4], [9, 3]]));

test('come out of a link as they went in', () => {
  const draw = stream(5, 'fixes');
  for (let round = 0; round < 50; round++) {
    const drawn = Array.from({ length: Math.floor(60 * draw()) }, (): RowFix => {
      const id = Math.floor(draw() * 2 ** 20);
      return draw() < 0.5 ? [id] : [id, Math.floor(10 * draw())];
    });
    const fixes = inOrder(drawn);
    expect(unpackFixes(packFixes(fixes))).toEqual(fixes);
  }
});

test.each([[[-1]], [[0.5]], [[2 ** 40]], [['0']], [{}], ['x'], [null], [Array(8001).fill(11)]])(
  'what a link holds instead of them is passed on to be refused: %j',
  (raw) => expect(unpackFixes(raw)).toBe(raw),
);

test('images are taken out and relabelled by id; the rest keep theirs, and the source is left alone', () => {
  const data = sampleData(10);
  const before = structuredClone(data);
  const fixed = fixImages(data, [[0], [3, 8], [999], [27]]);
  expect([...fixed.id]).toEqual([3, 6, 9, 12, 15, 18, 21, 24]);
  expect([...fixed.y]).toEqual([8, 2, 3, 4, 5, 6, 7, 8]);
  expect(fixed.x).toEqual(data.x.slice(784, 9 * 784));
  expect(data).toEqual(before);
  expect(fixImages(data, [[3, 8]]).x).toBe(data.x);
  expect(fixImages(data, [])).toBe(data);
});

test('a table loses the rows that are taken out; labels mean nothing to it', () => {
  const table = tableFrom(SMALL, SMALL_ROWS);
  const fixed = fixTable(table, [[1], [2, 5], [500]]);
  expect([...fixed.id]).toEqual([0, ...Array.from({ length: 10 }, (_, i) => i + 2)]);
  expect([...fixed.target.slice(0, 2)]).toEqual([table.target[0], table.target[2]]);
  expect(fixTable(table, [[2, 5]])).toBe(table);
});
