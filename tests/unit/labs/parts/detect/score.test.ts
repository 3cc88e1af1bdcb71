import { expect, test } from 'vitest';
import { scoreRows } from '#lab/truth.ts';
import { rocCurve } from '#labs/parts/detect/roc.ts';

const places = (...rows: number[]) => Uint32Array.from(rows);
const marks = (...rows: number[]) => Uint8Array.from(rows);

test('flagged rows are scored against the poisoned ones', () => {
  const touched = marks(1, 1, 1, 0, 0, 0, 0, 0);
  const scores = Float32Array.of(9, 8, 1, 7, 2, 2, 2, 2);
  const score = scoreRows({ flagged: places(0, 1, 3), scores }, touched);
  expect(score).toMatchObject({ flagged: 3, hits: 2, poisoned: 3 });
  expect([score.precision, score.recall, score.f1]).toEqual([2 / 3, 2 / 3, 2 / 3]);
  // Of 15 pairs of a poisoned and a clean row, the poisoned one scores higher in 5 and 5.
  expect(score.auc).toBeCloseTo(10 / 15, 12);
});

test('what cannot be said is not said', () => {
  const none = scoreRows({ flagged: places(), scores: Float32Array.of(1, 2) }, marks(0, 0));
  expect(none).toEqual({ flagged: 0, hits: 0, poisoned: 0, precision: null, recall: null, f1: null, auc: null });
  expect(scoreRows({ flagged: places(1), scores: null }, marks(1, 0))).toMatchObject({
    precision: 0,
    recall: 0,
    f1: 0,
  });
});

test('a ROC curve runs from none to all, and its area is the AUC', () => {
  const touched = Uint8Array.from({ length: 1000 }, (_, i) => Number(i % 9 === 0));
  const scores = Float32Array.from(touched, (mark, i) => mark * 3 + ((i * 7) % 10));
  const { x, y } = rocCurve(scores, touched);
  expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
  expect(x).toEqual(x.toSorted((a, b) => a - b));
  expect(y).toEqual(y.toSorted((a, b) => a - b));
  const area = x.slice(1).reduce((sum, at, i) => sum + ((at - x[i]!) * (y[i + 1]! + y[i]!)) / 2, 0);
  expect(area).toBeCloseTo(scoreRows({ flagged: places(), scores }, touched).auc!, 6);
});
