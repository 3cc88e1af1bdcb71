import { describe, expect, it, test } from 'vitest';
import { applies, coerce, coerceAll, defaultsOf, type Fields, type NumberField } from '#core/fields.ts';

const words = { label: 'Label', help: 'Help.' };
const rate: NumberField = { ...words, kind: 'number', default: 0.1, min: 0.0001, max: 3, step: 0.0001, scale: 'log' };
const rows: NumberField = { ...words, kind: 'number', default: 5, min: 0, max: 400, step: 1 };
const size: NumberField = { ...words, kind: 'number', default: 64, min: 16, max: 256, step: 16 };
const fields: Fields = {
  rows,
  rate,
  kind: { ...words, kind: 'choice', default: 'a', options: ['a', 'b'].map((value) => ({ value, label: value })) },
  on: { ...words, kind: 'toggle', default: true, when: { field: 'kind', is: ['b'] } },
  mark: { ...words, kind: 'pattern', default: '' },
  table: { ...words, kind: 'reference', default: '' },
};

describe('a number', () => {
  test.each([
    [rows, 7, 7],
    [rows, '7', 7],
    [rows, ' 12 ', 12],
    [rows, 7.4, 7],
    [rows, -3, 0],
    [rows, 1e9, 400],
    [rows, '', 5],
    [rows, 'seven', 5],
    [rows, NaN, 5],
    [rows, Infinity, 5],
    [rows, null, 5],
    [rows, true, 5],
    [rows, [7], 5],
    [rows, { valueOf: () => 7 }, 5],
    [size, 70, 64],
    [size, 72, 80],
    [rate, 0.123456789, 0.123457],
    [rate, 1e9, 3],
    [rate, 0, 0.0001],
  ])('%# %o: %o becomes %o', (field, raw, legal) => expect(coerce(field, raw)).toBe(legal));

  it('lands on steps without the dust of floating point', () => {
    const share: NumberField = { ...words, kind: 'number', default: 0, min: 0, max: 1, step: 0.01 };
    for (let i = 0; i <= 100; i++) expect(String(coerce(share, i / 100))).toBe(String(i / 100));
  });

  it('leaves alone what it has made legal', () => {
    for (const field of [rows, size, rate]) {
      for (let raw = -1; raw < 4; raw += 0.0137) {
        const once = coerce(field, raw);
        expect(coerce(field, once)).toBe(once);
      }
    }
  });
});

test.each([
  ['kind', 'b', 'b'],
  ['kind', 'c', 'a'],
  ['kind', 0, 'a'],
  ['kind', '__proto__', 'a'],
  ['on', false, false],
  ['on', 'false', true],
  ['on', 0, true],
  ['mark', '00f0a3', '00f0a3'],
  ['mark', '00f0', ''],
  ['mark', '<b>', ''],
  ['mark', '00f'.repeat(785), ''],
  ['table', '0123456789abcdef', '0123456789abcdef'],
  ['table', '0123456789ABCDEF', ''],
  ['table', '0123456789abcde', ''],
  ['table', '0123456789abcdef0', ''],
  ['table', '0123456789abcdef\n', ''],
  ['table', ['0123456789abcdef'], ''],
])('%s: %o becomes %o', (key, raw, legal) => expect(coerce(fields[key]!, raw)).toBe(legal));

describe('coerceAll', () => {
  it('fills in what is missing and says what it changed', () => {
    const { values, changed } = coerceAll(fields, { rows: 1e9, kind: 'b', colour: 'red' });
    expect(values).toEqual({ ...defaultsOf(fields), rows: 400, kind: 'b' });
    expect(changed.sort()).toEqual(['colour', 'rows']);
  });

  test.each([null, undefined, 3, 'text', [], [1, 2]])('takes %o for an empty record', (raw) => {
    expect(coerceAll(fields, raw).values).toEqual(defaultsOf(fields));
  });

  it('is not fooled by keys of the prototype', () => {
    const { values } = coerceAll(fields, JSON.parse('{"__proto__": {"rows": 9}, "constructor": 1}'));
    expect(values).toEqual(defaultsOf(fields));
    expect(Object.keys({})).toEqual([]);
  });
});

test('a field applies when the field it hangs on has a named value', () => {
  expect(applies(fields.on!, { kind: 'a' })).toBe(false);
  expect(applies(fields.on!, { kind: 'b' })).toBe(true);
  expect(applies(fields.rows!, {})).toBe(true);
});
