import { expect, test } from 'vitest';
import { BINS, binOf, type Bin } from '#core/shelf.ts';
import { SORT_ITEMS } from '#labs/parts/shelves/sort-items.ts';
import { choose, goOn, isWaiting, retry, startSorting, wrongOnes, type Sorting } from '#labs/parts/shelves/sorting.ts';

test('there is enough to sort, nothing twice, and each item says why', () => {
  expect(SORT_ITEMS.length).toBeGreaterThanOrEqual(14);
  for (const key of ['id', 'name', 'why'] as const) {
    expect(new Set(SORT_ITEMS.map((item) => item[key])).size).toBe(SORT_ITEMS.length);
  }
  for (const { why } of SORT_ITEMS) expect(why).toMatch(/^[A-Z].{30,}\.$/);
});

test('every bin is used at least four times, and both labs are met', () => {
  const count = (bin: Bin) => SORT_ITEMS.filter(({ shelf }) => binOf(shelf) === bin).length;
  for (const bin of BINS) expect(count(bin), bin).toBeGreaterThanOrEqual(4);
  expect(new Set(SORT_ITEMS.map(({ where }) => where)).size).toBe(3);
});

test.each([
  ['seed', 'hyperparameter'],
  ['confidence-gate', 'neither'],
  ['unit-bias', 'parameter'],
  ['weight-decay', 'hyperparameter'],
  ['poison-count', 'neither'],
  ['training-loss', 'neither'],
  ['twin-digest', 'neither'],
])('the tricky %s is filed under %s', (id, bin) => {
  expect(binOf(SORT_ITEMS.find((item) => item.id === id)!.shelf)).toBe(bin);
});

const items = SORT_ITEMS.slice(0, 4);

/** Answers the rest of a round, right but for the ids listed. */
function answerAll(sorting: Sorting, wrong: readonly string[] = []): Sorting {
  let state = sorting;
  while (state.at < state.round.length) {
    const { id, shelf } = state.round[state.at]!;
    const right = binOf(shelf);
    const other = BINS.find((bin) => bin !== right)!;
    state = goOn(choose(state, wrong.includes(id) ? other : right));
  }
  return state;
}

test('the first answer counts, and nothing goes on without one', () => {
  const start = startSorting(items);
  expect(goOn(start)).toBe(start);
  const answered = choose(start, 'neither');
  expect(choose(answered, 'hyperparameter')).toBe(answered);
  expect(goOn(answered).at).toBe(1);
});

test('what went wrong comes again, and only that; the first score stays', () => {
  const first = answerAll(startSorting(items), [items[1]!.id, items[3]!.id]);
  expect(first.firstScore).toBe(2);
  expect(wrongOnes(first)).toEqual([items[1], items[3]]);
  const second = retry(first);
  expect(second.round).toEqual([items[1], items[3]]);
  const third = retry(answerAll(second, [items[3]!.id]));
  expect(third.round).toEqual([items[3]]);
  const done = answerAll(third);
  expect(done.firstScore).toBe(2);
  expect(wrongOnes(done)).toEqual([]);
  expect(choose(done, 'neither')).toBe(done);
  expect(goOn(done)).toBe(done);
});

test('an item is on its shelf from the moment it was put there, in whatever round', () => {
  const start = startSorting(items);
  expect(isWaiting(start, items[0]!)).toBe(true);
  expect(isWaiting(choose(start, binOf(items[0]!.shelf)), items[0]!)).toBe(false);
  const second = retry(answerAll(start, [items[2]!.id]));
  expect(items.filter((item) => isWaiting(second, item))).toEqual([items[2]]);
});
