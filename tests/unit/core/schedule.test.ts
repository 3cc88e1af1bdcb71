import { expect, test } from 'vitest';
import { cosPi, rateAt } from '#core/schedule.ts';

test('cosPi agrees with the library to 1e-8 on [0, 1]', () => {
  for (let i = 0; i <= 10_000; i++) {
    const t = i / 10_000;
    expect(Math.abs(cosPi(t) - Math.cos(Math.PI * t))).toBeLessThan(1e-8);
  }
});

test('cosine starts at the full rate, passes half of it half way and ends near zero', () => {
  expect(rateAt('cosine', 0.1, 0)).toBeCloseTo(0.1, 12);
  expect(rateAt('cosine', 0.1, 0.5)).toBeCloseTo(0.05, 8);
  expect(rateAt('cosine', 0.1, 0.999)).toBeLessThan(1e-6);
  for (let i = 1; i < 100; i++) expect(rateAt('cosine', 1, i / 100)).toBeLessThan(rateAt('cosine', 1, (i - 1) / 100));
});

test('a constant rate stays', () => expect(rateAt('constant', 0.1, 0.7)).toBe(0.1));
