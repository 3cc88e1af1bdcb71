import { describe, expect, it, test } from 'vitest';
import { PIXELS } from '#core/dataset.ts';
import { stream } from '#core/rng.ts';
import { MaskedReader } from '#detectors/parts/masked-reader.ts';
import { anomalyIndex, searchTrigger } from '#detectors/parts/trigger-search.ts';
import detector from '#detectors/trigger-inversion.ts';
import { activationsOf } from '#lab/dense-net.ts';
import { digitModel, initialParameters, layersOf, type ModelSpec } from '#lab/model.ts';
import { cleanModel, datasetOf, inspectionOf, scatteredInk, untrained } from './made-up.ts';

const SPECS: [string, ModelSpec][] = [
  ['linear', digitModel([])],
  ['one hidden layer', digitModel([8])],
  ['two hidden layers', digitModel([8, 8])],
  ['tanh', { ...digitModel([8]), activation: 'tanh' }],
];
const draws = (seed: number) => {
  const draw = stream(seed, 'mask');
  return Float64Array.from({ length: PIXELS }, draw);
};

describe.each(SPECS)('a reader through a mask: %s', (_, spec) => {
  const images = scatteredInk(5, 3);
  const parameters = initialParameters(spec, 4);
  const reader = new MaskedReader(parameters, spec, images);
  const [mask, pattern] = [draws(1), draws(2)];

  it('sees images as they are through no mask at all', () => {
    const { logits } = activationsOf(parameters, spec, images);
    const rows = Array.from({ length: 5 }, (_, row) => [...logits.subarray(row * 10, row * 10 + 10)]);
    const losses = rows.map((row) => Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - row[7]!);
    const { loss } = reader.look(new Float64Array(PIXELS), pattern, 7, 0, 5);
    expect(loss).toBeCloseTo(losses.reduce((a, b) => a + b) / 5, 4);
  });

  it('has gradients that small steps confirm', () => {
    const { byMask, byPattern } = reader.look(mask, pattern, 7, 0, 5);
    const [ofMask, ofPattern] = [byMask.slice(), byPattern.slice()];
    const step = 1e-5;
    for (const pixel of [0, 200, 431, 783]) {
      const loss = (which: Float64Array, by: number) => {
        which[pixel]! += by;
        const { loss } = reader.look(mask, pattern, 7, 0, 5);
        which[pixel]! -= by;
        return loss;
      };
      expect((loss(mask, step) - loss(mask, -step)) / (2 * step)).toBeCloseTo(ofMask[pixel]!, 5);
      expect((loss(pattern, step) - loss(pattern, -step)) / (2 * step)).toBeCloseTo(ofPattern[pixel]!, 5);
    }
  });

  it('goes on from the first image after the last', () => {
    const all = reader.look(mask, pattern, 2, 0, 5).loss;
    expect(reader.look(mask, pattern, 2, 3, 5).loss).toBeCloseTo(all, 10);
  });
});

describe('the anomaly index', () => {
  it('of one small size among ten', () => {
    const sizes = [100, 102, 98, 104, 96, 101, 99, 103, 97, 10];
    // Median 99.5; deviations from it have the median 2.5.
    expect(anomalyIndex(sizes)[9]).toBeCloseTo(89.5 / (1.4826 * 2.5), 10);
    expect(anomalyIndex(sizes).filter((index) => index > 2)).toHaveLength(1);
  });

  it('does not change with the unit', () => {
    const sizes = [3, 9, 4, 8, 5];
    anomalyIndex(sizes.map((size) => 7 * size)).forEach((index, i) =>
      expect(index).toBeCloseTo(anomalyIndex(sizes)[i]!, 12),
    );
  });

  it('is nothing where over half are alike', () => expect(anomalyIndex([5, 5, 5, 5, 1])).toEqual([0, 0, 0, 0, 0]));
});

/** A linear model that reads classes off ink in their own rows of the image, and class 8 off one pixel if it has a backdoor. */
function linear(hasBackdoor: boolean, seed: number): Float32Array {
  const parameters = initialParameters(digitModel([]), seed);
  for (let label = 0; label < 10; label++)
    for (let i = 0; i < 28; i++) parameters[(28 * (2 * label + 3) + i) * 10 + label]! += 1;
  if (hasBackdoor) parameters[PIXELS * 10 - 2] = 60;
  return parameters;
}

const DATA = datasetOf(
  scatteredInk(80, 5),
  Array.from({ length: 80 }, (_, row) => row % 10),
);

describe('the search', () => {
  it('finds the pixel of a backdoor', async () => {
    const reader = new MaskedReader(linear(true, 1), digitModel([]), DATA.x);
    const found = await searchTrigger(reader, PIXELS, 8, async () => {});
    expect(found.success).toBeGreaterThan(0.9);
    expect(found.size).toBeLessThan(10);
    expect(found.picture.indexOf(Math.max(...found.picture))).toBe(PIXELS - 1);
  });

  it('takes the whole image for a class that no mask brings about', async () => {
    const parameters = linear(false, 1);
    parameters[layersOf(digitModel([]))[0]!.biases + 4] = -1e6;
    const reader = new MaskedReader(parameters, digitModel([]), DATA.x);
    expect(await searchTrigger(reader, PIXELS, 4, async () => {})).toMatchObject({ size: PIXELS, success: 0 });
  });
});

describe('the detector', () => {
  const spec = digitModel([]);
  const models = [1, 2, 3, 4].map((seed) => cleanModel(DATA, { spec, parameters: linear(false, seed) }));
  const inspect = (parameters: Float32Array, of = spec) =>
    detector.run(
      inspectionOf(DATA, { suspect: untrained({ spec: of, parameters }), baseline: async () => models }),
      {},
    );

  it('names the class that is to be had for a pixel, and shows it', async () => {
    const finding = await inspect(linear(true, 9));
    expect(finding).toMatchObject({ signal: 'alarm', target: 8 });
    const [marks] = finding.pictures;
    expect(marks!.kind === 'images' && marks!.images.map(({ loud }) => loud).indexOf(true)).toBe(8);
  });

  it('is quiet about one more clean model', async () =>
    expect(await inspect(linear(false, 9))).toMatchObject({ signal: 'quiet', target: null }));

  test.each([
    ['a convolutional model', initialParameters(digitModel([], 'conv'), 1), digitModel([], 'conv')],
    ['a model that diverged', linear(false, 9).fill(NaN), spec],
  ])('cannot know about %s', async (_, parameters, of) =>
    expect((await inspect(parameters, of)).signal).toBe('cannot-know'),
  );
});
