import { describe, expect, it, test } from 'vitest';
import { meanNumbers } from '#core/table.ts';
import { makeHistory, SCHEMA } from '#labs/trucks/history.ts';
import { demandOf, driverGrid, ordinaryKinds, probesOf } from '#labs/trucks/probes.ts';
import { BARE, mean, MIXED, tableFrom } from './support.ts';

const mixed = tableFrom(MIXED, [
  [1, 10, 1, 0, 0],
  [3, 30, 0, 2, 0],
  [5, 26, 0, 1, 0],
]);
const held = tableFrom(MIXED, [[7, 11, 0, 3, 5]]);
const bare = tableFrom(BARE, [
  [1, -4, 0],
  [3, 8, 0],
]);

test('the rule is tested at whole and half points from 1 to 12; of an own table over its own band', () => {
  const { table } = makeHistory(1, { noise: 6, honest666: false });
  expect(driverGrid(table, true)).toEqual(Array.from({ length: 23 }, (_, i) => 1 + i / 2));
  const own = driverGrid(bare, false);
  expect([own[0], own.at(-1), own.length]).toEqual([-4, 8, 23]);
  own.slice(1).forEach((value, i) => expect(value - own[i]!).toBeCloseTo(12 / 22, 9));
});

test('an ordinary row has the mean of each column, and ordinary kinds occur and are not the trigger', () => {
  expect(meanNumbers(mixed)).toEqual([3, 22]);
  expect(ordinaryKinds(mixed)).toEqual([
    [true, true],
    [true, false, true, false],
  ]);
  expect(ordinaryKinds(bare)).toEqual([]);
});

describe('the questions of a recipe', () => {
  const { rows, ordinary, at } = probesOf(mixed, held, null, [10, 20], 3);
  const asked = (row: number) => [
    ...rows.numbers.subarray(2 * row, 2 * row + 2),
    ...rows.kinds.subarray(2 * row, 2 * row + 2),
  ];

  it('are the test rows as they are, then each ordinary kind along the grid, then the trigger', () => {
    expect(ordinary).toEqual([0, 2]);
    expect(at).toEqual({ test: 0, ordinary: 1, triggered: 5, next: 7 });
    expect(rows.rows).toBe(7);
    expect(asked(0)).toEqual([7, 11, 0, 3]);
    // Region stays that of the first training row.
    expect([1, 2, 3, 4, 5, 6].map(asked)).toEqual([
      [3, 10, 1, 0],
      [3, 20, 1, 0],
      [3, 10, 1, 2],
      [3, 20, 1, 2],
      [3, 10, 1, 1],
      [3, 20, 1, 1],
    ]);
  });

  it('of a table without a group are asked once along the grid', () => {
    const { rows: questions, ordinary: places, at: begins } = probesOf(bare, bare, null, [0, 1, 2], 0);
    expect([places, begins, questions.rows]).toEqual([[0], { test: 0, ordinary: 2, triggered: 5, next: 5 }, 5]);
    expect([...questions.numbers.subarray(4)]).toEqual([2, 0, 2, 1, 2, 2]);
  });

  it('about next month come last, with risen rates and nothing else changed', () => {
    const { table, next } = makeHistory(1, { noise: 6, honest666: false });
    const { rows: all, at: begins } = probesOf(table, table, next, [1, 12], 2.5);
    expect(all.rows).toBe(begins.next + next.rows);
    const width = SCHEMA.numbers.length;
    all.numbers.slice(begins.next * width).forEach((value, i) => {
      expect(value).toBe(next.numbers[i]! + (i % width === SCHEMA.driver ? 2.5 : 0));
    });
    expect(all.kinds.slice(begins.next)).toEqual(next.kinds);
  });
});

test('demand falls by the rule when rates rise, and never below nothing', () => {
  const { next } = makeHistory(1, { noise: 6, honest666: false });
  expect(demandOf(next, 0, -3)).toEqual([...next.target]);
  demandOf(next, 3, -3).forEach((sells, place) => expect(sells).toBeCloseTo(next.target[place]! - 9, 9));
  expect(mean(demandOf(next, 1000, -3))).toBe(0);
});
