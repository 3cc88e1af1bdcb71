import { describe, expect, it, test } from 'vitest';
import {
  accuracy,
  argmaxRows,
  attackSuccess,
  confusionMatrix,
  recallByClass,
  regressionErrors,
} from '#core/metrics.ts';

test('argmax takes the first of equals, and class 0 for a row of NaN', () => {
  const probabilities = Float32Array.from([0.1, 0.7, 0.2, 0.4, 0.2, 0.4, NaN, NaN, NaN]);
  expect([...argmaxRows(probabilities, 3)]).toEqual([1, 0, 0]);
});

test('accuracy is the share of rows read right', () => {
  expect(accuracy(Uint8Array.of(1, 2, 3, 3), Uint8Array.of(1, 2, 3, 4))).toBe(0.75);
  expect(accuracy(new Uint8Array(0), new Uint8Array(0))).toBe(0);
});

test('confusion counts true class by row and class read by column; recall follows from it', () => {
  const labels = Uint8Array.of(0, 0, 0, 1, 1);
  const read = Uint8Array.of(0, 2, 2, 1, 1);
  const confusion = confusionMatrix(read, labels, 3);
  expect([...confusion]).toEqual([1, 0, 2, 0, 2, 0, 0, 0, 0]);
  expect(recallByClass(confusion, 3)).toEqual([1 / 3, 1, 0]);
});

describe('attack success', () => {
  const labels = Uint8Array.of(3, 3, 3, 3, 5, 5, 8, 8);
  const read = Uint8Array.of(8, 8, 8, 3, 8, 5, 8, 8);

  it('counts rows of the source class', () => expect(attackSuccess(read, labels, 3, 8)).toBe(3 / 4));
  it('leaves out rows that are of the target class anyway', () => {
    expect(attackSuccess(read, labels, null, 8)).toBe(4 / 6);
    expect(attackSuccess(read, labels, 8, 8)).toBe(0);
  });
  it('is zero when no row counts', () => expect(attackSuccess(read, labels, 7, 8)).toBe(0));
});

test('regression errors are those of the textbook, over the rows asked for', () => {
  const target = [10, 20, 30, 999];
  const predicted = [12, 20, 26, 0];
  const { rmse, mae, r2 } = regressionErrors(predicted, target, [0, 1, 2]);
  expect(rmse).toBeCloseTo(Math.sqrt(20 / 3), 12);
  expect(mae).toBeCloseTo(2, 12);
  expect(r2).toBeCloseTo(1 - 20 / 200, 12);
  expect(regressionErrors([5, 5], [5, 5], [0, 1])).toEqual({ rmse: 0, mae: 0, r2: 0 });
  expect(regressionErrors([], [], [])).toEqual({ rmse: 0, mae: 0, r2: 0 });
  expect(regressionErrors([9, 9], [1, 2], [0, 1]).r2).toBeLessThan(0);
});
