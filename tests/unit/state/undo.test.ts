import { expect, test } from 'vitest';
import './runes.ts';
import { Undo } from '#state/undo.svelte.ts';

test('what is laid on the bench has no way back, and what lay there before comes back with its steps', () => {
  const undo = new Undo('a');
  undo.push('b', 'one');
  undo.layAside('case');
  expect(undo.value).toBe('case');
  expect(undo.back()).toBeNull();
  undo.push('case, changed', 'two');
  expect(undo.back()).toBe('case');
  expect(undo.back()).toBeNull();
  expect(undo.takeBack()).toBe(true);
  expect(undo.value).toBe('b');
  expect(undo.back()).toBe('a');
  expect(undo.forward()).toBe('b');
  expect(undo.forward()).toBeNull();
});

test('of two cases after each other neither leads to the other', () => {
  const undo = new Undo('a');
  undo.layAside('first');
  undo.layAside('second');
  expect(undo.back()).toBeNull();
  undo.takeBack();
  expect(undo.value).toBe('a');
  expect(undo.takeBack()).toBe(false);
});
