import { expect, test } from 'vitest';
import type { NumberField } from '#core/fields.ts';
import { limitWords } from '#ui/number-scale.ts';

const FIELD: NumberField = {
  kind: 'number',
  label: 'Rows',
  help: 'Made up.',
  unit: 'rows',
  default: 10,
  min: 1,
  max: 500,
  step: 1,
};

test.each([
  ['99999', 'Set to 500, the most it can be.'],
  ['-3', 'Set to 1, the least it can be.'],
  ['many', 'That is not a number, so nothing was changed.'],
  ['500', ''],
  ['12.4', ''],
])('of “%s” typed into a field it is said: “%s”', (text, words) => expect(limitWords(FIELD, text)).toBe(words));
