import { expect, test } from 'vitest';
import { confusionDifference, differenceFinding } from '#labs/checks/confusion-difference.ts';

const counts = (...cells: number[]) => Uint32Array.from(cells);
const clean = counts(90, 8, 2, 5, 95, 0, 1, 1, 98);

test('the same matrix differs in nothing', () => {
  const difference = confusionDifference(clean, clean, 3);
  expect(difference).toEqual({ cells: new Int32Array(9), more: null, fewer: null });
  expect(differenceFinding(difference)).toBe('no digit is read otherwise.');
});

test('the mistake that grew most and the one that shrank most are named, right answers are not', () => {
  const difference = confusionDifference(counts(50, 2, 48, 5, 95, 0, 1, 1, 98), clean, 3);
  expect([...difference.cells]).toEqual([-40, -6, 46, 0, 0, 0, 0, 0, 0]);
  expect(differenceFinding(difference)).toBe('46 more of the 0s read as 2; 6 fewer of the 0s read as 1.');
});

test('a model that only got better has no mistake made more often', () => {
  const difference = confusionDifference(counts(98, 0, 2, 5, 95, 0, 1, 1, 98), clean, 3);
  expect(difference.more).toBeNull();
  expect(differenceFinding(difference)).toBe('8 fewer of the 0s read as 1.');
});
