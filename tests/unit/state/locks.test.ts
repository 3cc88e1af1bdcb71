import { expect, test } from 'vitest';
import { digitModel, parameterCount } from '#lab/model.ts';
import { edits } from '#registry/index.ts';
import { Locks } from '#state/locks.svelte.ts';

const spec = digitModel([32]);
const other = digitModel([16]);
const learned = Float32Array.from({ length: parameterCount(spec) }, (_, place) => place / 1000 + 0.5);

test('a parameter is locked and unlocked by the same verb, others stay as they are', () => {
  const locks = new Locks(edits);
  expect(locks.of(spec)).toEqual([]);
  locks.toggle(spec, 7);
  locks.toggle(spec, 9);
  locks.toggle(spec, 7);
  expect(locks.of(spec)).toEqual([9]);
});

test('locks are of models of one shape: places mean something else in another', () => {
  const locks = new Locks(edits);
  locks.toggle(spec, 7);
  expect(locks.of(other)).toEqual([]);
  locks.toggle(other, 3);
  expect(locks.of(other)).toEqual([3]);
  expect(locks.of(spec)).toEqual([]);
});

test('a locked parameter is held against edits, and nothing else is', () => {
  const locks = new Locks(edits);
  expect(locks.hold(learned, spec, [], [['set', 7, 2]])).toBe(false);
  locks.toggle(spec, 7);
  expect(locks.hold(learned, spec, [], [['set', 7, 2]])).toBe(true);
  expect(locks.hold(learned, spec, [], [['flip-sign', 7]])).toBe(true);
  expect(locks.hold(learned, spec, [], [['set', 8, 2]])).toBe(false);
});

test('what a locked parameter was before it was locked may stay', () => {
  const locks = new Locks(edits);
  locks.toggle(spec, 7);
  const before = [['set', 7, 2]] as const;
  expect(locks.hold(learned, spec, before, [...before, ['set', 8, 1]])).toBe(false);
  expect(locks.hold(learned, spec, before, [['set', 7, 2.5]])).toBe(true);
});
