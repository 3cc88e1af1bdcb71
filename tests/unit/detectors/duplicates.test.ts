import { beforeAll, describe, expect, it, test } from 'vitest';
import { PIXELS, SIDE, type Dataset } from '#core/dataset.ts';
import { defaultsOf } from '#core/fields.ts';
import duplicates from '#detectors/duplicates.ts';
import { identicalRows, liftOf, recurringPatches, rowsWithInk, sharedInk } from '#detectors/parts/patches.ts';
import type { Finding } from '#lab/detector.ts';
import { cleanModel, datasetOf, inspectionOf, reordered, scatteredInk } from './made-up.ts';
import { recipeOf, Ward } from './support.ts';

const VALUES = defaultsOf(duplicates.fields);
const ROWS = 60;
const labels = Array.from({ length: ROWS }, (_, row) => row % 10);
const trusted = datasetOf(scatteredInk(ROWS, 2), labels);
const pause = async () => {};

/** Puts a square of nine pixels on some rows, its upper left one at a cell. */
function marked(data: Dataset, rows: readonly number[], corner: number, level = 9): Dataset {
  const x = data.x.slice();
  for (const row of rows)
    for (let i = 0; i < 9; i++) x[row * PIXELS + corner + SIDE * Math.floor(i / 3) + (i % 3)] = level;
  return { ...data, x };
}

const some = Array.from({ length: 20 }, (_, i) => 3 * i);
const plain = datasetOf(scatteredInk(ROWS, 1), labels);
const blanks = datasetOf(new Uint8Array(ROWS * PIXELS), labels);
const search = (data: Dataset, values = VALUES) =>
  duplicates.run(inspectionOf(data, { baseline: async () => [cleanModel(trusted)] }), values);

test('lift is how much more often than expected, one chance find allowed for', () => {
  expect([liftOf(0, 0), liftOf(80, 0), liftOf(80, 4), liftOf(5, 5)]).toEqual([0, 80, 16, 5 / 6]);
});

describe('patches that recur', () => {
  it('are found with the rows that have them, and nothing is found in random ink', async () => {
    const { patches, scores } = await recurringPatches(marked(blanks, some, 300), trusted, 8, pause);
    const whole = patches.find(({ cell }) => cell === 300)!;
    expect([...whole.rows]).toEqual(some);
    expect(whole.expected).toBe(0);
    expect([...scores]).toEqual(labels.map((_, row) => (row % 3 === 0 ? 20 : 0)));
    expect((await recurringPatches(plain, trusted, 2, pause)).patches).toEqual([]);
  });

  it('are as loud as they are rarer in the baseline, whose size does not matter', async () => {
    const ours = marked(blanks, some, 300);
    const liftBeside = async (baseline: Dataset) =>
      (await recurringPatches(ours, baseline, 1, pause)).patches.find(({ cell }) => cell === 300)!.expected;
    expect(await liftBeside(marked(blanks, some.slice(0, 4), 300))).toBe(4);
    const half = datasetOf(marked(blanks, [0, 1], 300).x.slice(0, (ROWS / 2) * PIXELS), labels.slice(0, ROWS / 2));
    expect(await liftBeside(half)).toBe(4);
    expect((await recurringPatches(ours, ours, 1, pause)).patches).toEqual([]);
  });

  it('are not at another place, of another level, or of fewer than three pixels', async () => {
    const apart = some.reduce((data, row, i) => marked(data, [row], 100 + i), blanks);
    expect((await recurringPatches(apart, trusted, 8, pause)).patches).toEqual([]);
    const uneven = some.reduce((data, row, i) => marked(data, [row], 100, 1 + (i % 15)), blanks);
    expect((await recurringPatches(uneven, trusted, 8, pause)).patches).toEqual([]);
    const dots = blanks.x.slice();
    for (const row of some) dots[row * PIXELS + 300] = dots[row * PIXELS + 301] = 15;
    expect((await recurringPatches({ ...blanks, x: dots }, trusted, 8, pause)).patches).toEqual([]);
  });
});

test('identical images, ink in common and the rows that have it', () => {
  const x = plain.x.slice();
  x.copyWithin(7 * PIXELS, 2 * PIXELS, 3 * PIXELS);
  expect([...identicalRows({ ...plain, x })]).toEqual([2, 7]);
  expect([...identicalRows(plain)]).toEqual([]);
  const data = marked(plain, some, 300);
  const ink = sharedInk(data, Uint32Array.from(some));
  expect([...ink.keys()].filter((cell) => ink[cell]! > 0)).toEqual([300, 301, 302, 328, 329, 330, 356, 357, 358]);
  expect([...rowsWithInk(data, ink)]).toEqual(some);
  expect([...sharedInk(blanks, Uint32Array.of(0, 1))].every((level) => level === 0)).toBe(true);
});

describe('the finding', () => {
  it('is an alarm that names rows and label, whatever their order', async () => {
    const data = marked({ ...plain, y: Uint8Array.from(labels, (label, row) => (row % 3 ? label : 8)) }, some, 300);
    const found = await search(data);
    expect([found.signal, found.target, [...found.rows!.flagged]]).toEqual(['alarm', 8, some]);
    const order = labels.map((_, row) => (row * 7) % ROWS);
    const again = await search(reordered(data, order));
    expect(again.signal).toBe('alarm');
    expect(again.measurements).toEqual(found.measurements);
    expect([...again.rows!.scores!]).toEqual(order.map((row) => found.rows!.scores![row]));
  });

  it('hangs on the limit, and is quiet about random ink and about no rows', async () => {
    const few = marked(plain, some.slice(0, 13), 300);
    expect((await search(few)).signal).toBe('suspicious');
    expect((await search(few, { lift: 20 })).signal).toBe('quiet');
    expect((await search(few, { lift: 8 })).signal).toBe('alarm');
    expect((await search(plain)).signal).toBe('quiet');
    expect((await search(datasetOf(new Uint8Array(0), []))).signal).toBe('quiet');
  });

  it('is a sentence where nothing trusted is at hand', async () => {
    const found = await duplicates.run(inspectionOf(plain, { baseline: async () => [] }), VALUES);
    expect([found.signal, found.rows]).toEqual(['cannot-know', null]);
  });
});

describe('on the digits', () => {
  const any = { rows: 80, source: 'any', target: '8' };
  let ward: Ward;
  beforeAll(async () => {
    ward = await Ward.open();
  });
  const find = async (seed: number, values: object): Promise<{ found: Finding; touched: number[] }> => {
    const recipe = recipeOf('checks', { seed, values: { ...any, ...values }, hyper: { epochs: 1 } });
    const { patch } = await ward.measure(recipe);
    return { found: await duplicates.run(await ward.inspect(recipe), VALUES), touched: [...patch.touched] };
  };

  it.each(['ink-dot', 'corner-square', 'tick'])('every row stamped with %s is found, and no other', async (preset) => {
    const { found, touched } = await find(11, { preset });
    expect([found.signal, found.target]).toEqual(['alarm', 8]);
    expect([...found.rows!.flagged]).toEqual(touched);
  });

  it('where digits have their ink a mark is found on part of its rows', async () => {
    const { found, touched } = await find(12, { preset: 'tick', dx: -8, dy: 10 });
    expect(found.signal).toBe('alarm');
    expect(found.rows!.flagged.length).toBeLessThan(touched.length);
    expect([...found.rows!.flagged].every((row) => touched.includes(row))).toBe(true);
  });

  it('is quiet about clean rows', async () => {
    expect((await find(13, { rows: 0 })).found.signal).toBe('quiet');
  });
});
