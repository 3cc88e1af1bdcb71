import { describe, expect, it, test } from 'vitest';
import { chiSquare, chiSquareTail, populationStability } from '#core/chi-square.ts';

test('chi-square of counts is what a hand computes, and zero when shares are met', () => {
  expect(chiSquare([30, 20, 10], [1, 1, 1])).toBe(10);
  expect(chiSquare([200, 100], [0.5, 0.25])).toBe(0);
  expect(chiSquare([5, 0], [1, 0])).toBe(0);
  expect(chiSquare([5, 1], [1, 0])).toBe(Infinity);
});

describe('the tail of chi-square', () => {
  // Critical values of the usual tables.
  it.each([
    [3.841458820694124, 1, 0.05],
    [6.634896601021213, 1, 0.01],
    [10.827566170662733, 1, 0.001],
    [5.991464547107979, 2, 0.05],
    [16.918977604620448, 9, 0.05],
    [21.665994333461924, 9, 0.01],
    [27.877164871256568, 9, 0.001],
    [18.307038053275146, 10, 0.05],
    [0.0039321400000195, 1, 0.95],
    [3.325112843066815, 9, 0.95],
  ])('beyond %d with %i degrees of freedom is %d', (statistic, df, p) => {
    expect(chiSquareTail(statistic, df) / p).toBeCloseTo(1, 6);
  });

  it('falls from 1 to 0 without a step where the way of computing changes', () => {
    for (const df of [1, 2, 9, 10]) {
      expect(chiSquareTail(0, df)).toBe(1);
      let last = 1;
      let steepest = 0;
      for (let x = 0.02; x < 60; x += 0.02) {
        const tail = chiSquareTail(x, df);
        steepest = Math.max(steepest, last - tail);
        expect(tail - last).toBeLessThan(1e-8);
        last = tail;
      }
      expect(steepest).toBeLessThan(0.12);
      expect(chiSquareTail(1e6, df)).toBe(0);
      expect(chiSquareTail(Infinity, df)).toBe(0);
    }
    expect(chiSquareTail(NaN, 9)).toBeNaN();
  });
});

test('the stability index is symmetric in what it compares, zero for the same shares, finite for an empty class', () => {
  expect(populationStability([50, 50], [1, 1])).toBe(0);
  const there = populationStability([60, 40], [50, 50]);
  expect(there).toBeCloseTo(0.1 * Math.log(1.2) - 0.1 * Math.log(0.8), 12);
  expect(populationStability([50, 50], [60, 40])).toBeCloseTo(there, 12);
  expect(populationStability([100, 0], [50, 50])).toBeGreaterThan(0.25);
  expect(populationStability([100, 0], [50, 50])).toBeLessThan(10);
});
