import '../state/runes.ts';
import { beforeEach, expect, test, vi } from 'vitest';

const KEY = 'poison-lab/progress/1';
const { Progress } = await import('#state/progress.svelte.ts');

let kept: Map<string, string>;
beforeEach(() => {
  kept = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
});

const known = { step: 3, done: ['poison'], answers: { ask: 'right' }, finished: false };

test('what was reached, done and answered is there on the next visit', () => {
  const progress = new Progress();
  expect(progress.of('one')).toBeNull();
  progress.reach('one', 3, false);
  progress.finishStep('one', 'poison');
  progress.answer('one', 'ask', 'right');
  progress.answer('one', 'ask', 'wrong');
  expect(new Progress().of('one')).toEqual(known);
});

test('the end of a lesson stays reached, wherever one goes back to', () => {
  const progress = new Progress();
  progress.reach('one', 9, true);
  progress.reach('one', 2, false);
  expect(progress.of('one')).toMatchObject({ step: 2, finished: true });
});

test('a step that is redone is neither done nor answered', () => {
  const progress = new Progress();
  progress.finishStep('one', 'poison');
  progress.answer('one', 'poison', 'x');
  progress.answer('one', 'other', 'y');
  progress.redo('one', 'poison');
  expect(progress.of('one')).toMatchObject({ done: [], answers: { other: 'y' } });
});

test('one lesson is forgotten, the others stay', () => {
  const progress = new Progress();
  progress.reach('one', 2, false);
  progress.reach('two', 4, false);
  progress.forget('one');
  expect(progress.of('one')).toBeNull();
  expect(new Progress().of('two')).toMatchObject({ step: 4 });
});

test('what another tab kept meanwhile is not written over', () => {
  const [here, there] = [new Progress(), new Progress()];
  there.reach('two', 5, false);
  here.reach('one', 2, false);
  expect(new Progress().of('two')).toMatchObject({ step: 5 });
});

test.each([
  'no JSON',
  'null',
  '7',
  '[]',
  '"text"',
  '{"one":7}',
  JSON.stringify({ one: { ...known, step: 0 } }),
  JSON.stringify({ one: { ...known, step: 1.5 } }),
  JSON.stringify({ one: { ...known, done: [7] } }),
  JSON.stringify({ one: { ...known, done: Array(1000).fill('a') } }),
  JSON.stringify({ one: { ...known, answers: { ask: '<b>' } } }),
  JSON.stringify({ one: { ...known, finished: 'yes' } }),
  `{"__proto__":${JSON.stringify(known)}}`,
])('nonsense in the store is as if nothing was taken: %s', (text) => {
  kept.set(KEY, text);
  const progress = new Progress();
  for (const id of ['one', '__proto__', 'toString', '0']) expect(progress.of(id)).toBeNull();
  progress.reach('two', 2, false);
  expect(new Progress().of('two')).toMatchObject({ step: 2 });
});

test('a lesson whose entry is nonsense does not take the others with it', () => {
  kept.set(KEY, JSON.stringify({ one: 7, two: known }));
  expect(new Progress().of('two')).toEqual(known);
});

test('storage that refuses leaves progress for this visit', () => {
  const refuse = () => {
    throw new Error('refused');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
  const progress = new Progress();
  progress.reach('one', 3, false);
  expect(progress.of('one')).toMatchObject({ step: 3 });
});
