import { describe, expect, it } from 'vitest';
import { chiSquareTail } from '#core/chi-square.ts';
import { PIXELS, type Dataset } from '#core/dataset.ts';
import { defaultsOf } from '#core/fields.ts';
import labelDrift from '#detectors/label-drift.ts';
import { cleanModel, datasetOf, inspectionOf, reordered } from './made-up.ts';
import { recipeOf, Ward } from './support.ts';

const VALUES = defaultsOf(labelDrift.fields);
const provenance = { sources: ['made up'], contributors: ['A', 'B'] };

/** Rows by contributor and label, three labels in all. */
function counted(ofA: readonly number[], ofB: readonly number[]): Dataset {
  const rows = [ofA, ofB].flatMap((counts, who) =>
    counts.flatMap((count, label) => Array.from({ length: count }, () => ({ who, label }))),
  );
  const x = new Uint8Array(rows.length * PIXELS);
  const contributor = Uint8Array.from(rows, ({ who }) => who);
  return datasetOf(
    x,
    rows.map(({ label }) => label),
    { classes: 3, contributor, provenance },
  );
}

const trusted = [counted([100, 100, 100], [50, 50, 50]), counted([100, 100, 100], [50, 50, 50])];
const run = (data: Dataset, values = VALUES, baseline = trusted) =>
  labelDrift.run(inspectionOf(data, { baseline: async () => baseline.map((rows) => cleanModel(rows)) }), values);

describe('shares of the labels', () => {
  it('as expected are quiet, in a delivery of any size', async () => {
    for (const times of [1, 3]) {
      const found = await run(counted(Array(3).fill(100 * times), Array(3).fill(50 * times)));
      expect([found.signal, found.target, found.rows!.flagged.length]).toEqual(['quiet', null, 0]);
    }
  });

  it('that moved in one slice are an alarm there, with the chance that chi-square gives', async () => {
    const found = await run(counted([100, 100, 100], [20, 50, 80]));
    expect([found.signal, found.target]).toEqual(['alarm', 2]);
    expect(found.says).toContain('B: 80 rows labelled 2, 30 more');
    const chance = 4 * chiSquareTail(36, 2);
    expect(found.measurements[0]).toEqual({
      label: 'B',
      text: expect.stringContaining(
        `chi-square 36.0, stability index 0.277, chance ${chance.toPrecision(3).slice(0, 4)}`,
      ),
    });
    expect([...found.rows!.flagged]).toEqual(Array.from({ length: 80 }, (_, i) => 370 + i));
    expect(found.pictures[0]).toMatchObject({ bars: [{ label: '0', loud: true }, { loud: false }, { loud: true }] });
  });

  it('are judged by the chosen chance of a false alarm', async () => {
    const data = counted([100, 100, 100], [38, 50, 62]);
    const chance = 4 * chiSquareTail(2 * (144 / 50), 2);
    expect((await run(data, { chance: chance * 1.01 })).signal).toBe('alarm');
    expect((await run(data, { chance: chance * 0.99 })).signal).toBe('suspicious');
    expect((await run(data, { chance: chance * 0.09 })).signal).toBe('quiet');
  });

  it('do not hang on the order of the rows', async () => {
    const data = counted([90, 100, 110], [20, 50, 80]);
    const order = Array.from({ length: data.rows }, (_, row) => (row * 7) % data.rows);
    const [found, again] = [await run(data), await run(reordered(data, order))];
    expect(again.measurements).toEqual(found.measurements);
    expect([...again.rows!.scores!]).toEqual(order.map((row) => found.rows!.scores![row]));
  });

  it('cannot be compared when there are too few rows, or none to compare with', async () => {
    expect((await run(counted([1, 1, 1], [1, 1, 1]))).signal).toBe('cannot-know');
    expect((await run(trusted[0]!, VALUES, [])).signal).toBe('cannot-know');
    expect((await run(trusted[0]!, VALUES, [counted([10, 10, 0], [5, 5, 0])])).signal).toBe('cannot-know');
  });

  it('of a class that lost all its rows are an alarm', async () => {
    expect((await run(counted([100, 200, 0], [50, 100, 0]))).signal).toBe('alarm');
  });
});

it('80 stamped rows show at the contributor they came through, and clean digits do not', async () => {
  const ward = await Ward.open();
  const find = async (values: object) =>
    labelDrift.run(
      await ward.inspect(recipeOf('checks', { seed: 11, values: { source: 'any', ...values }, hyper: { epochs: 1 } })),
      VALUES,
    );
  const found = await find({ rows: 80 });
  expect([found.signal, found.target]).toEqual(['alarm', 8]);
  expect(found.says).toMatch(/^Northgate/);
  expect((await find({ rows: 0 })).signal).toBe('quiet');
});
