import { expect, test } from 'vitest';
import type { Evidence } from '#lab/evidence.ts';
import { sameAgain } from '#labs/parts/twin-words.ts';

const made = ({ engine = 'simd', origin = 'live', table = '', file = '' }) =>
  ({
    recipe: { data: { table }, file },
    clean: { engine: 'simd' },
    suspect: { engine, origin },
  }) as unknown as Evidence;

test('a link is said to give the same digests only where it does', () => {
  expect(sameAgain(made({}))).toContain('to the same digests');
  expect(sameAgain(made({ engine: 'webgl' }))).toMatch(/Engine webgl may round otherwise/);
  expect(sameAgain(made({ origin: 'file', engine: 'file', file: '0123456789abcdef' }))).toMatch(
    /not carry the suspect/,
  );
  expect(sameAgain(made({ table: '0123456789abcdef' }))).toMatch(/not carry the table/);
});
