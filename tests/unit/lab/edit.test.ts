import { describe, expect, it, test } from 'vitest';
import { applyEdits, defineEdit, isEdit, type Edit, type EditOperation } from '#lab/edit.ts';
import { digitModel } from '#lab/model.ts';

const spec = digitModel([]);
const operation = (id: string, args: EditOperation['args'], apply: EditOperation['apply']) =>
  defineEdit({ id, title: 'Made up', summary: 'Made up.', args, apply });
const operations = new Map<string, EditOperation>(
  [
    operation('double', [1, 1], (p, [at]) => at! in p && ((p[at!]! *= 2), true)),
    operation('add', [2, 2], (p, [at, by]) => at! in p && ((p[at!]! += by!), true)),
    operation(
      'clear',
      [1, 3],
      (p, places) => places.every((at) => at in p) && (places.forEach((at) => (p[at] = 0)), true),
    ),
    operation('nothing', [0, 0], () => true),
  ].map((each) => [each.id, each]),
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

  it('take as many arguments as they are given', () => {
    const cleared = apply(Float32Array.of(1, 2, 3, 4), [['clear', 3, 0]]).parameters;
    expect([...cleared]).toEqual([0, 2, 3, 0]);
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
  [['add', 1e6, -1e6], true],
  [['add', 0, 1e6 + 1], false],
  [['add', 0, -1e300], false],
  [['clear', 0], true],
  [['clear', 0, 1, 2], true],
  [['clear'], false],
  [['clear', 0, 1, 2, 3], false],
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
