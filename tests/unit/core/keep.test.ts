import { expect, it } from 'vitest';
import { keepSame } from '#core/keep.ts';

const before = [
  { name: 'a', value: 1 },
  { name: 'b', value: NaN },
];

it('keeps the list when every item says the same, NaN included', () => {
  expect(keepSame(before, structuredClone(before))).toBe(before);
});

it('takes only the items that say something else', () => {
  const now = keepSame(before, [{ name: 'a', value: 2 }, { ...before[1]! }]);
  expect(now[0]).toEqual({ name: 'a', value: 2 });
  expect(now[1]).toBe(before[1]);
});

it('takes a list that is shorter or longer', () => {
  expect(keepSame(before, [{ ...before[0]! }])).toEqual([before[0]]);
  expect(keepSame([], before)).toEqual(before);
  expect(keepSame<object>([{ a: undefined }], [{ b: undefined }])).toEqual([{ b: undefined }]);
});
