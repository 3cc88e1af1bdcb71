import '../state/runes.ts';
import { expect, test } from 'vitest';
import { gainWords, stateWords } from '#app/course/test-words.ts';
import { TEST_ITEMS } from '#course/test-items.ts';

/** The test with the first so many items right, the rest wrong. */
const answered = (right: number, of = TEST_ITEMS.length, finished = true) => ({
  answers: Object.fromEntries(
    TEST_ITEMS.slice(0, of).map(({ id, options }, at) => [
      id,
      options.find((option) => option.right === at < right)!.id,
    ]),
  ),
  finished,
});
const words = (before: number, after: number) => gainWords(TEST_ITEMS, answered(before), answered(after));

test('how far one is, in words', () => {
  expect(stateWords(TEST_ITEMS, null)).toBe('Not begun.');
  expect(stateWords(TEST_ITEMS, answered(0, 3, false))).toBe('3 of 10 answered.');
  expect(stateWords(TEST_ITEMS, answered(0, 10, false))).toBe('All answered, not handed in yet.');
  expect(stateWords(TEST_ITEMS, answered(2))).toBe('Handed in.');
});

test('the gain is shown with how it is worked out', () => {
  expect(words(4, 7)).toEqual({
    gain: '50 %',
    formula: 'g = (post − pre) / (100 − pre) = (70 − 40) / (100 − 40)',
    meaning: 'That is 50 % of what was still to be learned.',
  });
  expect(words(7, 9).gain).toBe('67 %');
  expect(words(0, 10)).toMatchObject({ gain: '100 %', meaning: expect.stringContaining('All that was wrong') });
});

test('no gain, and less than none, are said as they are', () => {
  expect(words(5, 5)).toMatchObject({ gain: '0 %', meaning: expect.stringContaining('as much') });
  expect(words(5, 3)).toMatchObject({ gain: '−40 %', meaning: expect.stringContaining('less was right') });
});

test('all right the first time leaves nothing to gain', () => {
  expect(words(10, 10)).toMatchObject({
    gain: 'none',
    formula: '',
    meaning: expect.stringContaining('nothing was left'),
  });
  expect(words(10, 8)).toMatchObject({ gain: 'none', meaning: expect.stringContaining('less was right') });
});
