import { expect, test } from 'vitest';
import { placeText, readPlace, stepAt, type Lesson } from '#lab/lesson.ts';

test('a place in a lesson comes back from its text', () => {
  const place = { lesson: 'paid-too-much', step: 12 };
  expect(placeText(place)).toBe('lesson-paid-too-much-12');
  expect(readPlace(placeText(place))).toEqual(place);
});

test.each([
  ['lesson-a-2', 2],
  ['lesson-a-4', 4],
  ['lesson-a-99', 4],
  ['lesson-a-0', 1],
  ['', 1],
])('"%s" says a step that a lesson of three has, or its end', (text, step) => {
  expect(stepAt({ steps: [{}, {}, {}] } as unknown as Lesson, text)).toBe(step);
});

test.each([
  '',
  'lesson',
  'lesson-',
  'lesson-a',
  'lesson-a-',
  'lesson--1',
  'lesson-a-1234',
  'lesson-A-1',
  'lesson-a/b-1',
  'lesson-a-1 ',
])('"%s" is no place in a lesson', (text) => expect(readPlace(text)).toBeNull());
