import { expect, test } from 'vitest';
import { expOf, logOf, tanhOf } from '#core/elementary.ts';

test('e is raised to a power as Math.exp does', () => {
  for (let x = 0; x > -103; x -= 0.0137) expect(expOf(x) / Math.exp(x)).toBeCloseTo(1, 8);
  expect([expOf(0), expOf(-0), expOf(-104), expOf(-1e9), expOf(-Infinity), expOf(NaN)]).toEqual([
    1,
    1,
    expOf(-104),
    0,
    0,
    NaN,
  ]);
  expect(expOf(-104)).toBeLessThan(1e-44);
});

test('tanh bends as Math.tanh does', () => {
  for (let x = -30; x < 30; x += 0.0137) expect(Math.abs(tanhOf(x) - Math.tanh(x))).toBeLessThan(3e-9);
  expect([-Infinity, Infinity, NaN, 0].map(tanhOf)).toEqual([-1, 1, NaN, 0]);
});

test('the logarithm is that of Math.log, from the least to the largest number and close to 1', () => {
  for (let x = 1e-300; x < 1e300; x *= 1.7) expect(Math.abs(logOf(x) / Math.log(x) - 1)).toBeLessThan(1e-14);
  for (let x = 0.5; x < 2; x += 0.00137) expect(Math.abs(logOf(x) - Math.log(x))).toBeLessThan(1e-15);
  expect([1, 0, -1, NaN, Infinity].map(logOf)).toEqual([0, -Infinity, NaN, NaN, Infinity]);
});
