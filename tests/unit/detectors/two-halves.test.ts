import { describe, expect, it } from 'vitest';
import { PIXELS } from '#core/dataset.ts';
import { stream } from '#core/rng.ts';
import detector from '#detectors/two-halves.ts';
import type { Inspection, ModelInHand, Rows } from '#lab/detector.ts';
import { cleanModel, datasetOf, inspectionOf, untrained } from './made-up.ts';

const ROWS = 2000;
const DATA = datasetOf(
  new Uint8Array(ROWS * PIXELS),
  Array.from({ length: ROWS }, (_, row) => row % 10),
);

/** Reads rows as labelled, but for a share of errors by chance; of one class it may be told to err more often. */
function erring(seed: number, share: number, ofThrees = share, misread = 0): Partial<ModelInHand> {
  return {
    predict: async ({ data }: Rows) => {
      const draw = stream(seed, 'erring');
      const answers = new Float32Array(data.rows * 10);
      for (let row = 0; row < data.rows; row++) {
        const label = row % 10;
        const errs = draw() < (label === 3 ? ofThrees : share);
        answers[row * 10 + (label === 3 && misread > 0 ? misread : errs ? (label + 1) % 10 : label)] = 1;
      }
      return answers;
    },
  };
}

function inspect(suspect: Partial<ModelInHand>, halvesErrOnThrees = 0.08) {
  const halved: Uint32Array[] = [];
  let seed = 100;
  const retrain: Inspection['retrain'] = async (rows) => {
    halved.push(rows);
    return untrained(erring(seed++, 0.08, halvesErrOnThrees));
  };
  const baseline = async () => Array.from({ length: 12 }, (_, i) => cleanModel(DATA, erring(i, 0.05)));
  const finding = detector.run(inspectionOf(DATA, { suspect: untrained(suspect), retrain, baseline }), {});
  return { finding, halved };
}

it('halves all rows: two by two they are all there, each once', async () => {
  const { finding, halved } = inspect(erring(50, 0.05));
  await finding;
  const all = Array.from({ length: ROWS }, (_, row) => row);
  for (let i = 0; i < halved.length; i += 2) {
    expect(halved[i]).toHaveLength(ROWS / 2);
    expect([...halved[i]!, ...halved[i + 1]!].sort((a, b) => a - b)).toEqual(all);
    expect([...halved[i]!]).toEqual([...halved[i]!].sort((a, b) => a - b));
  }
  expect(new Set(halved.map(String)).size).toBe(halved.length);
});

describe('the detector', () => {
  it('is quiet about a suspect that agrees with its halves', async () =>
    expect((await inspect(erring(50, 0.05)).finding).signal).toBe('quiet'));

  it('tells where the suspect did not come from these rows', async () => {
    const finding = await inspect(erring(50, 0.05, 0.05, 8)).finding;
    expect(finding.signal).toBe('alarm');
    expect(finding.says).toContain('Suspect against halves, 3s: 100.0');
  });

  it('tells where the halves contradict each other', async () => {
    const finding = await inspect(erring(50, 0.05), 0.5).finding;
    expect(finding.signal).not.toBe('quiet');
    expect(finding.says).toContain('Halves against each other, 3s');
  });

  it('cannot know when half the rows are not enough to learn from', async () => {
    const lost = async () => untrained({ predict: async ({ data }) => new Float32Array(data.rows * 10).fill(NaN) });
    const baseline = async () => Array.from({ length: 12 }, (_, i) => cleanModel(DATA, erring(i, 0.05)));
    const inspection = inspectionOf(DATA, { suspect: untrained(erring(1, 0.05)), baseline, retrain: lost });
    expect((await detector.run(inspection, {})).signal).toBe('cannot-know');
  });

  it('cannot know from a handful of rows', async () => {
    const few = datasetOf(new Uint8Array(20 * PIXELS), [...DATA.y.subarray(0, 20)]);
    expect((await detector.run(inspectionOf(few), {})).signal).toBe('cannot-know');
  });
});
