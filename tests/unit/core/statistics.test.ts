import { describe, expect, it, test } from 'vitest';
import { descending, deviation, mean, median, quantile, rocAuc, scaledMad } from '#core/statistics.ts';

test('quantiles lie between order statistics, whatever the order', () => {
  const values = [4, 1, 3, 2];
  expect([0, 0.5, 1, 1 / 3, 0.25].map((share) => quantile(values, share))).toEqual([1, 2.5, 4, 2, 1.75]);
  expect([median([7]), median([3, 1, 2]), median([])]).toEqual([7, 2, NaN]);
});

test('mean and sample deviation', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(deviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12);
  expect([deviation([]), deviation([5])]).toEqual([0, 0]);
});

test('the median absolute deviation bears outliers, scales, and is zero when over half are alike', () => {
  expect(scaledMad([1, 1, 2, 2, 4, 6, 9])).toBeCloseTo(1.4826, 12);
  expect(scaledMad([1, 1, 2, 2, 4, 6, 9e9])).toBeCloseTo(1.4826, 12);
  expect(scaledMad([10, 10, 20, 20, 40, 60, 90])).toBeCloseTo(14.826, 12);
  expect(scaledMad([5, 5, 5, 5, 90])).toBe(0);
});

test('places from the largest value down, ties in order, NaN last', () => {
  expect([...descending([1, NaN, 3, 1, Infinity])]).toEqual([4, 2, 0, 3, 1]);
});

describe('the area under the ROC curve', () => {
  const auc = (scores: number[], meant: number[]) => rocAuc(scores, Uint8Array.from(meant));

  it('is 1 for a perfect score, 0 for its opposite, and a half for none', () => {
    expect(auc([3, 2, 1, 0], [1, 1, 0, 0])).toBe(1);
    expect(auc([0, 1, 2, 3], [1, 1, 0, 0])).toBe(0);
    expect(auc([5, 5, 5, 5], [1, 1, 0, 0])).toBe(0.5);
  });

  it('counts the pairs that are in order, ties half', () => {
    expect(auc([0.9, 0.8, 0.8, 0.1], [1, 0, 1, 0])).toBe(3.5 / 4);
  });

  it('does not exist when one side is empty, and ends with NaN among the scores', () => {
    expect(auc([1, 2], [0, 0])).toBeNaN();
    expect(auc([1, 2], [1, 1])).toBeNaN();
    expect(auc([NaN, 2, NaN], [0, 1, 0])).toBe(1);
  });
});
