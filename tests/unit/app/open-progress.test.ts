import '../state/runes.ts';
import { beforeEach, expect, test, vi } from 'vitest';
import { EMPTY, savedText, type ProgressFile } from '#state/progress-file.ts';

const { Progress } = await import('#state/progress.svelte.ts');
const { openProgress } = await import('#app/course/open-progress.ts');

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
});

const fileOf = (text: string) => ({ size: text.length, text: async () => text });
const theirs: ProgressFile = {
  lessons: { one: { step: 3, done: [], answers: {}, finished: false } },
  challenges: {
    few: { solved: true, best: 7, recipe: '1.a', hints: 0 },
    many: { solved: false, best: null, recipe: '', hints: 1 },
  },
  tests: { before: { answers: { a: 'b' }, finished: true }, after: null },
};

test('a file brings what it says, once', async () => {
  const progress = new Progress();
  const file = fileOf(savedText(theirs));
  expect(await openProgress(file, progress)).toBe(
    'Taken in: 1 lesson, 2 challenges, 1 test. Nothing that was here is lost.',
  );
  expect(progress.file).toEqual(theirs);
  expect(await openProgress(file, progress)).toBe('There is nothing in this file that is not here already.');
});

test('what could not be read of it is counted', async () => {
  const text = savedText({ ...theirs, lessons: { one: 'x' } } as unknown as ProgressFile);
  expect(await openProgress(fileOf(text), new Progress())).toContain('What could not be read was left out: 1 entry.');
});

test.each([
  ['not ours', fileOf('{"recipe":{}}'), 'not progress from this lab'],
  ['too large', { size: 1_000_001, text: async () => savedText(theirs) }, 'too large'],
  ['gone', { size: 1, text: () => Promise.reject(new Error('gone')) }, 'could not be read'],
])('a file that is %s changes nothing and gets a sentence', async (_, file, sentence) => {
  const progress = new Progress();
  expect(await openProgress(file, progress)).toContain(sentence);
  expect(progress.file).toEqual(EMPTY);
});
