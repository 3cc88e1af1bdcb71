import { expect, test } from 'vitest';
import { shortNumber } from '#labs/parts/format.ts';

test('a weight has a true minus sign, and none where it is written as nought', () => {
  expect([-0.091, -12.34, -1234.5, 0.144, -0.001, NaN].map(shortNumber)).toEqual([
    '−0.09',
    '−12.3',
    '−1235',
    '0.14',
    '0.00',
    'no',
  ]);
});
