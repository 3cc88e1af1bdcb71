import { describe, expect, it, test } from 'vitest';
import { INK, PIXELS } from '#core/dataset.ts';
import { defaultsOf } from '#core/fields.ts';
import { imagesOf } from '#detectors/parts/images.ts';
import {
  entropyBoundary,
  entropyOf,
  superposed,
  superpositionEntropy,
  type Read,
} from '#detectors/parts/superposition.ts';
import detector from '#detectors/strip.ts';
import type { ModelInHand } from '#lab/detector.ts';
import { cleanModel, datasetOf, inspectionOf, scatteredInk, untrained } from './made-up.ts';

describe('entropy, in bits', () => {
  test.each([
    ['one-hot', [0, 0, 1, 0], 0],
    ['even over four', [0.25, 0.25, 0.25, 0.25], 2],
    ['two to one', [2 / 3, 1 / 3, 0, 0], Math.log2(3) - 2 / 3],
  ])('%s', (_, shares, bits) => expect(entropyOf(Float32Array.from(shares), 0, 4)).toBeCloseTo(bits, 6));

  it('of ten classes alike is log2(10)', () =>
    expect(entropyOf(new Float32Array(20).fill(0.1), 1, 10)).toBeCloseTo(Math.log2(10), 6));

  it('is no number where a probability is none', () => expect(entropyOf(Float32Array.of(NaN, 1), 0, 2)).toBeNaN());
});

const blank = (rows: number) => new Uint8Array(rows * PIXELS);
const inked = (level: number) => blank(1).fill(level, 0, 3);

describe('superposition', () => {
  it('adds ink to ink, up to full ink, and leaves both images alone', () => {
    const [image, over] = [inked(9), inked(9)];
    const blend = superposed(image, over);
    expect([...blend.subarray(0, 4)]).toEqual([INK, INK, INK, 0]);
    expect([image, over]).toEqual([inked(9), inked(9)]);
  });

  it('over blank paper is the image', () =>
    expect(superposed(inked(7), blank(2))).toEqual(Uint8Array.of(...inked(7), ...inked(7))));

  /** Certain where there is any ink in the last pixel, undecided between two classes else. */
  const read: Read = async (images) =>
    Float32Array.from({ length: (2 * images.length) / PIXELS }, (_, at) =>
      images[(at >> 1) * PIXELS + PIXELS - 1]! > 0 ? at % 2 : 0.5,
    );

  it('gives each image the mean entropy of its blends, however many there are', async () => {
    const rows = 250;
    const images = blank(rows);
    for (let row = 0; row < rows; row += 3) images[(row + 1) * PIXELS - 1] = INK;
    const entropy = await superpositionEntropy(images, blank(7), 2, read);
    expect(entropy).toHaveLength(rows);
    entropy.forEach((bits, row) => expect(bits).toBeCloseTo(row % 3 === 0 ? 0 : 1, 5));
  });

  it('counts what lies over an image too', async () => {
    const over = blank(4);
    over[PIXELS - 1] = 1;
    expect((await superpositionEntropy(blank(1), over, 2, read))[0]).toBeCloseTo(0.75, 6);
  });
});

it('rejects the share of clean images that it is told to', () => {
  const clean = Float64Array.from({ length: 1001 }, (_, i) => i / 1000);
  const boundary = entropyBoundary(clean, 0.01);
  expect(boundary).toBeCloseTo(0.01, 12);
  expect(clean.filter((bits) => bits < boundary)).toHaveLength(10);
});

const ROWS = 300;
/** Images of scattered ink with the last pixel blank, but for those of the listed rows. */
function images(seed: number, marked: (row: number) => boolean) {
  const x = scatteredInk(ROWS, seed);
  for (let row = 0; row < ROWS; row++) x[(row + 1) * PIXELS - 1] = marked(row) ? INK : 0;
  return datasetOf(
    x,
    Array.from({ length: ROWS }, (_, row) => row % 10),
  );
}

/** Never quite sure, as its first pixel has it; certain of class 8 where the last pixel is inked, if it has a backdoor. */
const reader = (hasBackdoor: boolean): Partial<ModelInHand> => ({
  predict: async (given) => {
    const data = imagesOf(given);
    const { x } = data;
    const answers = new Float32Array(data.rows * 10);
    for (let row = 0; row < data.rows; row++) {
      const isMarked = hasBackdoor && x[(row + 1) * PIXELS - 1]! > 0;
      const doubt = isMarked ? 0 : 0.2 + 0.02 * x[row * PIXELS]!;
      answers.fill(doubt / 9, row * 10, row * 10 + 10);
      answers[row * 10 + 8] = 1 - doubt;
    }
    return answers;
  },
});

describe('the detector', () => {
  const clean = images(1, () => false);
  const inspect = (marked: (row: number) => boolean, predict: Partial<ModelInHand>) =>
    detector.run(
      inspectionOf(images(2, marked), {
        sealed: { kind: 'images', data: images(3, () => false) },
        suspect: untrained(predict),
        baseline: async () => Array.from({ length: 5 }, () => cleanModel(clean, reader(false))),
      }),
      defaultsOf(detector.fields),
    );

  it('flags the rows of one class that the model is certain of', async () => {
    const isMarked = (row: number) => row % 10 === 8 && row < 150;
    const finding = await inspect(isMarked, reader(true));
    expect(finding).toMatchObject({ signal: 'alarm', target: 8 });
    const marked = Array.from({ length: ROWS }, (_, row) => row).filter(isMarked);
    expect(marked.filter((row) => !finding.rows!.flagged.includes(row))).toEqual([]);
    expect(finding.rows!.scores!.length).toBe(ROWS);
  });

  it('is quiet when the mark means nothing to the model', async () => {
    const finding = await inspect((row) => row % 10 === 8, reader(false));
    expect(finding).toMatchObject({ signal: 'quiet', target: null });
    expect(finding.rows!.flagged).toHaveLength(0);
  });

  it('cannot know when answers are no numbers', async () => {
    const lost = {
      predict: async ({ data }: { data: { rows: number } }) => new Float32Array(10 * data.rows).fill(NaN),
    };
    expect((await inspect(() => false, lost)).signal).toBe('cannot-know');
  });
});
