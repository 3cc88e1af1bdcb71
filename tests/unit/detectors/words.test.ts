import { expect, test } from 'vitest';
import { counted, figure } from '#detectors/parts/words.ts';

test.each([
  [25450, '25,450'],
  [-2000, '−2,000'],
  [123.4, '123.4'],
  [-0.5, '−0.500'],
  [1e12, '1.0e+12'],
  [NaN, 'no number'],
])('%d is written %s', (value, text) => expect(figure(value)).toBe(text));

test('a count bears separators, and its noun', () => {
  expect(counted(1, 'row')).toBe('1 row');
  expect(counted(2000, 'row')).toBe('2,000 rows');
});
