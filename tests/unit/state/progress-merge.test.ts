import { expect, test } from 'vitest';
import { EMPTY, readProgress, type ProgressFile } from '#state/progress-file.ts';
import { brought, mergeProgress } from '#state/progress-merge.ts';

const lesson = (changes = {}) => ({ step: 3, done: ['a'], answers: { x: 'first' }, finished: false, ...changes });
const challenge = (changes = {}) => ({ solved: true, best: 10, recipe: '1.ten', hints: 0, ...changes });
const taken = (finished: boolean, answers = {}) => ({ answers, finished });

test('of a lesson the furthest step, all that was done, and the first answers come out', () => {
  const mine = { ...EMPTY, lessons: { one: lesson() } };
  const theirs = {
    ...EMPTY,
    lessons: { one: lesson({ step: 2, done: ['b', 'a'], answers: { x: 'second', y: 'new' }, finished: true }) },
  };
  expect(mergeProgress(mine, theirs).lessons.one).toEqual({
    step: 3,
    done: ['a', 'b'],
    answers: { x: 'first', y: 'new' },
    finished: true,
  });
});

test.each([
  ['the lower score', challenge(), challenge({ best: 7, recipe: '1.seven', hints: 1 }), { best: 7, recipe: '1.seven' }],
  ['mine of two alike', challenge(), challenge({ recipe: '1.other' }), { best: 10, recipe: '1.ten' }],
  [
    'a solution, however many hints',
    challenge({ solved: false, best: null, recipe: '', hints: 3 }),
    challenge({ best: null, recipe: '1.x' }),
    { solved: true, best: null, recipe: '1.x', hints: 3 },
  ],
  ['any score over none', challenge({ best: null, recipe: '' }), challenge(), { best: 10, recipe: '1.ten' }],
])('of a challenge %s comes out', (_, mine, theirs, expected) => {
  const merged = mergeProgress({ ...EMPTY, challenges: { c: mine } }, { ...EMPTY, challenges: { c: theirs } });
  expect(merged.challenges.c).toMatchObject(expected);
});

test.each([
  ['mine that was handed in', taken(true, { a: '1' }), taken(true, { a: '2', b: '2' }), taken(true, { a: '1' })],
  ['the one that was handed in', taken(false, { a: '1' }), taken(true, { a: '2' }), taken(true, { a: '2' })],
  ['both half-done ones', taken(false, { a: '1' }), taken(false, { a: '2', b: '2' }), taken(false, { a: '1', b: '2' })],
  ['the only one', null, taken(false, { a: '2' }), taken(false, { a: '2' })],
])('of the test %s counts', (_, mine, theirs, expected) => {
  const of = (before: typeof mine): ProgressFile => ({ ...EMPTY, tests: { before, after: null } });
  expect(mergeProgress(of(mine), of(theirs)).tests.before).toEqual(expected);
});

test('taking the same in twice brings nothing the second time', () => {
  const mine: ProgressFile = { ...EMPTY, lessons: { one: lesson({ answers: { x: 'first' } }) } };
  const theirs: ProgressFile = {
    lessons: { one: lesson({ answers: { a: 'b', x: 'second' } }), two: lesson() },
    challenges: { c: challenge() },
    tests: { before: taken(true), after: null },
  };
  const merged = mergeProgress(mine, theirs);
  expect(brought(mine, merged)).toEqual({ lessons: 2, challenges: 1, tests: 1 });
  expect(brought(merged, mergeProgress(merged, theirs))).toEqual({ lessons: 0, challenges: 0, tests: 0 });
  expect(brought(merged, mergeProgress(theirs, merged))).toMatchObject({ challenges: 0, tests: 0 });
});

test('a crowded file pushes nothing of mine out, and leaves room for what is still to come', () => {
  const crowd = <T>(value: T) => Object.fromEntries(Array.from({ length: 200 }, (_, at) => [String(at), value]));
  const mine: ProgressFile = { ...EMPTY, lessons: { one: lesson() }, challenges: { zz: challenge() } };
  const theirs: ProgressFile = {
    lessons: { ...crowd(lesson()), one: lesson({ done: Object.keys(crowd(0)), answers: crowd('a') }) },
    challenges: crowd(challenge()),
    tests: EMPTY.tests,
  };
  const merged = mergeProgress(mine, theirs);
  for (const entries of [merged.lessons, merged.challenges, merged.lessons.one!.answers])
    expect(Object.keys(entries)).toHaveLength(100);
  expect(merged.lessons.one!.done).toContain('a');
  expect(merged.lessons.one!.done).toHaveLength(100);
  expect(merged.challenges.zz).toEqual(challenge());
  expect(readProgress(JSON.parse(JSON.stringify(merged)))).toEqual({ file: merged, dropped: 0 });
});
