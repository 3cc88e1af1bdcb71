import { expect, test } from 'vitest';
import { onOneLine, plainText } from '#lab/plain-text.ts';

test.each([
  ['sales', 'sales'],
  ['', ''],
  ['a\u202eb\u0007c\nd', 'a b c d'],
  ['d\u2028e\u200bf', 'd e f'],
  ['12345678', '12345678'],
  ['123456789', '12345678…'],
  // A pair of surrogates that the cut goes through leaves no half behind.
  ['1234567😀', '1234567 …'],
])('%j is shown as %j', (text, plain) => expect(plainText(text, 8)).toBe(plain));

test('what is not cut keeps its length', () => expect(onOneLine('x\t'.repeat(50))).toBe('x '.repeat(50)));
