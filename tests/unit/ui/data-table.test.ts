import { describe, expect, it } from 'vitest';
import { stream } from '#core/rng.ts';
import {
  ADDED,
  allRows,
  CHANGED,
  markCodes,
  markedFirst,
  nextSort,
  rowsFound,
  sorted,
  sortKeys,
  UNMARKED,
  type DataColumn,
  type TableSource,
} from '#ui/data-table.ts';

const DEALER: DataColumn = { key: 'dealer', name: 'Dealership', unit: '', kind: 'category', editable: true };
const SOLD: DataColumn = { key: 'sold', name: 'Trucks sold', unit: 'trucks', kind: 'number', editable: true };

const SHOWN = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

function source(columns: readonly DataColumn[], rows: readonly (readonly (number | string)[])[]): TableSource {
  return {
    columns,
    rows: rows.length,
    cell: (row, column) => rows[row]![column]!,
    format: (value) => SHOWN.format(value).replace('-', '−'),
  };
}

const numbers = (...values: number[]): TableSource =>
  source(
    [SOLD],
    values.map((value) => [value]),
  );

describe('sorting', () => {
  it('goes from ascending to descending to as it came, and starts anew on another column', () => {
    const first = nextSort(null, 2);
    expect(first).toEqual({ column: 2, direction: 'ascending' });
    const second = nextSort(first, 2);
    expect(second).toEqual({ column: 2, direction: 'descending' });
    expect(nextSort(second, 2)).toBeNull();
    expect(nextSort(second, 0)).toEqual({ column: 0, direction: 'ascending' });
  });

  it('keeps ties in the order they came, either way', () => {
    const keys = sortKeys(numbers(3, 1, 3, 2, 1), 0);
    expect([...sorted(allRows(5), keys, 'ascending')]).toEqual([1, 4, 3, 0, 2]);
    expect([...sorted(allRows(5), keys, 'descending')]).toEqual([0, 2, 3, 1, 4]);
  });

  it('puts what is no number last, either way', () => {
    const keys = sortKeys(numbers(2, NaN, 1, -5), 0);
    expect([...sorted(allRows(4), keys, 'ascending')]).toEqual([3, 2, 0, 1]);
    expect([...sorted(allRows(4), keys, 'descending')]).toEqual([0, 2, 3, 1]);
  });

  it('orders words as people do: 9 before 10, no difference between a and A', () => {
    const table = source([DEALER], [['site 10'], ['Site 9'], ['alpha'], ['Beta']]);
    expect([...sorted(allRows(4), sortKeys(table, 0), 'ascending')]).toEqual([2, 3, 1, 0]);
  });

  it('leaves the rows it was given as they were', () => {
    const rows = allRows(3);
    sorted(rows, Float64Array.of(3, 2, 1), 'ascending');
    expect([...rows]).toEqual([0, 1, 2]);
  });

  it('agrees with a plain stable sort on many rows', () => {
    const draw = stream(11, 'sort');
    const values = Array.from({ length: 2000 }, () => Math.floor(draw() * 50));
    const expected = values.map((_, row) => row).sort((a, b) => values[b]! - values[a]!);
    expect([...sorted(allRows(2000), Float64Array.from(values), 'descending')]).toEqual(expected);
  });
});

describe('marks', () => {
  const codes = markCodes(5, (row) =>
    row === 3 ? { kind: 'added', name: 'n' } : row === 1 ? { kind: 'changed', name: 'n' } : null,
  );

  it('codes each row', () => {
    expect([...codes]).toEqual([UNMARKED, CHANGED, UNMARKED, ADDED, UNMARKED]);
  });

  it('stands marked rows first and leaves the order otherwise', () => {
    expect([...markedFirst(allRows(5), codes)]).toEqual([1, 3, 0, 2, 4]);
    expect([...markedFirst(Uint32Array.of(4, 3, 0), codes)]).toEqual([3, 4, 0]);
    const rows = allRows(5);
    expect(markedFirst(rows, new Uint8Array(5))).toBe(rows);
  });
});

describe('finding', () => {
  const table = source(
    [DEALER, SOLD],
    [
      ['North 666', 12],
      ['South', 1236],
      ['east', -3.05],
      ['West', 0.4],
      ['West', 119.97],
    ],
  );
  const find = (query: string) => [...rowsFound(query, table)];

  it.each([
    ['', [0, 1, 2, 3, 4]],
    ['   ', [0, 1, 2, 3, 4]],
    ['66', [0]],
    ['EST', [3, 4]],
    ['12', [0, 1, 4]],
    ['12.', [0]],
    ['1,2', [0, 1, 4]],
    ['1,236', [1]],
    ['1 236', [1]],
    ['120.0', [4]],
    ['119', []],
    ['-3', [2]],
    ['−3.0', []],
    ['3', []],
    ['.4', [3]],
    ['0.4', [3]],
    ['-', []],
    ['zzz', []],
  ])('%j finds rows %j', (query, rows) => {
    expect(find(query)).toEqual(rows);
  });

  it('finds just the rows whose shown digits begin so, among many', () => {
    const draw = stream(5, 'find');
    const values = Array.from({ length: 3000 }, () => (draw() - 0.4) * 10 ** Math.floor(draw() * 8));
    const many = numbers(...values);
    for (const query of ['1', '9', '99', '0', '0.', '0.9', '-1', '-0.', '100', '42', '7.5', '1,0', '-99']) {
      const digits = query.replace(',', '');
      const expected = values.flatMap((value, row) =>
        SHOWN.format(value).replaceAll(',', '').startsWith(digits) ? [row] : [],
      );
      expect([...rowsFound(query, many)], query).toEqual(expected);
    }
  });
});
