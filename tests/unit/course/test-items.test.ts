import { describe, expect, it, test } from 'vitest';
import { TEST_ITEMS } from '#course/test-items.ts';

const NAME = /^[a-z0-9-]{1,60}$/;

test('there are ten items, each once', () => {
  expect(TEST_ITEMS).toHaveLength(10);
  expect(new Set(TEST_ITEMS.map(({ id }) => id)).size).toBe(10);
  expect(new Set(TEST_ITEMS.map(({ question }) => question)).size).toBe(10);
});

test('each misconception has its item', () => {
  const ids = TEST_ITEMS.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['accuracy', 'dilute', 'hash', 'delete', 'bias']));
});

describe.each(TEST_ITEMS)('item $id', ({ id, question, options }) => {
  it('can be kept under its name, and asks', () => {
    expect(id).toMatch(NAME);
    expect(question).toMatch(/\?$/);
    expect(question.length).toBeLessThan(250);
  });

  it('has three or four answers, one of them right, and a reason for each', () => {
    expect([3, 4]).toContain(options.length);
    expect(options.filter(({ right }) => right)).toHaveLength(1);
    expect(new Set(options.map((option) => option.text)).size).toBe(options.length);
    expect(new Set(options.map((option) => option.id)).size).toBe(options.length);
    for (const option of options) {
      expect(option.id).toMatch(NAME);
      expect(option.why.length).toBeGreaterThan(20);
    }
  });
});

test('one does not get through by the place or the length of an answer', () => {
  const places = [0, 1, 2, 3].map(
    (place) => TEST_ITEMS.filter(({ options }) => options.findIndex(({ right }) => right) === place).length,
  );
  expect(Math.max(...places)).toBeLessThanOrEqual(4);
  expect(Math.min(...places)).toBeGreaterThanOrEqual(1);
  const longest = TEST_ITEMS.filter(
    ({ options }) => options.toSorted((a, b) => b.text.length - a.text.length)[0]!.right,
  );
  expect(longest.length).toBeLessThanOrEqual(5);
});
