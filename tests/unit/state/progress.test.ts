import '../state/runes.ts';
import { beforeEach, expect, test, vi } from 'vitest';

const KEY = 'poison-lab/progress/2';
const FIRST_KEY = 'poison-lab/progress/1';
const { Progress } = await import('#state/progress.svelte.ts');

let kept: Map<string, string>;
beforeEach(() => {
  kept = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
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

test('a lesson that another tab forgot does not come back', () => {
  const here = new Progress();
  here.reach('one', 2, false);
  new Progress().forget('one');
  here.reach('two', 2, false);
  expect(new Progress().of('one')).toBeNull();
});

const keptLesson = (entry: unknown) => JSON.stringify({ lessons: { one: entry } });
test.each([
  'no JSON',
  'null',
  '7',
  '[]',
  '"text"',
  '{"lessons":7}',
  '{"lessons":[1]}',
  keptLesson(7),
  keptLesson({ ...known, step: 0 }),
  keptLesson({ ...known, step: 1.5 }),
  keptLesson({ ...known, done: [7] }),
  keptLesson({ ...known, done: Array(1000).fill('a') }),
  keptLesson({ ...known, answers: { ask: '<b>' } }),
  keptLesson({ ...known, finished: 'yes' }),
  `{"lessons":{"__proto__":${JSON.stringify(known)}}}`,
])('nonsense in the store is as if nothing was taken: %s', (text) => {
  kept.set(KEY, text);
  const progress = new Progress();
  for (const id of ['one', '__proto__', 'toString', '0']) {
    expect(progress.of(id)).toBeNull();
    expect(progress.challenge(id)).toBeNull();
  }
  progress.reach('two', 2, false);
  expect(new Progress().of('two')).toMatchObject({ step: 2 });
});

test('an entry that is nonsense does not take the others with it', () => {
  const solved = { solved: true, best: 12, recipe: '1.abc', hints: 1 };
  kept.set(
    KEY,
    JSON.stringify({
      lessons: { one: 7, two: known },
      challenges: { one: { ...solved, hints: -1 }, two: solved },
      tests: { before: { answers: { a: 'b' }, finished: true }, after: 'x' },
    }),
  );
  const progress = new Progress();
  expect(progress.of('two')).toEqual(known);
  expect([progress.challenge('one'), progress.challenge('two')]).toEqual([null, solved]);
  expect(progress.tests).toEqual({ before: { answers: { a: 'b' }, finished: true }, after: null });
});

/** As the first version of progress wrote it, after ten steps of the first lesson and a look into another. */
const FIRST =
  '{"paid-too-much":{"step":10,"done":["poison","asleep"],"answers":{"predict-check":"as-written","predict-accuracy":"same","predict-asleep":"as-written"},"finished":false},"other":{"step":1,"done":[],"answers":{},"finished":true}}';

test('what the first version kept is taken over, and left where it is', () => {
  kept.set(FIRST_KEY, FIRST);
  const progress = new Progress();
  expect(progress.of('paid-too-much')).toEqual({
    step: 10,
    done: ['poison', 'asleep'],
    answers: { 'predict-check': 'as-written', 'predict-accuracy': 'same', 'predict-asleep': 'as-written' },
    finished: false,
  });
  progress.reach('paid-too-much', 11, false);
  expect(kept.get(FIRST_KEY)).toBe(FIRST);
  const again = new Progress();
  expect(again.of('paid-too-much')).toMatchObject({ step: 11, done: ['poison', 'asleep'] });
  expect(again.of('other')).toMatchObject({ finished: true });
});

test('once this version has kept something, the first one’s record is not read again', () => {
  kept.set(FIRST_KEY, FIRST);
  new Progress().forget('paid-too-much');
  expect(new Progress().of('paid-too-much')).toBeNull();
  expect(new Progress().of('other')).not.toBeNull();
});

test('what a newer version kept is neither read nor touched', () => {
  const newer = '{"lessons":{"one":"in a shape nobody here knows"}}';
  kept.set('poison-lab/progress/3', newer);
  const progress = new Progress();
  progress.reach('one', 2, false);
  progress.forgetAll();
  expect(kept.get('poison-lab/progress/3')).toBe(newer);
});

test('of solutions the better one is kept, less being better', () => {
  const progress = new Progress();
  expect(progress.challenge('few')).toBeNull();
  progress.solve('few', 12, '1.twelve');
  progress.solve('few', 15, '1.fifteen');
  expect(new Progress().challenge('few')).toEqual({ solved: true, best: 12, recipe: '1.twelve', hints: 0 });
  progress.solve('few', 7, '1.seven');
  progress.solve('few', 7, '1.other-seven');
  progress.solve('few', null, '1.none');
  progress.solve('few', NaN, '1.nan');
  expect(new Progress().challenge('few')).toEqual({ solved: true, best: 7, recipe: '1.seven', hints: 0 });
});

test('a solution without a score is kept, the first of them', () => {
  const progress = new Progress();
  progress.solve('sealed', null, '');
  progress.solve('sealed', null, '1.later');
  expect(new Progress().challenge('sealed')).toEqual({ solved: true, best: null, recipe: '', hints: 0 });
});

test('a recipe that is too long for a link, or is none, is left out of what is kept', () => {
  const progress = new Progress();
  progress.solve('long', 3, `1.${'a'.repeat(2000)}`);
  progress.solve('odd', 3, '#/checks/<b>');
  for (const id of ['long', 'odd']) expect(new Progress().challenge(id)).toMatchObject({ best: 3, recipe: '' });
});

test('hints asked for stay asked for, before and after it is solved', () => {
  const progress = new Progress();
  progress.hint('few', 2);
  progress.hint('few', 1);
  expect(new Progress().challenge('few')).toEqual({ solved: false, best: null, recipe: '', hints: 2 });
  progress.solve('few', 4, '1.a');
  progress.hint('few', 3);
  expect(new Progress().challenge('few')).toEqual({ solved: true, best: 4, recipe: '1.a', hints: 3 });
  progress.forgetChallenge('few');
  expect(new Progress().challenge('few')).toBeNull();
});

test('an answer of the test may be changed until it is handed in', () => {
  const progress = new Progress();
  expect(progress.tests).toEqual({ before: null, after: null });
  progress.mark('before', 'hash', 'proof');
  progress.mark('before', 'hash', 'same');
  expect(new Progress().tests.before).toEqual({ answers: { hash: 'same' }, finished: false });
  progress.handIn('before');
  progress.mark('before', 'hash', 'proof');
  expect(new Progress().tests).toEqual({ before: { answers: { hash: 'same' }, finished: true }, after: null });
  progress.forgetTest('before');
  expect(new Progress().tests.before).toBeNull();
});

test('a file of another device is taken in, and it is told what it brought', () => {
  const progress = new Progress();
  progress.reach('one', 5, false);
  progress.solve('few', 12, '1.twelve');
  const theirs = {
    lessons: { one: known, two: known },
    challenges: { few: { solved: true, best: 30, recipe: '1.thirty', hints: 0 } },
    tests: { before: null, after: { answers: {}, finished: true } },
  };
  expect(progress.take(theirs)).toEqual({ lessons: 2, challenges: 0, tests: 1 });
  expect(new Progress().of('one')).toEqual({ ...known, step: 5 });
  expect(new Progress().challenge('few')).toMatchObject({ best: 12 });
  expect(progress.take(theirs)).toEqual({ lessons: 0, challenges: 0, tests: 0 });
});

test('everything is forgotten at once, what the first version kept too', () => {
  kept.set(FIRST_KEY, FIRST);
  const [here, there] = [new Progress(), new Progress()];
  here.solve('few', 1, '1.a');
  here.forgetAll();
  expect(kept.has(FIRST_KEY)).toBe(false);
  there.hint('few', 1);
  expect(new Progress().file).toMatchObject({ lessons: {}, challenges: { few: { solved: false } } });
});

test('storage that refuses leaves progress for this visit', () => {
  const refuse = () => {
    throw new Error('refused');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
  const progress = new Progress();
  progress.reach('one', 3, false);
  progress.solve('few', 3, '1.a');
  expect(progress.of('one')).toMatchObject({ step: 3 });
  progress.forgetAll();
  expect(progress.of('one')).toBeNull();
});

test('a disk that is full keeps what it has, and gets the rest once there is room', () => {
  const progress = new Progress();
  progress.reach('one', 2, false);
  const { localStorage } = globalThis;
  vi.stubGlobal('localStorage', {
    ...localStorage,
    setItem: () => {
      throw new Error('full');
    },
  });
  progress.reach('two', 2, false);
  progress.finishStep('two', 'poison');
  expect(progress.of('two')).toMatchObject({ step: 2, done: ['poison'] });
  expect(progress.isKept).toBe(false);
  vi.stubGlobal('localStorage', localStorage);
  progress.hint('few', 1);
  expect(progress.isKept).toBe(true);
  const again = new Progress();
  expect(again.of('one')).toMatchObject({ step: 2 });
  expect(again.of('two')).toMatchObject({ step: 2, done: ['poison'] });
});
