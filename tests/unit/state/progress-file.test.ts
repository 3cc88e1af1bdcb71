import { describe, expect, it, test } from 'vitest';
import { EMPTY, readProgress, readSaved, readStored, savedText, type ProgressFile } from '#state/progress-file.ts';

const file: ProgressFile = {
  lessons: { one: { step: 3, done: ['poison'], answers: { ask: 'right' }, finished: false } },
  challenges: { few: { solved: true, best: 7.5, recipe: '1.ab-_', hints: 2 } },
  tests: { before: { answers: { hash: 'same' }, finished: true }, after: null },
};
const saved = (changes: object) => JSON.stringify({ ...JSON.parse(savedText(file)), ...changes });

test('a file that was saved is read as it was', () => {
  expect(JSON.parse(savedText(file))).toMatchObject({ schema: 'poison-lab/progress', version: 2 });
  for (const one of [file, EMPTY]) expect(readSaved(savedText(one))).toEqual({ file: one, dropped: 0 });
});

test('a store in which nothing stands is known from one that holds nothing', () => {
  expect(readStored(null, null)).toBeNull();
  expect(readStored('{}', '{"one":7}')).toEqual(EMPTY);
  expect(readStored(null, '{"one":7}')).toEqual(EMPTY);
});

describe('a file that is not ours', () => {
  it.each(['', 'no JSON', 'null', '7', '[]', '{}', '{"recipe":{}}', saved({ schema: 'poison-lab/evidence' })])(
    'is refused: %s',
    (text) => expect(readSaved(text)).toEqual({ sentence: expect.stringContaining('not progress from this lab') }),
  );

  it.each([1, 3, '2', null])('or of version %s, is refused in its own words', (version) =>
    expect(readSaved(saved({ version }))).toEqual({ sentence: expect.stringContaining('another version') }),
  );
});

describe('what a stranger put in a file', () => {
  const challenge = file.challenges.few!;
  it.each([
    ['a challenge', { challenges: { few: challenge, 'not a name': challenge, x: 7 } }, 2],
    ['a score', { challenges: { few: challenge, x: { ...challenge, best: 'low' } } }, 1],
    ['a recipe', { challenges: { few: challenge, x: { ...challenge, recipe: 'javascript:alert(1)' } } }, 1],
    ['a long recipe', { challenges: { few: challenge, x: { ...challenge, recipe: 'a'.repeat(2001) } } }, 1],
    ['hints', { challenges: { few: challenge, x: { ...challenge, hints: 1e9 } } }, 1],
    ['a test', { tests: { ...file.tests, after: { answers: [], finished: 1 } } }, 1],
    ['a lesson', { lessons: { ...file.lessons, two: null } }, 1],
  ])('%s that is nonsense is counted and left out', (_, changes, dropped) => {
    expect(readSaved(saved(changes))).toEqual({ file, dropped });
  });

  it('is not read without end', () => {
    const crowd = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`x${at}`, challenge]));
    const { file: read, dropped } = readProgress({ challenges: crowd });
    expect(Object.keys(read.challenges)).toHaveLength(200);
    expect(dropped).toBe(4800);
    const answers = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`x${at}`, 'a']));
    expect(readProgress({ tests: { before: { answers, finished: true } } })).toEqual({ file: EMPTY, dropped: 1 });
  });

  it('does not reach a prototype', () => {
    const { file: read } = readProgress(
      JSON.parse(`{"__proto__":{"lessons":{"one":1}},"lessons":{"__proto__":${JSON.stringify(file.lessons.one)}}}`),
    );
    expect(read).toEqual(EMPTY);
    expect(Object.getPrototypeOf(read.lessons)).toBe(Object.prototype);
  });
});
