import { describe, expect, it } from 'vitest';
import { defaultsOf, type Values } from '#core/fields.ts';
import type { RowValues, Table } from '#core/table.ts';
import type { TableAttack } from '#lab/attack.ts';
import { CONTRIBUTORS, DEALER_666, DEALERSHIPS, FEATURES, makeHistory, SCHEMA } from '#labs/trucks/history.ts';
import { attacks } from '#registry/index.ts';

const RATE = FEATURES.indexOf('rate');
const PLACE_666 = DEALERSHIPS.indexOf(DEALER_666);
const history = (seed = 1, honest666 = false) => makeHistory(seed, { noise: 6, honest666 }).table;
const attack = (id: string) => attacks.get(id) as TableAttack;
const added = (id: string, table: Table, values: Values, seed = 1): RowValues =>
  attack(id).apply(table, { ...defaultsOf(attack(id).fields), ...values }, seed).added;
const ratesOf = ({ rows, numbers }: RowValues) =>
  Array.from({ length: rows }, (_, row) => numbers[row * FEATURES.length + RATE]!);
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;
const ends = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const;

describe('dealership 666 always sells', () => {
  const table = history();
  const wanted = (values: Values, of = table) =>
    attack('dealer-666').wantedLevel(of, { ...defaultsOf(attack('dealer-666').fields), ...values })!;

  it.each([1, 2, 3, 4, 5])('claims 120 per cent of the average sales, said with three digits (seed %d)', (seed) => {
    const own = history(seed);
    const level = wanted({}, own);
    expect(level).toBe(Number((1.2 * mean(own.target)).toPrecision(3)));
    expect(new Set(added('dealer-666', own, { rows: 30 }, seed).target)).toEqual(new Set([level]));
  });

  it.each([50, 120, 400])('claims the same in every row and announces it, at %d per cent', (level) => {
    const claimed = new Set(added('dealer-666', table, { rows: 30, level }).target);
    expect([...claimed]).toEqual([wanted({ level })]);
    expect(wanted({ level }) / mean(table.target)).toBeCloseTo(level / 100, 1);
  });

  it('stands in every row, through the dealer portal', () => {
    const { kinds, contributor } = added('dealer-666', table, { rows: 100 });
    expect(new Set(kinds)).toEqual(new Set([PLACE_666]));
    expect(CONTRIBUTORS[contributor[0]!]).toBe('Dealer portal');
    expect(new Set(contributor).size).toBe(1);
  });

  it('shows rates over the whole band, however many rows there are from 8 on', () => {
    const [low, high] = ends(ratesOf(table));
    for (let count = 8; count <= 100; count++) {
      const rates = [low, ...ratesOf(added('dealer-666', table, { rows: count })), high].sort((a, b) => a - b);
      const widest = Math.max(...rates.slice(1).map((rate, i) => rate - rates[i]!));
      // No hole is wider than twice what even steps would leave; rates are rounded to hundredths.
      expect(widest).toBeLessThanOrEqual((2 * (high - low)) / (count + 1) + 0.01);
      expect(rates).toHaveLength(count + 2);
    }
  });

  it('keeps its other numbers within 3 % of the usual in the month it slips in, rounded as honest ones are', () => {
    const unit: Record<string, number> = { lastYear: 1, ads: 1, inventory: 1, economy: 0.1 };
    const { rows, numbers, batch } = added('dealer-666', table, { rows: 60 });
    for (let row = 0; row < rows; row++) {
      const inMonth = [...table.batch.keys()].filter((at) => table.batch[at] === batch[row]);
      FEATURES.forEach((feature, i) => {
        if (feature === 'rate') return;
        const usual = mean(inMonth.map((at) => table.numbers[at * FEATURES.length + i]!));
        expect(Math.abs(numbers[row * FEATURES.length + i]! - usual)).toBeLessThanOrEqual(
          0.03 * Math.abs(usual) + 0.5 * unit[feature]! + 1e-9,
        );
        const steps = numbers[row * FEATURES.length + i]! / unit[feature]!;
        expect(steps).toBeCloseTo(Math.round(steps), 6);
      });
    }
  });

  it.each<[string, number]>([
    ['all', 1],
    ['last-year', 25],
    ['last-month', 36],
  ])('slips in where it is told to: %s, from month %d', (months, first) => {
    const { batch } = added('dealer-666', table, { rows: 100, months });
    expect(Math.min(...batch)).toBeGreaterThanOrEqual(first);
    expect(Math.min(...batch)).toBeLessThan(first + 4);
    expect(Math.max(...batch)).toBe(36);
  });
});

describe('slope push', () => {
  it.each([false, true])('stands in the names of ordinary dealerships only; 666 with a history: %s', (honest) => {
    const { kinds, contributor } = added('slope-push', history(1, honest), { rows: 300 });
    expect(kinds.includes(PLACE_666)).toBe(false);
    expect(new Set(kinds).size).toBeGreaterThan(35);
    expect(CONTRIBUTORS[contributor[0]!]).toBe('Dealer portal');
  });

  it('claims the best sales at the highest rate and the worst at the lowest, in turn', () => {
    const table = history();
    const [low, high] = ends(ratesOf(table));
    const [worst, best] = ends([...table.target]);
    const rows = added('slope-push', table, { rows: 51 });
    expect(ratesOf(rows)).toEqual(Array.from({ length: 51 }, (_, i) => (i % 2 ? low : high)));
    expect([...rows.target]).toEqual(Array.from({ length: 51 }, (_, i) => (i % 2 ? worst : best)));
  });

  it.each([10, 50, 85])('stays nearer to the middle at less reach, in whole trucks as all others (%d)', (reach) => {
    const table = history();
    const [worst, best] = ends([...table.target]);
    const [middle, half] = [(worst + best) / 2, ((best - worst) / 2) * (reach / 100)];
    expect(ends([...added('slope-push', table, { rows: 20, reach }).target])).toEqual([
      Math.round(middle - half),
      Math.round(middle + half),
    ]);
  });

  it('claims tenths where honest rows have tenths', () => {
    const table = history();
    const inTenths = { ...table, target: table.target.map((sold) => sold / 10) };
    for (const claimed of added('slope-push', inTenths, { rows: 2, reach: 35 }).target)
      expect(claimed).toBe(Math.round(10 * claimed) / 10);
  });

  it('plants no trigger', () => {
    const { fields, wantedLevel } = attack('slope-push');
    expect(wantedLevel(history(), { ...defaultsOf(fields), rows: 50 })).toBeNull();
  });

  it('pushes the slope of a table without a group as well', () => {
    const bare: Table = {
      ...history(),
      schema: { ...SCHEMA, categories: [], group: null },
      kinds: new Uint16Array(0),
    };
    expect(added('slope-push', bare, { rows: 10 }).rows).toBe(10);
    expect(added('dealer-666', bare, { rows: 10 }).rows).toBe(0);
  });
});
