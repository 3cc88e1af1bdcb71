import type { InputKind } from '#core/table-inputs.ts';
import { describe, expect, it, test } from 'vitest';
import { applyTablePatch, type Table } from '#core/table.ts';
import { ORIGIN } from '#lab/row-edit.ts';
import flow from '#labs/trucks/flow.ts';
import { dilutionOf, exactAnswer, turningPoint, type Reference } from '#labs/trucks/reference.ts';
import { A, BARE, NEW, recipeOf, SMALL, SMALL_ROWS, tableAttack, tableFrom } from './support.ts';

describe('the number of rows that turn the slope’s sign', () => {
  const table = tableFrom(SMALL, [...SMALL_ROWS, ...SMALL_ROWS, ...SMALL_ROWS]);
  const attack = tableAttack('slope-push');
  const poisonedBy = (reach: number) => (rows: number) =>
    applyTablePatch(table, attack.apply(table, { rows, reach }, 1));
  const weightOf = (of: Table) => exactAnswer(of, 'plain', [[true, true, false]])!.parameters[0]!;

  it.each([100, 80, 60, 40, 10])('is what a search row by row finds (reach %d)', (reach) => {
    const most = 60;
    const turned = Array.from({ length: most + 1 }, (_, rows) => weightOf(poisonedBy(reach)(rows)) > 0);
    const first = turned.indexOf(true);
    expect(turningPoint(poisonedBy(reach), most, weightOf)).toEqual({ rows: first < 0 ? null : first, most });
    expect(first === -1).toBe(reach === 10);
  });

  it('is asked for in a few steps, and is nobody’s when there is nothing to turn', () => {
    let asked = 0;
    const turning = turningPoint(poisonedBy(100), 300, (of) => (asked++, weightOf(of)));
    expect(turning!.rows).toBeGreaterThan(3);
    expect(asked).toBeLessThan(13);
    expect(turningPoint(poisonedBy(100), 0, weightOf)).toEqual({ rows: null, most: 0 });
    expect(turningPoint(poisonedBy(100), 60, () => 0)!.rows).toBeNull();
  });

  it('is not known where only the poisoned table is too large for an exact answer', () => {
    const names = Array.from({ length: 100 }, (_, i) => ({ name: `Number ${i}`, unit: '' }));
    const wide = { ...BARE, numbers: names, driver: 0 };
    const columns = names.length + 1;
    const rows = Math.floor(3e8 / columns ** 2) - 100;
    const train = tableFrom(
      wide,
      Array.from({ length: rows }, (_, row) => [row % 7, ...new Array<number>(names.length).fill(0)]),
    );
    const kept = { table: train, origin: new Uint8Array(rows), removed: 0 };
    const stage = {
      rows: { train, poisoned: kept, learned: train },
      inputs: 'plain',
      ordinary: [],
      spec: { hidden: [] },
      level: null,
      isMadeUp: false,
    } as unknown as Parameters<typeof flow.reference>[0];
    const found = flow.reference(stage, recipeOf({ attack: 'slope-push' }), attack) as Reference;
    expect(found.clean!.parameters).toHaveLength(columns);
    expect(found.turning).toBeNull();
  });
});

describe('what honest rows of the trigger do to the poison', () => {
  const rates = [1, 2, 4, 7, 9, 12];
  const honest = rates.map((r) => [r, NEW, 105 - 3 * r]);
  /** 300 trucks above the rule, and falling as it does, at the honest rates: the exact answer can be worked out by hand. */
  const poison = rates.map((r) => [r, NEW, 405 - 3 * r]);
  const ordinary = [[true, true, false]];
  const build = (before: number[][], after: number[][]) => {
    const train = tableFrom(SMALL, [...SMALL_ROWS, ...before]);
    const table = tableFrom(SMALL, [...SMALL_ROWS, ...before, ...after]);
    const origin = Uint8Array.from(table.id, (row) => (row < train.rows ? ORIGIN.given : ORIGIN.added));
    return { train, touched: { table: after.length ? table : train, origin, removed: 0 } };
  };
  const dilution = (before: number[][], after: number[][], inputs: InputKind = 'plain') => {
    const { train, touched } = build(before, after);
    return dilutionOf(train, touched, inputs, ordinary, 6.5);
  };

  it.each<[number, number, InputKind]>([
    [1, 1, 'plain'],
    [1, 3, 'plain'],
    [3, 1, 'plain'],
    [2, 1, 'interaction'],
  ])('is to leave poison its share: %d times honest, %d times poisoned, %s', (n, m, inputs) => {
    const times = (count: number, of: number[][]) => Array.from({ length: count }, () => of).flat();
    const found = dilution(times(n, honest), times(m, poison), inputs)!;
    expect(found.honestRows).toBe(6 * n);
    expect(found.alone).toBeCloseTo(300, 6);
    expect(found.together).toBeCloseTo((300 * m) / (n + m), 6);
  });

  it('is read at the driver’s value that is asked for, where the id has a slope of its own', () => {
    const flat = rates.map((r) => [r, NEW, 400]);
    const { train, touched } = build(honest, flat);
    const at = (driver: number) => dilutionOf(train, touched, 'interaction', ordinary, driver)!.alone;
    expect(at(1)).toBeCloseTo(400 - 102, 6);
    expect(at(12)).toBeCloseTo(400 - 69, 6);
  });

  test.each<[string, number[][], number[][]]>([
    ['the id has no honest rows', [], poison],
    ['nothing is poisoned', honest, []],
    ['no row of the id is poisoned', honest, [[5, A, 90]]],
  ])('is nothing when %s', (_, before, after) => expect(dilution(before, after)).toBeNull());

  it('is nothing without a group', () => {
    const { train, touched } = build(honest, poison);
    const bare = (table: Table): Table => ({
      ...table,
      kinds: new Uint16Array(0),
      schema: { ...SMALL, categories: [], group: null },
    });
    const changed = { ...touched, table: bare(touched.table) };
    expect(dilutionOf(bare(train), changed, 'plain', [], 6.5)).toBeNull();
  });
});
