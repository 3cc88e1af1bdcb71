import { describe, expect, it, test } from 'vitest';
import { FIRST_ADDED_ID, type Table } from '#core/table.ts';
import { tableDigest } from '#lab/own-table.ts';
import { ORIGIN, type RowEdit } from '#lab/row-edit.ts';
import { DEALERSHIPS, FEATURES, makeHistory } from '#labs/trucks/history.ts';
import { isMadeUp, rowsOf, touchedRows } from '#labs/trucks/rows.ts';
import { BARE, MIXED, recipeOf, SEEDS, tableAttack, tableFrom, type Wish } from './support.ts';

const NONE = {};
const rows = (wish: Wish = {}, own: Record<string, Table> = NONE) => {
  const recipe = recipeOf(wish);
  return rowsOf(recipe, own, tableAttack(recipe.attack.id));
};
const countBy = (values: ArrayLike<number>) =>
  Array.from(values).reduce((counts, value) => counts.set(value, (counts.get(value) ?? 0) + 1), new Map());

describe('the split', () => {
  it.each(SEEDS)('leaves a fifth of the rows for the test, of each dealership alike (seed %d)', (seed) => {
    const { train, test: held } = rows({ seed });
    const all = makeHistory(seed, { noise: 6, honest666: false }).table;
    expect([train.rows, held.rows]).toEqual([1210, 302]);
    expect([...train.id, ...held.id].sort((a, b) => a - b)).toEqual([...all.id]);
    const perDealership = [...countBy(held.kinds).values()];
    expect(perDealership).toHaveLength(42);
    expect(perDealership.every((count) => count === 7 || count === 8)).toBe(true);
  });

  it('is the same for the same recipe, whatever was asked for in between, and another for another seed', () => {
    const once = structuredClone(rows({ values: { rows: 20 } }));
    rows({ seed: 2 });
    expect(rows({ values: { rows: 20 } })).toEqual(once);
    expect(rows({ seed: 2 }).test.id).not.toEqual(once.test.id);
  });

  it('does not move with the attack, the noise or the desk', () => {
    const { id } = rows().test;
    expect(rows({ attack: 'slope-push', values: { rows: 50 } }).test.id).toEqual(id);
    expect(rows({ data: { noise: 0 }, desk: { points: 1 } }).test.id).toEqual(id);
  });

  it('honest 666 is among the training and the test rows when it is wanted, and next month always', () => {
    const place = DEALERSHIPS.indexOf('666');
    const count = (table: Table) => table.kinds.filter((at) => at === place).length;
    const honest = rows({ data: { honest666: true } });
    expect([count(rows().train), count(rows().test)]).toEqual([0, 0]);
    expect(count(honest.train) + count(honest.test)).toBe(36);
    expect(count(honest.test)).toBeGreaterThan(5);
    expect([count(rows().next!), count(honest.next!)]).toEqual([1, 1]);
  });
});

describe.each([
  ['dealer-666', { rows: 100 }],
  ['slope-push', { rows: 300 }],
])('under the attack %s', (attack, values) => {
  it('test rows and clean training rows are never poisoned', () => {
    const clean = structuredClone(rows({ attack }));
    const { train, test: held, poisoned } = rows({ attack, values });
    expect(held).toEqual(clean.test);
    expect(train).toEqual(clean.train);
    expect(held.id.some((id) => id >= FIRST_ADDED_ID)).toBe(false);
    const tested = new Set(held.id);
    expect(poisoned.table.id.some((id) => tested.has(id))).toBe(false);
    expect(poisoned.table.rows).toBe(train.rows + values.rows);
  });

  it('every row is marked by where it came from', () => {
    const { train, poisoned } = rows({ attack, values });
    expect([...poisoned.origin.subarray(0, train.rows)].every((mark) => mark === ORIGIN.given)).toBe(true);
    expect([...poisoned.origin.subarray(train.rows)].every((mark) => mark === ORIGIN.added)).toBe(true);
    expect(touchedRows(poisoned)).toBe(values.rows);
  });

  it('nothing at all touches the very same table', () => {
    const { train, poisoned } = rows({ attack });
    expect(poisoned.table).toBe(train);
    expect([touchedRows(poisoned), poisoned.removed]).toEqual([0, 0]);
  });
});

describe('changes by hand', () => {
  const { train } = rows();
  const [first, second] = [train.id[0]!, train.id[1]!];
  const target = FEATURES.length + 1;
  const whole: RowEdit = ['add', 100, 40, 150, 6, 0, 3, 90];

  it.each<[string, RowEdit[], number]>([
    ['a row changed, one dropped and one added', [['set', first, target, 1], ['drop', second], whole], 23],
    ['a row changed twice', [['set', first, target, 1], ['set', first, 0, 1]], 21], // prettier-ignore
    ['a row changed and then dropped', [['set', first, target, 1], ['drop', first]], 21], // prettier-ignore
    ['a poisoned row changed', [['set', FIRST_ADDED_ID, target, 1]], 20],
    ['a poisoned row dropped', [['drop', FIRST_ADDED_ID]], 19],
    ['edits that fit nothing', [['drop', 123_456], ['set', first, 99, 1], ['add', 1, 2]], 20], // prettier-ignore
  ])('count together with 20 rows of the attack: %s', (_, edits, touched) => {
    const { poisoned } = rows({ values: { rows: 20 }, rows: edits });
    expect(touchedRows(poisoned)).toBe(touched);
  });

  it('reach the suspect’s rows and neither the clean twin’s nor the test', () => {
    const before = structuredClone(rows());
    const { train: clean, test: held, poisoned } = rows({ rows: [['set', first, target, 777]] });
    expect([clean, held]).toEqual([before.train, before.test]);
    expect(poisoned.table.target[0]).toBe(777);
    expect(poisoned.origin[0]).toBe(ORIGIN.changed);
  });

  it('on a row of the test are passed over', () => {
    const tested = rows().test.id[0]!;
    const { poisoned, test: held } = rows({ rows: [['set', tested, target, 777]] });
    expect(touchedRows(poisoned)).toBe(0);
    expect([...held.target]).not.toContain(777);
  });
});

describe('a table of the learner’s own', () => {
  const cells = (i: number) => [i, 20 + (i % 7), i % 2, [0, 2, 3][i % 3]!, 3 * i];
  const own = tableFrom(MIXED, Array.from({ length: 90 }, (_, i) => cells(i))); // prettier-ignore
  const bare = tableFrom(BARE, Array.from({ length: 50 }, (_, i) => [i, 20 + (i % 7), 3 * i])); // prettier-ignore

  test('is taken by its digest and split by its group', async () => {
    const digest = await tableDigest(own);
    const wish: Wish = { data: { table: digest } };
    const { train, test: held, next } = rows(wish, { [digest]: own });
    expect([train.rows, held.rows, next]).toEqual([72, 18, null]);
    expect(train.schema).toBe(MIXED);
    const perStore = countBy(held.kinds.filter((_, i) => i % 2 === 1));
    expect([...perStore].sort()).toEqual([[0, 6], [2, 6], [3, 6]]); // prettier-ignore
    expect(isMadeUp(recipeOf(wish), { [digest]: own })).toBe(false);
  });

  test('that has no group is split all alike', () => {
    const { train, test: held } = rows({ data: { table: 'bare' } }, { bare });
    expect([train.rows, held.rows]).toEqual([40, 10]);
  });

  test('that is not here leaves the made-up history', () => {
    const wish: Wish = { data: { table: '0123456789abcdef' } };
    expect(isMadeUp(recipeOf(wish), { own })).toBe(true);
    expect(rows(wish, { own }).train).toEqual(rows().train);
    expect(rows(wish, { own }).next).toEqual(rows().next);
  });

  test('that arrives later takes the place of the history at once', () => {
    const wish: Wish = { data: { table: 'later' } };
    expect(rows(wish, {}).train.rows).toBe(1210);
    expect(rows(wish, { later: own }).train.rows).toBe(72);
  });
});
