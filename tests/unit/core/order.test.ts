import { describe, expect, it, test } from 'vitest';
import { epochPlan, queueOf, NOT_SHIFTED, shiftOf } from '#core/order.ts';

const ids = Int32Array.from({ length: 500 }, (_, i) => i * 7);

describe('the plan of an epoch', () => {
  it('holds each row once', () => {
    const { order } = epochPlan(ids, 1, 1, false);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from(ids.keys()));
  });

  it('repeats, and differs by epoch and seed', () => {
    const order = (seed: number, epoch: number) => [...epochPlan(ids, seed, epoch, true).order];
    expect(order(1, 1)).toEqual(order(1, 1));
    expect(order(1, 1)).not.toEqual(order(1, 2));
    expect(order(1, 1)).not.toEqual(order(2, 1));
  });

  it('keeps everyone else in place when a row is dropped', () => {
    const idsInOrder = (of: Int32Array) => Array.from(epochPlan(of, 4, 2, false).order, (row) => of[row]!);
    const dropped = ids[123]!;
    const without = ids.filter((id) => id !== dropped);
    expect(idsInOrder(without)).toEqual(idsInOrder(ids).filter((id) => id !== dropped));
  });

  it('shifts by the id alone, all nine ways about equally, or not at all', () => {
    const many = Int32Array.from({ length: 9000 }, (_, i) => i);
    const { order, shift } = epochPlan(many, 1, 1, true);
    const counts = new Array<number>(9).fill(0);
    shift.forEach((code) => counts[code]!++);
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
    const half = epochPlan(many.subarray(0, 4500), 1, 1, true);
    const codeOf = new Map(Array.from(order, (row, i) => [row, shift[i]]));
    half.order.forEach((row, i) => expect(half.shift[i]).toBe(codeOf.get(row)));
    expect(epochPlan(many, 1, 1, false).shift.every((code) => code === NOT_SHIFTED)).toBe(true);
  });
});

test('the nine shift codes are the nine moves by at most one pixel', () => {
  const moves = Array.from({ length: 9 }, (_, code) => shiftOf(code));
  expect(new Set(moves.map(({ dx, dy }) => `${dx},${dy}`)).size).toBe(9);
  for (const { dx, dy } of moves) expect(Math.max(Math.abs(dx), Math.abs(dy))).toBeLessThanOrEqual(1);
  expect(shiftOf(NOT_SHIFTED)).toEqual({ dx: 0, dy: 0 });
});

test('a queue that is known already gives the very plan that sorting all rows gives, however many rows are added', () => {
  const ids = Int32Array.from({ length: 500 }, (_, i) => (i < 400 ? 3 * i : 2 ** 19 + i));
  for (const own of [0, 1, 400, 499, 500]) {
    const known = queueOf(ids.subarray(0, own), 0, 7, 3);
    expect(epochPlan(ids, 7, 3, true, known)).toEqual(epochPlan(ids, 7, 3, true));
  }
});
