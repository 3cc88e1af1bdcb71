import { beforeAll, describe, expect, it } from 'vitest';
import { PIXELS } from '#core/dataset.ts';
import { defaultsOf } from '#core/fields.ts';
import highestLoss from '#detectors/highest-loss.ts';
import type { Rows } from '#lab/detector.ts';
import { asImages, cleanModel, datasetOf, inspectionOf, untrained } from './made-up.ts';
import { recipeOf, Ward } from './support.ts';

const VALUES = defaultsOf(highestLoss.fields);

/** Rows whose first pixel is their true class and whose second one says how sure of it a judge is. */
function told(rows: number, labelOf: (row: number) => number) {
  const x = new Uint8Array(rows * PIXELS);
  for (let row = 0; row < rows; row++) x.set([row % 10, 1 + (row % 15)], row * PIXELS);
  return datasetOf(
    x,
    Array.from({ length: rows }, (_, row) => labelOf(row)),
  );
}

/** A judge that believes what the pixels say, whatever the label. */
async function believe({ data }: Rows): Promise<Float32Array> {
  const { x } = data as ReturnType<typeof told>;
  return Float32Array.from({ length: data.rows * 10 }, (_, i) => {
    const base = Math.floor(i / 10) * PIXELS;
    const wrong = 0.01 * x[base + 1]!;
    return i % 10 === x[base] ? 1 - wrong : wrong / 9;
  });
}

const right = told(1000, (row) => row % 10);
const touched = Array.from({ length: 30 }, (_, i) => 31 * i).filter((row) => row % 10 !== 8);
const wrong = told(1000, (row) => (touched.includes(row) ? 8 : row % 10));
const wise = [cleanModel(right, { predict: believe })];

describe('rows with the highest loss', () => {
  it('are those whose label the trusted models find unlikely, and get the label they read', async () => {
    const found = await highestLoss.run(
      inspectionOf(wrong, { sealed: asImages(right), baseline: async () => wise }),
      VALUES,
    );
    expect([found.signal, found.target]).toEqual(['alarm', 8]);
    expect([...found.rows!.flagged]).toEqual(touched);
    expect([...found.relabel!]).toEqual(touched.map((row) => row % 10));
    const lossOfFirst = -Math.log(0.01 / 9);
    expect(found.rows!.scores![0]).toBeCloseTo(lossOfFirst, 5);
    expect(found.rows!.scores![1]).toBeCloseTo(-Math.log(0.98), 5);
  });

  it('are none among rows with the right labels', async () => {
    const found = await highestLoss.run(
      inspectionOf(right, { sealed: asImages(right), baseline: async () => wise }),
      VALUES,
    );
    expect([found.signal, found.rows!.flagged.length]).toEqual(['quiet', 0]);
  });

  it('are judged by models that did not learn from them, each row by one', async () => {
    const learned: Set<number>[] = [];
    const asked: number[] = [];
    const retrain = async (rows: Uint32Array) => {
      learned.push(new Set(rows));
      return untrained({ predict: believe });
    };
    const found = await highestLoss.run(inspectionOf(wrong, { sealed: asImages(right), retrain }), {
      ...VALUES,
      judges: 'halves',
    });
    expect([found.signal, ...found.rows!.flagged]).toEqual(['alarm', ...touched]);
    for (let row = 0; row < wrong.rows; row++) asked.push(learned.filter((half) => half.has(row)).length);
    expect(new Set(asked)).toEqual(new Set([1]));
    expect(Math.abs(learned[0]!.size - learned[1]!.size)).toBeLessThan(120);
  });

  it('are a sentence when the judge answers no numbers, or there is nothing to judge', async () => {
    const broken = untrained({ predict: async ({ data }) => new Float32Array(data.rows * 10).fill(NaN) });
    const own = { ...VALUES, judges: 'suspect' };
    expect((await highestLoss.run(inspectionOf(right, { suspect: broken }), own)).signal).toBe('cannot-know');
    const none = datasetOf(new Uint8Array(0), []);
    expect((await highestLoss.run(inspectionOf(none), own)).signal).toBe('cannot-know');
  });
});

describe('on the digits', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await Ward.open();
  });
  const find = async (attack: string, values: object, settings = {}) => {
    const recipe = recipeOf('checks', { seed: 11, attack, values: values as Record<string, string | number> });
    const touched = new Set((await ward.measure(recipe)).patch.touched);
    const found = await highestLoss.run(await ward.inspect(recipe), { ...VALUES, ...settings });
    const hits = found.rows!.flagged.filter((row) => touched.has(row)).length;
    return { found, recall: hits / touched.size, precision: hits / found.rows!.flagged.length };
  };

  it('trusted models point at 80 stamped rows, and at a class relabelled as a whole', async () => {
    for (const [attack, values] of [
      ['stamped-trigger', { rows: 80, source: 'any', target: '8' }],
      ['label-flip', { share: 1, source: '3', target: '8' }],
    ] as const) {
      const { found, recall, precision } = await find(attack, values);
      expect([found.signal, found.target]).toEqual(['alarm', 8]);
      expect(recall).toBeGreaterThan(0.9);
      expect(precision).toBeGreaterThan(0.8);
    }
  });

  it('the suspect itself sees nothing odd about what it was taught', async () => {
    const { found } = await find('label-flip', { share: 1, source: '3', target: '8' }, { judges: 'suspect' });
    expect([found.signal, found.rows!.flagged.length]).toEqual(['quiet', 0]);
  });
});
