import { describe, expect, it, test } from 'vitest';
import { coerce, type NumberField } from '#core/fields.ts';
import { doses, spaced, wantsRatios } from '#lab/spacing.ts';
import { budgetField } from '#lab/study.ts';
import { attacks, labs } from '#registry/index.ts';

const field = (part: Partial<NumberField>): NumberField => ({
  kind: 'number',
  label: 'Amount',
  help: 'An amount.',
  default: 0,
  min: 0,
  max: 400,
  step: 1,
  ...part,
});
const units = labs.get('checks')!.modelFields['hidden'] as NumberField;
const rate = labs.get('checks')!.hyperFields['learningRate'] as NumberField;

test.each<[string, number[], number[]]>([
  ['equal steps', spaced(field({}), 0, 100, 5, 'equal steps'), [0, 25, 50, 75, 100]],
  ['ends in any order', spaced(field({}), 100, 0, 3, 'equal steps'), [0, 50, 100]],
  ['doubling', spaced(units, 8, 128, 5, 'equal ratios'), [8, 16, 32, 64, 128]],
  ['tenfold, in round numbers', spaced(rate, 0.01, 1, 5, 'equal ratios'), [0.01, 0.032, 0.1, 0.32, 1]],
  ['what is out of range is set to its ends', spaced(units, 1, 1000, 2, 'equal ratios'), [8, 128]],
  ['no more values than there are', spaced(field({ max: 2 }), 0, 2, 9, 'equal steps'), [0, 1, 2]],
  ['one end alone', spaced(field({}), 7, 7, 4, 'equal steps'), [7]],
  ['a single value', spaced(field({}), 7, 90, 1, 'equal steps'), [7]],
  ['ratios from zero are steps', spaced(field({}), 0, 4, 3, 'equal ratios'), [0, 2, 4]],
])('%s', (_, values, expected) => expect(values).toEqual(expected));

test('ratios suit fields that span much', () => {
  expect([units, rate, field({}), field({ min: 1, max: 5 })].map(wantsRatios)).toEqual([true, true, false, false]);
});

describe('doses', () => {
  it('begin with nothing, end where asked, and lie closer at the low end', () => {
    expect(doses(field({}), 400, 12)).toEqual([0, 1, 2, 3, 6, 11, 20, 36, 66, 121, 220, 400]);
    expect(doses(field({}), 20, 12)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 15, 20]);
  });

  it('are no more than there are rows, and none twice', () => {
    expect(doses(field({}), 3, 12)).toEqual([0, 1, 2, 3]);
    expect(doses(field({}), 0, 12)).toEqual([0]);
  });

  it.each([...attacks.values()])('are legal, ascending and as many as asked for: $id', (attack) => {
    const budget = budgetField(attack);
    for (const count of [4, 12, 16]) {
      const all = doses(budget, budget.max, count);
      expect(all).toHaveLength(count);
      expect([all[0], all.at(-1)]).toEqual([0, budget.max]);
      expect(all).toEqual(all.map((dose) => coerce(budget, dose)));
      expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
    }
  });
});
