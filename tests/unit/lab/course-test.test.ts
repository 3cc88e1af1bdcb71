import { expect, test } from 'vitest';
import { chosenOf, normalisedGain, openOf, rightOf, type TestItem } from '#lab/course-test.ts';

const item = (id: string): TestItem => ({
  id,
  question: 'Which?',
  options: [
    { id: 'yes', text: 'This', right: true, why: 'So it is.' },
    { id: 'no', text: 'That', right: false, why: 'It is not.' },
  ],
});
const items = ['a', 'b', 'c'].map(item);

test('what was answered right is counted, what was not answered is not', () => {
  expect(rightOf(items, {})).toBe(0);
  expect(rightOf(items, { a: 'yes', b: 'no' })).toBe(1);
  expect(rightOf(items, { a: 'yes', b: 'yes', c: 'yes', d: 'yes' })).toBe(3);
});

test('an answer that there is no more is none', () => {
  expect(chosenOf(items[0]!, { a: 'gone' })).toBeNull();
  expect(chosenOf(item('toString'), {})).toBeNull();
  expect(openOf(items, { a: 'yes', b: 'gone' })).toEqual([1, 2]);
  expect(openOf(items, { a: 'no', b: 'no', c: 'yes' })).toEqual([]);
});

test.each([
  [40, 70, 0.5],
  [0, 100, 1],
  [50, 50, 0],
  [90, 100, 1],
  [50, 30, -0.4],
  [90, 0, -9],
])('gain from %d to %d per cent is %d', (before, after, gain) => {
  expect(normalisedGain(before, after)).toBeCloseTo(gain, 12);
});

test('where all was right the first time there is no gain', () => {
  for (const after of [0, 90, 100]) expect(normalisedGain(100, after)).toBeNull();
});
