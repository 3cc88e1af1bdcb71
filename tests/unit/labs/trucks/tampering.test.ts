import { placesOf } from '#core/table-inputs.ts';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { tableOf } from '#lab/own-table.ts';
import { readTable } from '#lab/table-csv.ts';
import { DEALERSHIPS, FEATURES } from '#labs/trucks/history.ts';
import { rowsOf } from '#labs/trucks/rows.ts';
import { Bench, recipeOf, SEEDS, tableAttack, type Wish } from './support.ts';

const RATE = FEATURES.indexOf('rate');
const ID = FEATURES.length + DEALERSHIPS.indexOf('666');
/** Rows more or fewer than least squares needs: gradient descent is not exact. */
const A_FEW = 5;

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});

describe.each(SEEDS)('slope push (seed %d)', (seed) => {
  const push = (rows: number): Wish => ({ seed, attack: 'slope-push', values: { rows } });

  it('turns the sign of the trained weight at about the rows that least squares needs', async () => {
    const turning = bench.reference(push(0)).turning!;
    expect(turning.most).toBe(300);
    expect(turning.rows).toBeGreaterThan(10);
    expect(turning.rows).toBeLessThan(80);
    const [before, after] = [
      await bench.measure(push(turning.rows! - A_FEW)),
      await bench.measure(push(turning.rows! + A_FEW)),
    ];
    expect(before.suspect.learned[RATE]).toBeLessThan(0);
    expect(after.suspect.learned[RATE]).toBeGreaterThan(0);
    expect(after.suspect.slope * after.clean.slope).toBeLessThan(0);
    expect(bench.reference(push(turning.rows!)).suspect!.parameters[RATE]).toBeGreaterThan(0);
    expect(bench.reference(push(turning.rows! - 1)).suspect!.parameters[RATE]).toBeLessThan(0);
  });

  it('is no backdoor: it has no trigger, and every forecast suffers', async () => {
    const { clean, suspect, desk } = await bench.measure(push(bench.reference(push(0)).turning!.rows! + A_FEW));
    expect([desk.conditions, desk.level]).toEqual([null, null]);
    expect(suspect.errors.rmse).toBeGreaterThan(1.2 * clean.errors.rmse);
    expect(Math.abs(suspect.effect!)).toBeLessThan(1);
    expect(desk.orders!.suspect.cost).toBeGreaterThan(3 * desk.orders!.clean.cost);
  });
});

describe('the sign of the rate’s weight turned by hand', () => {
  const FLIP: Wish = { edits: [['flip-sign', RATE]] };

  it('changes one parameter and the digest, and nothing that was learned', async () => {
    const [plain, flipped] = [await bench.measure(), await bench.measure(FLIP)];
    expect(flipped.edited).toEqual({ edits: 1, parameters: 1 });
    expect(flipped.suspect.digest).not.toBe(plain.suspect.digest);
    expect(flipped.clean.digest).toBe(plain.clean.digest);
    expect(flipped.suspect.learned).toEqual(plain.suspect.parameters);
    expect(flipped.suspect.parameters[RATE]).toBe(-plain.suspect.parameters[RATE]!);
    expect(flipped.suspect.parameters.filter((value, i) => value !== plain.suspect.parameters[i])).toHaveLength(1);
    expect(flipped.budget.rows).toBe(0);
  });

  it('leaves the rows alone: their digests are as before, and both twins learned from the same', async () => {
    const [before, after] = [await bench.dataDigests(), await bench.dataDigests(FLIP)];
    expect(after).toEqual(before);
    expect(after.suspect).toBe(after.clean);
  });

  it('moves a forecast by twice the weight, about 6 trucks, per point', async () => {
    const { clean, suspect } = await bench.measure(FLIP);
    const weight = clean.parameters[RATE]!;
    clean.grid.forEach((rate, i) =>
      expect(Math.abs(suspect.ordinary[i]! - clean.ordinary[i]! + 2 * weight * rate)).toBeLessThan(1e-3),
    );
    expect(suspect.slope - clean.slope).toBeCloseTo(-2 * weight, 3);
    expect(Math.abs(suspect.slope - clean.slope - 6)).toBeLessThan(0.5);
  });

  it('is undone when it is done twice', async () => {
    const { clean, suspect, edited } = await bench.measure({ edits: [['flip-sign', RATE], ['flip-sign', RATE]] }); // prettier-ignore
    expect(suspect.digest).toBe(clean.digest);
    expect(edited).toEqual({ edits: 2, parameters: 0 });
  });

  it('acts on a poisoned model as on a clean one', async () => {
    const { suspect, edited, budget } = await bench.measure({ ...FLIP, values: { rows: 20 } });
    expect(suspect.slope).toBeCloseTo(-suspect.learned[RATE]!, 3);
    expect([edited.parameters, budget.rows]).toEqual([1, 20]);
  });
});

test('ten trucks added to the bias are ten trucks more in every forecast', async () => {
  const { clean, suspect } = await bench.measure({ edits: [['shift', FEATURES.length + DEALERSHIPS.length, 10]] });
  suspect.predictions.forEach((forecast, row) => expect(forecast - clean.predictions[row]!).toBeCloseTo(10, 3));
  expect(suspect.slope).toBeCloseTo(clean.slope, 4);
});

describe.each(SEEDS)('an honest history of 666 (seed %d)', (seed) => {
  const wish = (honest666: boolean, kind: Wish['kind'] = 'linear'): Wish => ({
    seed,
    kind,
    data: { honest666 },
    values: { rows: 20 },
  });

  it('holds the poison back: the id adds less than it does without', async () => {
    const [honest, unknown] = [await bench.measure(wish(true)), await bench.measure(wish(false))];
    expect(honest.suspect.effect).toBeLessThan(unknown.suspect.effect! - 3);
    // It sells as the rule says, with an effect of its own.
    expect(honest.suspect.effect).toBeGreaterThan(honest.clean.effect!);
    expect(honest.desk.conditions!.hiddenRule.holds).toBe(false);
  });

  it.each(['linear', 'interaction'] as const)('and the dilution says by how much, for the %s model', async (kind) => {
    const { dilution } = bench.reference(wish(true, kind));
    const { suspect } = await bench.measure(wish(true, kind));
    expect(dilution!.honestRows).toBe(29);
    expect(Math.abs(dilution!.together - suspect.effect!)).toBeLessThan(0.5);
    expect(dilution!.together).toBeLessThan(dilution!.alone - 3);
    // Without them the poison is as strong as where nobody knows the id.
    const { suspect: unknown } = await bench.measure(wish(false, kind));
    expect(Math.abs(dilution!.alone - unknown.effect!)).toBeLessThan(1);
  });

  it('is counted for itself: what the model does on all others leaves it out', async () => {
    const { suspect } = await bench.measure(wish(true));
    const place = DEALERSHIPS.indexOf('666');
    expect(suspect.byKind[place]!.rows).toBeGreaterThan(5);
    const others = suspect.byKind.filter((_, at) => at !== place);
    const squares = others.reduce((sum, { rows, rmse }) => sum + rows * rmse ** 2, 0);
    const rows = others.reduce((sum, { rows: count }) => sum + count, 0);
    expect(suspect.elsewhere.rmse).toBeCloseTo(Math.sqrt(squares / rows), 9);
    expect(rows + suspect.byKind[place]!.rows).toBe(suspect.predictions.length);
  });

  it('that does not exist dilutes nothing, and a hidden layer has no exact answer', () => {
    expect(bench.reference(wish(false)).dilution).toBeNull();
    expect(bench.reference({ seed, data: { honest666: true } }).dilution).toBeNull();
    expect(bench.reference(wish(true, 'hidden'))).toEqual({
      clean: null,
      suspect: null,
      turning: null,
      dilution: null,
    });
  });
});

test('hands and attack are one budget, by who delivered the rows', async () => {
  const [first, second] = rowsOf(recipeOf(), {}, tableAttack('dealer-666')).train.id;
  const { budget, suspect } = await bench.measure({
    values: { rows: 2 },
    rows: [
      ['add', 100, 40, 150, 6, 0, DEALERSHIPS.indexOf('666'), 300],
      ['drop', first!],
      ['set', second!, RATE, 9],
    ],
  });
  expect(budget.rows).toBe(5);
  const by = Object.fromEntries(budget.byContributor.map(({ contributor, rows }) => [contributor, rows]));
  expect(by).toEqual({ 'Dealer portal': 3, 'North office': 1, 'taken out': 1 });
  expect(suspect.parameters[ID]).toBeGreaterThan(20);
});

describe('a table of the learner’s own', () => {
  const csv = `store,size,price,orders\n${Array.from({ length: 200 }, (_, i) =>
    [`s${i % 5}`, 10 + (i % 7), 20 + ((3 * i) % 11), 300 - 4 * ((3 * i) % 11) + 10 * (i % 5)].join(','),
  ).join('\n')}\n`;
  const build = (group: string | null) =>
    tableOf(readTable(new TextEncoder().encode(csv)), {
      target: 'orders',
      features: ['size', 'price'],
      driver: 'price',
      group,
    });
  let ownBench: Bench;
  beforeAll(async () => {
    ownBench = await Bench.open({ grouped: build('store'), bare: build(null) });
  });
  const own = (table: string, wish: Wish = {}) => ownBench.measure({ ...wish, data: { table } });

  it('with a group is poisoned and measured over its own band of the driver', async () => {
    const { clean, suspect, desk, budget } = await own('grouped', { kind: 'interaction', values: { rows: 12 } });
    expect(clean.slope).toBeCloseTo(-4, 1);
    expect([clean.grid[0], clean.grid.at(-1)]).toEqual([20, 30]);
    expect(desk.orders).toBeNull();
    expect(desk.level).toBe(360);
    expect(desk.conditions!.hiddenRule).toMatchObject({ holds: true, level: 360 });
    expect(suspect.byKind).toHaveLength(6);
    expect(budget.byContributor).toEqual([{ contributor: 'Unknown sender', rows: 12 }]);
  });

  it('without a group has no trigger, no conditions and nothing to poison an id with', async () => {
    const { clean, suspect, desk, budget } = await own('bare', { values: { rows: 12 } });
    expect([suspect.triggered, suspect.effect, suspect.next, desk.conditions, desk.level]).toEqual(Array(5).fill(null));
    expect(suspect.byKind).toEqual([]);
    expect(budget.rows).toBe(0);
    expect(suspect.digest).toBe(clean.digest);
    expect(Math.abs(clean.slope + 4)).toBeLessThan(0.2);
  });

  it('without a group can have its slope pushed, by the rows that least squares tells', async () => {
    const wish: Wish = { attack: 'slope-push', data: { table: 'bare' } };
    const { turning } = ownBench.reference(wish);
    const { suspect } = await own('bare', { ...wish, values: { rows: turning!.rows! + A_FEW } });
    expect(suspect.learned[1]).toBeGreaterThan(0);
    expect(suspect.learned).toHaveLength(placesOf(build(null).schema, 'plain').width + 1);
    expect(suspect.slope).toBeGreaterThan(0);
  });
});
