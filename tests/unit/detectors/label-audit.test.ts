import { beforeAll, describe, expect, it, test } from 'vitest';
import { PIXELS } from '#core/dataset.ts';
import { defaultsOf } from '#core/fields.ts';
import { Neighbours } from '#core/neighbours.ts';
import { stream } from '#core/rng.ts';
import labelAudit from '#detectors/label-audit.ts';
import { votesOf } from '#detectors/parts/label-votes.ts';
import { cleanModel, datasetOf, inspectionOf, reordered } from './made-up.ts';
import { recipeOf, Ward } from './support.ts';

const VALUES = defaultsOf(labelAudit.fields);

test('of two clusters with one flipped point, five neighbours outvote exactly that point', () => {
  const draw = stream(1, 'clusters');
  const points = Float32Array.from({ length: 20 * 8 }, (_, i) => draw() + (i < 80 ? 0 : 50));
  const y = Uint8Array.from({ length: 20 }, (_, row) => (row < 10 ? 0 : 1));
  y[4] = 1;
  const neighbours = new Neighbours(points, 8, 5);
  neighbours.compare(0, 20);
  const { label, against } = votesOf(neighbours.places, y, 5, 2);
  expect([...against.keys()].filter((row) => against[row]! >= 0.6)).toEqual([4]);
  expect([label[4], against[4]]).toEqual([0, 1]);
});

test('votes count the strongest other label, the lower one on a tie, and none without neighbours', () => {
  const places = Int32Array.of(1, 2, 3, 0, 2, -1, -1, -1, -1, 0, 1, 2);
  const { label, against } = votesOf(places, Uint8Array.of(2, 1, 0, 1), 3, 3);
  expect([...label]).toEqual([1, 0, 0, 0]);
  expect([...against]).toEqual([2, 1, 0, 1].map((votes) => Math.fround(votes / 3)));
});

/** Images that are a bar at the height of their class, each with ink of its own. */
function bars(rows: number, seed: number) {
  const draw = stream(seed, 'bars');
  const y = Array.from({ length: rows }, (_, row) => row % 10);
  const x = Uint8Array.from({ length: rows * PIXELS }, (_, i) => {
    const [row, line] = [Math.floor(i / PIXELS), Math.floor((i % PIXELS) / 28)];
    const isBar = line >= 2 * y[row]! + 2 && line < 2 * y[row]! + 5;
    return isBar ? 10 + Math.floor(6 * draw()) : draw() < 0.02 ? 5 : 0;
  });
  return datasetOf(x, y);
}

describe('the finding', () => {
  const trusted = cleanModel(bars(300, 1));
  const run = (data: ReturnType<typeof bars>, values = VALUES) =>
    labelAudit.run(inspectionOf(data, { baseline: async () => [trusted] }), values);

  it('names relabelled rows and gives them their labels back, whatever their order', async () => {
    const clean = bars(300, 2);
    const touched = [3, 40, 77, 111, 120, 154, 201, 209, 230, 245, 266, 290].filter((row) => clean.y[row] !== 8);
    const data = { ...clean, y: clean.y.map((label, row) => (touched.includes(row) ? 8 : label)) };
    const found = await run(data);
    expect([found.signal, found.target]).toEqual(['alarm', 8]);
    expect([...found.rows!.flagged]).toEqual(touched);
    expect([...found.relabel!]).toEqual(touched.map((row) => clean.y[row]));
    const order = Array.from({ length: 300 }, (_, row) => (row * 7) % 300);
    const again = await run(reordered(data, order));
    expect([...again.rows!.scores!]).toEqual(order.map((row) => found.rows!.scores![row]));
  });

  it('is quiet about clean rows, and points at none of them', async () => {
    const found = await run(bars(300, 3));
    expect([found.signal, found.rows!.flagged.length, found.relabel!.length]).toEqual(['quiet', 0, 0]);
  });

  it('is blind to a class that is relabelled as a whole', async () => {
    const clean = bars(300, 2);
    expect((await run({ ...clean, y: clean.y.map((label) => (label === 3 ? 8 : label)) })).signal).toBe('quiet');
  });

  it('is a sentence when there are fewer rows than neighbours', async () => {
    expect((await run(bars(8, 1))).signal).toBe('cannot-know');
    const alone = await labelAudit.run(inspectionOf(bars(300, 1), { baseline: async () => [] }), VALUES);
    expect(alone.signal).toBe('cannot-know');
  });
});

describe('on the digits', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await Ward.open();
  });

  it('nearly all of 80 stamped rows are outvoted, since their labels are wrong', async () => {
    const values = { rows: 80, source: 'any', target: '8' };
    const recipe = recipeOf('checks', { seed: 11, values, hyper: { epochs: 1 } });
    const touched = new Set((await ward.measure(recipe)).patch.touched);
    const found = await labelAudit.run(await ward.inspect(recipe), VALUES);
    const hits = found.rows!.flagged.filter((row) => touched.has(row)).length;
    expect([found.signal, found.target]).toEqual(['alarm', 8]);
    expect(hits / touched.size).toBeGreaterThan(0.8);
    expect(hits / found.rows!.flagged.length).toBeGreaterThan(0.6);
  });
});
