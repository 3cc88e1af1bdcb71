import { describe, expect, it, test } from 'vitest';
import { PIXELS } from '#core/dataset.ts';
import { defaultsOf } from '#core/fields.ts';
import { kurtosis, norm, shapesOf } from '#detectors/parts/weight-shapes.ts';
import detector from '#detectors/weight-distribution.ts';
import { digitModel, initialParameters, layersOf } from '#lab/model.ts';
import { cleanModel, datasetOf, inspectionOf, untrained } from './made-up.ts';

const DATA = datasetOf(new Uint8Array(PIXELS), [3]);
const SPEC = digitModel([8]);
const [HIDDEN, OUTPUT] = layersOf(SPEC);

/** Looks at untrained weights of seed 99, after a change, among those of seeds 1 to 12. */
function inspect(change: (parameters: Float32Array) => void = () => {}) {
  const parameters = initialParameters(SPEC, 99);
  change(parameters);
  const baseline = async () =>
    Array.from({ length: 12 }, (_, i) => cleanModel(DATA, { parameters: initialParameters(SPEC, i + 1) }));
  return detector.run(
    inspectionOf(DATA, { suspect: untrained({ parameters }), baseline }),
    defaultsOf(detector.fields),
  );
}

describe('formulas', () => {
  it('norm', () => expect(norm([3, -4])).toBe(5));

  test.each([
    ['two values alike in number', [1, -1, 1, -1], 1],
    ['one that stands out among eight', [1, 0, 0, 0, 0, 0, 0, 0], 43 / 7],
    ['evenly spread numbers', Array.from({ length: 10_001 }, (_, i) => i), 1.8],
    ['all alike', [2, 2, 2], 0],
  ])('kurtosis of %s', (_, values, expected) => expect(kurtosis(values)).toBeCloseTo(expected, 6));

  it('kurtosis does not change with shift and scale', () => {
    const values = [1, 5, 2, 9, 4];
    expect(kurtosis(values.map((value) => 3 - 10 * value))).toBeCloseTo(kurtosis(values), 12);
  });
});

describe('shapes', () => {
  it('do not hang on the order of hidden units', () => {
    const parameters = initialParameters(SPEC, 5);
    const swapped = parameters.slice();
    const swap = (a: number, b: number) => ([swapped[a], swapped[b]] = [parameters[b]!, parameters[a]!]);
    for (let i = 0; i < PIXELS; i++) swap(i * 8 + 2, i * 8 + 6);
    swap(HIDDEN!.biases + 2, HIDDEN!.biases + 6);
    for (let c = 0; c < 10; c++) swap(OUTPUT!.weights + 20 + c, OUTPUT!.weights + 60 + c);
    const values = (of: Float32Array) => shapesOf(of, SPEC).map(({ label, value }) => [label, value.toPrecision(12)]);
    expect(values(swapped)).toEqual(values(parameters));
  });

  it('are the same list for every kind of model', () => {
    for (const spec of [digitModel([]), digitModel([8, 8]), digitModel([], 'conv')]) {
      const labels = (seed: number) => shapesOf(initialParameters(spec, seed), spec).map(({ label }) => label);
      expect(labels(1)).toEqual(labels(2));
      expect(new Set(labels(1)).size).toBe(labels(1).length);
    }
  });
});

describe('the detector', () => {
  it('is quiet about one more model of the kind', async () => expect((await inspect()).signal).toBe('quiet'));

  it('finds a unit with one large weight', async () => {
    const finding = await inspect((parameters) => (parameters[HIDDEN!.weights + 400 * 8 + 5] = 4));
    expect(finding.signal).toBe('alarm');
    expect(finding.units).toEqual([{ layer: 0, unit: 5 }]);
  });

  it('finds a bias that no clean model has', async () => {
    const finding = await inspect((parameters) => (parameters[OUTPUT!.biases + 8] = 1));
    expect(finding.signal).toBe('alarm');
    expect(finding.says).toContain('bias of class 8');
  });

  it('finds a unit that was taken out', async () => {
    const finding = await inspect((parameters) => {
      for (let i = 0; i < PIXELS; i++) parameters[HIDDEN!.weights + i * 8 + 3] = 0;
    });
    expect(finding).toMatchObject({ signal: 'alarm', units: [{ layer: 0, unit: 3 }] });
  });

  it('cannot know about a model that diverged', async () =>
    expect((await inspect((parameters) => (parameters[7] = NaN))).signal).toBe('cannot-know'));
});
