import { expect, test } from 'vitest';
import { binsOf } from '#charts/histogram.ts';

test('each value falls into one bin, the largest into the last', () => {
  const bins = binsOf([0, 1, 2, 3, 4, 10], 5, [0, 1, 0, 0, 0, 1]);
  expect(bins.map(({ count }) => count)).toEqual([2, 2, 1, 0, 1]);
  expect(bins.map(({ marked }) => marked)).toEqual([1, 0, 0, 0, 1]);
  expect([bins[0]!.from, bins.at(-1)!.to]).toEqual([0, 10]);
});

test('equal values make one bin, and what is no number none', () => {
  expect(binsOf([3, 3, NaN, Infinity], 9, null)).toEqual([{ from: 3, to: 4, count: 2, marked: 0 }]);
  expect(binsOf([NaN], 9, null)).toEqual([]);
});
