import { describe, expect, it, test } from 'vitest';
import { applyEdits, defineEdit, isEdit, type Edit, type EditOperation } from '#lab/edit.ts';
import { digitModel } from '#lab/model.ts';

const spec = digitModel([]);
const operations = new Map<string, EditOperation>(
  [
    defineEdit({ id: 'double', title: 'Double it', args: 1, apply: (p, [at]) => at! in p && ((p[at!]! *= 2), true) }),
    defineEdit({ id: 'add', title: 'Add', args: 2, apply: (p, [at, by]) => at! in p && ((p[at!]! += by!), true) }),
    defineEdit({ id: 'nothing', title: 'Do nothing', args: 0, apply: () => true }),
  ].map((operation) => [operation.id, operation]),
);
const apply = (parameters: Float32Array, edits: Edit[]) => applyEdits(parameters, edits, operations, spec);

describe('edits', () => {
  it('are applied in order, to a copy', () => {
    const parameters = Float32Array.of(1, 2, 3);
    expect([
      ...apply(parameters, [
        ['add', 0, 1],
        ['double', 0],
      ]).parameters,
    ]).toEqual([4, 2, 3]);
    expect([
      ...apply(parameters, [
        ['double', 0],
        ['add', 0, 1],
      ]).parameters,
    ]).toEqual([3, 2, 3]);
    expect([...parameters]).toEqual([1, 2, 3]);
  });

  it('that fit no parameter do nothing and are not counted', () => {
    const { parameters, applied } = apply(Float32Array.of(1, 2, 3), [
      ['double', 3],
      ['double', 1],
      ['add', -1, 5],
    ]);
    expect([...parameters]).toEqual([1, 4, 3]);
    expect(applied).toBe(1);
  });

  it('that are none leave the very same array', () => {
    const parameters = Float32Array.of(1, 2);
    expect(apply(parameters, [])).toEqual({ parameters, applied: 0 });
    expect(apply(parameters, []).parameters).toBe(parameters);
  });
});

test.each([
  [['double', 0], true],
  [['add', 3, -0.5], true],
  [['add', 1e6, 1e300], true],
  [['nothing'], true],
  [['double'], false],
  [['double', 0, 1], false],
  [['nothing', 0], false],
  [['halve', 0], false],
  [['constructor', 0], false],
  [['__proto__', 0], false],
  [['double', '0'], false],
  [['double', null], false],
  [['double', NaN], false],
  [['add', 0, Infinity], false],
  [['add', 0, [1]], false],
  [[0, 'double'], false],
  [[], false],
  ['double', false],
  [null, false],
  [{ 0: 'double', 1: 0, length: 2 }, false],
])('%j is an edit: %s', (raw, legal) => expect(isEdit(raw, operations)).toBe(legal));
