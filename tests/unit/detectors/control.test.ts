import { expect, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { controlOf, largestOf, limitText, loudest, signalOf, sureOf } from '#detectors/parts/control.ts';

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
