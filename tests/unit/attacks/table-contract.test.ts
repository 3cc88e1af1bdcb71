import { describe, expect, it, test } from 'vitest';
import { defaultsOf, type Values } from '#core/fields.ts';
import type { RowValues, Table, TablePatch } from '#core/table.ts';
import type { TableAttack } from '#lab/attack.ts';
import { tableOf, type TableChoice } from '#lab/own-table.ts';
import { readTable } from '#lab/table-csv.ts';
import { makeHistory } from '#labs/trucks/history.ts';
import { attacks } from '#registry/index.ts';
import { settingsOf } from './settings.ts';

const tableAttacks = [...attacks.values()].filter((attack) => attack.rows === 'table');

const CSV = `store,region,size,price,orders\n${Array.from({ length: 60 }, (_, i) =>
  [`s${i % 5}`, i % 2 ? 'east' : 'west', 10 + (i % 7), 3 + (i % 11) / 4, 50 + ((7 * i) % 40)].join(','),
).join('\n')}\n`;
const own = (choice: Partial<TableChoice>) =>
  tableOf(readTable(new TextEncoder().encode(CSV)), {
    target: 'orders',
    features: ['size', 'price', 'region'],
    driver: 'price',
    group: 'store',
    ...choice,
  });
const TABLES: [string, Table][] = [
  ['the history', makeHistory(1, { noise: 6, honest666: false }).table],
  ['the history with an honest 666', makeHistory(1, { noise: 6, honest666: true }).table],
  ['an own table, which knows no months', own({})],
  ['an own table without a group', own({ group: null })],
  ['an own table of numbers alone', own({ group: null, features: ['size', 'price'] })],
];
const [HISTORY] = TABLES.map(([, table]) => table);

const settings = (attack: TableAttack) => settingsOf(attack, 12);

const budgetOf = ({ fields }: TableAttack) => Object.entries(fields)[0]!;
const withBudget = (attack: TableAttack, values: Values, budget: number): Values => ({
  ...values,
  [budgetOf(attack)[0]]: budget,
});

/** The values of each row, as text. */
function rowsAsText(values: RowValues, { schema }: Table): string[] {
  const [numbers, kinds] = [schema.numbers.length, schema.categories.length];
  return Array.from({ length: values.rows }, (_, row) =>
    JSON.stringify([
      [...values.numbers.subarray(row * numbers, (row + 1) * numbers)],
      [...values.kinds.subarray(row * kinds, (row + 1) * kinds)],
      [values.target[row], values.contributor[row], values.batch[row]],
    ]),
  );
}

/** What a patch does, one entry for each row it touches. An added row is known by its place among them: its id hangs on that. */
function deeds({ replaced, removed, added }: TablePatch, table: Table): string[] {
  return [
    ...rowsAsText(replaced.values, table).map((row, i) => `replace ${replaced.rows[i]} by ${row}`),
    ...Array.from(removed, (row) => `remove ${row}`),
    ...rowsAsText(added, table).map((row, i) => `add ${i}: ${row}`),
  ];
}

function expectLegal({ replaced, removed, added }: TablePatch, table: Table): void {
  const { schema, provenance, batch } = table;
  const touched = [...replaced.rows, ...removed];
  expect(new Set(touched).size).toBe(touched.length);
  expect(touched.every((row) => row < table.rows)).toBe(true);
  for (const list of [replaced.rows, removed]) expect(list).toEqual(list.slice().sort());
  for (const values of [replaced.values, added]) {
    expect(values.numbers).toHaveLength(values.rows * schema.numbers.length);
    expect(values.kinds).toHaveLength(values.rows * schema.categories.length);
    expect([...values.numbers, ...values.target].every(Number.isFinite)).toBe(true);
    values.kinds.forEach((place, i) => {
      expect(place).toBeLessThan(schema.categories[i % schema.categories.length]!.kinds.length);
    });
    expect([...values.batch].every((month) => batch.includes(month))).toBe(true);
  }
  expect([...added.contributor].every((who) => who === provenance.contributors.length - 1)).toBe(true);
}

test('both attacks on tables are there', () => {
  expect(tableAttacks.map(({ id }) => id)).toEqual(expect.arrayContaining(['dealer-666', 'slope-push']));
});

describe.each(tableAttacks)('attack $id', (attack) => {
  it('says in words what it is', () => {
    for (const words of [attack.title, attack.summary, attack.paper]) expect(words.length).toBeGreaterThan(4);
    expect(attack.summary).toMatch(/^[A-Z].*\.$/);
    for (const field of Object.values(attack.fields)) expect(field.help).toMatch(/^[A-Z].*\.$/);
  });

  it('has its budget as its first field, a number of rows that is 0 by default', () => {
    expect(budgetOf(attack)[1]).toMatchObject({ kind: 'number', default: 0, min: 0, step: 1 });
  });

  describe.each(TABLES)('on %s', (_, table) => {
    const before = structuredClone(table);

    it('touches nothing at its defaults', () => {
      expect(deeds(attack.apply(table, defaultsOf(attack.fields), 1), table)).toEqual([]);
    });

    it('repeats exactly, leaves its input alone and makes legal rows', () => {
      for (const values of settings(attack)) {
        const patch = attack.apply(table, values, 7);
        expectLegal(patch, table);
        expect(attack.apply(structuredClone(before), values, 7)).toEqual(patch);
        const wanted = attack.wantedLevel(table, values);
        expect(wanted === null || Number.isFinite(wanted)).toBe(true);
      }
      expect(table).toEqual(before);
    });

    it('touches a superset at a larger budget, with the same values in each row', () => {
      for (const values of settings(attack)) {
        const done = [0, 1, 2, 5, 20, 100].map(
          (budget) => new Set(deeds(attack.apply(table, withBudget(attack, values, budget), 3), table)),
        );
        expect(done[0]!.size).toBe(0);
        done.slice(1).forEach((larger, i) => expect([...done[i]!].filter((deed) => !larger.has(deed))).toEqual([]));
      }
    });

    it('touches as many rows as it is given, or none at all', () => {
      for (const budget of [1, 20, 100]) {
        const values = withBudget(attack, defaultsOf(attack.fields), budget);
        expect([0, budget]).toContain(deeds(attack.apply(table, values, 3), table).length);
      }
    });
  });

  it('touches the history, and other rows of it under another seed', () => {
    const values = withBudget(attack, defaultsOf(attack.fields), 20);
    const [one, two] = [1, 2].map((seed) => deeds(attack.apply(HISTORY!, values, seed), HISTORY!));
    expect(one).toHaveLength(20);
    expect(two).not.toEqual(one);
  });
});
