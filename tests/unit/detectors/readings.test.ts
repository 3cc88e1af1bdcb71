import { describe, expect, it, test } from 'vitest';
import { studentLimit } from '#core/student-t.ts';
import { barsOf, cleanModels, judge, readingsOf, tell, whyUnfit, type Reading } from '#detectors/parts/readings.ts';
import { cleanModel, datasetOf, inspectionOf, untrained } from './made-up.ts';

/** Mean 10, standard deviation 2 (n - 1), five models. */
const CLEAN = [8, 8, 10, 12, 12];
const reading = (value: number, more: Partial<Reading> = {}): Reading => ({
  label: 'made up',
  value,
  clean: CLEAN,
  scale: 'linear',
  grain: 0,
  side: 'above',
  ...more,
});
const distance = (value: number, more: Partial<Reading> = {}) => judge([reading(value, more)]).judged[0]!.distance;

describe('the distance of a reading', () => {
  it('is in standard deviations of a prediction', () => {
    expect(distance(10)).toBe(0);
    expect(distance(10 + 2 * Math.sqrt(1.2))).toBeCloseTo(1, 12);
  });

  it('counts on the side that matters', () => {
    expect(distance(4)).toBeLessThan(0);
    expect(distance(4, { side: 'below' })).toBeCloseTo(-distance(4), 12);
    expect(distance(4, { side: 'either' })).toBeCloseTo(-distance(4), 12);
  });

  it('is taken on the scale that the readings scatter evenly on', () => {
    const squares = CLEAN.map((value) => value ** 2);
    expect(distance(14 ** 2, { clean: squares, scale: 'root' })).toBeCloseTo(distance(14), 12);
    const powers = CLEAN.map((value) => Math.exp(value));
    expect(distance(Math.exp(14), { clean: powers, scale: 'log' })).toBeCloseTo(distance(14), 10);
  });

  it('takes clean models that agree to scatter by the grain', () => {
    expect(distance(11, { clean: [10, 10, 10], grain: 0.5 })).toBeCloseTo(1 / (0.5 * Math.sqrt(4 / 3)), 12);
    expect(distance(11, { clean: [10, 10, 10] })).toBe(Infinity);
  });

  test.each([NaN, Infinity])('is infinite for %d', (value) => expect(distance(value)).toBe(Infinity));

  it('is none where all agree', () => {
    expect(distance(0, { clean: [0, 0, 0], scale: 'log' })).toBe(0);
    expect(distance(7, { clean: [7, 7, 7] })).toBe(0);
  });

  it('is infinite for nothing where clean models have a size', () =>
    expect(distance(0, { scale: 'log', side: 'below' })).toBe(Infinity));
});

describe('a verdict', () => {
  it('shares the chance of a false alarm out among all sides looked at', () => {
    expect(judge([reading(10)]).limits.alarm).toBeCloseTo(studentLimit(1 / 500, 4), 12);
    expect(judge([reading(10), reading(10, { side: 'either' })]).limits).toEqual({
      suspicious: studentLimit(1 / 60, 4),
      alarm: studentLimit(1 / 1500, 4),
    });
  });

  it('is as loud as its farthest reading, which comes first', () => {
    const { limits } = judge([reading(10), reading(10)]);
    const at = (factor: number, limit: number) => reading(10 + factor * limit * 2 * Math.sqrt(1.2));
    expect(judge([reading(10), at(0.99, limits.suspicious)]).signal).toBe('quiet');
    expect(judge([reading(10), at(1.01, limits.suspicious)]).signal).toBe('suspicious');
    const loud = judge([reading(10), at(1.01, limits.alarm)]);
    expect(loud.signal).toBe('alarm');
    expect(loud.judged.map(({ signal }) => signal)).toEqual(['alarm', 'quiet']);
  });

  it('does not change when all values are shifted and scaled', () => {
    const moved = (value: number) => 100 + 7 * value;
    expect(distance(moved(13), { clean: CLEAN.map(moved) })).toBeCloseTo(distance(13), 12);
  });

  it('is told in words and in bars that stay on the page', () => {
    const verdict = judge([reading(1e40), reading(9), reading(10), reading(11)]);
    expect(tell(verdict)).toHaveLength(3);
    expect(tell(verdict)[0]!.text).toBe('1.0e+40; clean models 8.00 to 12.0');
    const bars = barsOf(verdict, 'Made-up distances');
    expect(bars.kind === 'bars' && bars.bars[0]).toEqual({ label: 'made up', value: 1000, loud: true });
  });
});

describe('scores', () => {
  const score = (label: string, value: number) => ({ ...reading(value), label });

  it('are matched with those of clean models by label', () => {
    const [a, ...none] = readingsOf([score('a', 1), score('b', 2)], [[score('a', 3)], [score('b', 4), score('a', 5)]]);
    expect(a).toMatchObject({ label: 'a', value: 1, clean: [3, 5] });
    expect(none).toEqual([]);
  });
});

describe('models', () => {
  const broken = { parameters: Float32Array.of(1, NaN) };
  const withModels = (models: number, unfit: number) =>
    inspectionOf(datasetOf(new Uint8Array(784), [1]), {
      baseline: async () =>
        Array.from({ length: models }, (_, i) =>
          cleanModel(datasetOf(new Uint8Array(784), [1]), i < unfit ? broken : {}),
        ),
    });

  it('are unfit when a parameter is no number', () => {
    expect(whyUnfit(untrained())).toBeNull();
    expect(whyUnfit(untrained(broken))).toMatch(/no numbers/);
  });

  it('are a baseline only when enough of them did not diverge', async () => {
    expect(await cleanModels(withModels(12, 3))).toHaveLength(9);
    expect(await cleanModels(withModels(12, 9))).toMatch(/diverge/);
  });
});
