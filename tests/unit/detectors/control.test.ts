import { expect, test } from 'vitest';
import { defaultsOf } from '#core/fields.ts';
import { stream } from '#core/rng.ts';
import contributorDrift from '#detectors/contributor-drift.ts';
import dealerSlices from '#detectors/dealer-slices.ts';
import leaveOneOut from '#detectors/leave-one-out.ts';
import leverage from '#detectors/leverage.ts';
import { controlOf, largestOf, limitText, loudest, signalOf, sureOf } from '#detectors/parts/control.ts';
import slopeStability from '#detectors/slope-stability.ts';
import trim from '#detectors/trim.ts';
import { historyOf, inspectTable } from './tables.ts';

test('limits lie three and six standard deviations beyond the mean', () => {
  const limits = controlOf([1, 2, 3, 4, 5]);
  const deviation = Math.sqrt(2.5);
  expect(limits.suspicious).toBeCloseTo(3 + 3 * deviation, 12);
  expect(limits.alarm).toBeCloseTo(3 + 6 * deviation, 12);
  expect([3, 8, 13].map((value) => signalOf(value, limits))).toEqual(['quiet', 'suspicious', 'alarm']);
  expect(limitText(8, limits)).toBe('8.00 (look at 7.74, alarm at 12.5)');
});

test('clean models that all agree leave room for what does not matter', () => {
  const limits = controlOf([2, 2, 2, 2], 1.5);
  expect([2, 2.7, 3, 3.6].map((value) => signalOf(value, limits))).toEqual(['quiet', 'quiet', 'suspicious', 'alarm']);
});

test('the loudest signal and the largest value are what counts', () => {
  expect(loudest(['quiet', 'alarm', 'suspicious'])).toBe('alarm');
  expect(loudest([])).toBe('quiet');
  expect(largestOf([NaN, 3, 7, NaN])).toBe(7);
  expect(largestOf([NaN])).toBe(0);
});

test('the false-alarm rates it states are those of Gumbel’s law with limits from twelve models', () => {
  const draw = stream(1, 'test');
  const gumbel = () => -Math.log(-Math.log(draw()));
  const TRIALS = 100_000;
  let [looks, alarms] = [0, 0];
  for (let i = 0; i < TRIALS; i++) {
    const limits = controlOf(Array.from({ length: 12 }, gumbel));
    const value = gumbel();
    if (value > limits.suspicious) looks++;
    if (value > limits.alarm) alarms++;
  }
  expect(looks / TRIALS).toBeCloseTo(1 / 40, 2);
  expect(alarms / TRIALS).toBeCloseTo(1 / 450, 3);
  expect(sureOf(controlOf([1, 2, 3]))).toContain('1 clean model in 40 crosses the first, and 1 in 450 the second');
});

test('where the loudest of several numbers counts, the rates it states are for all of them together', () => {
  const draw = stream(2, 'test');
  const gumbel = () => -Math.log(-Math.log(draw()));
  const [TRIALS, NUMBERS] = [40_000, 4];
  let [looks, alarms] = [0, 0];
  for (let i = 0; i < TRIALS; i++) {
    const signals = Array.from({ length: NUMBERS }, () =>
      signalOf(gumbel(), controlOf(Array.from({ length: 12 }, gumbel))),
    );
    if (loudest(signals) !== 'quiet') looks++;
    if (loudest(signals) === 'alarm') alarms++;
  }
  for (const [rate, bound] of [
    [looks / TRIALS, 1 / 9],
    [alarms / TRIALS, 1 / 113],
  ] as const) {
    expect(rate).toBeLessThan(bound);
    expect(rate).toBeGreaterThan(0.85 * bound);
  }
  expect(sureOf(controlOf([1, 2, 3]), NUMBERS)).toContain(
    'with 4 numbers looked at, about 1 clean model in 9 crosses a first limit at most, and 1 in 113 a second',
  );
});

test.each([leverage, leaveOneOut, trim, contributorDrift, slopeStability, dealerSlices])(
  '$id states the rates for as many numbers as it holds against limits',
  async ({ run, fields }) => {
    const { sure, measurements } = await run(inspectTable(historyOf(1)), defaultsOf(fields));
    const limits = measurements.filter(({ text }) => text.includes('(look at')).length;
    expect(limits).toBeGreaterThan(1);
    expect(sure).toContain(`with ${limits} numbers looked at`);
  },
);

test.each([leverage, leaveOneOut])('$id states how often a row of a clean model stands alone', async ({ run }) => {
  const { sure } = await run(inspectTable(historyOf(1)), {});
  expect(sure).toContain('which happens to 1 clean model in 13 at most');
});
