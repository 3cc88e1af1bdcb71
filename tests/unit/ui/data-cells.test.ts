import { describe, expect, it } from 'vitest';
import {
  actsOnCell,
  afterKey,
  columnWidths,
  countSentence,
  emptySentence,
  HEADER,
  keysSentence,
  LARGEST,
  placesDrawn,
  readNumber,
  tracksOf,
  whyRefused,
} from '#ui/data-cells.ts';
import type { DataColumn, TableSource } from '#ui/data-table.ts';

const DEALER: DataColumn = { key: 'dealer', name: 'Dealership', unit: '', kind: 'category', editable: true };
const SOLD: DataColumn = { key: 'sold', name: 'Trucks sold', unit: 'trucks', kind: 'number', editable: true };

function source(columns: readonly DataColumn[], rows: readonly (readonly (number | string)[])[]): TableSource {
  return {
    columns,
    rows: rows.length,
    cell: (row, column) => rows[row]![column]!,
    format: (value) => value.toFixed(1),
  };
}

const numbers = (...values: number[]): TableSource =>
  source(
    [SOLD],
    values.map((value) => [value]),
  );

describe('keys', () => {
  const size = { rows: 100, columns: 8, page: 10 };
  const press = (key: string, place: number, column: number, ctrl = false) =>
    afterKey({ key, ctrl }, { place, column }, size);

  it.each([
    ['ArrowRight', 5, 3, 5, 4],
    ['ArrowRight', 5, 7, 5, 7],
    ['ArrowLeft', 5, 0, 5, 0],
    ['ArrowDown', 99, 0, 99, 0],
    ['ArrowDown', HEADER, 2, 0, 2],
    ['ArrowUp', 0, 2, HEADER, 2],
    ['ArrowUp', HEADER, 2, HEADER, 2],
    ['PageDown', 95, 1, 99, 1],
    ['PageUp', 4, 1, 0, 1],
    ['PageUp', HEADER, 1, HEADER, 1],
    ['Home', 50, 4, 50, 0],
    ['End', 50, 4, 50, 7],
  ])('%s from row %i, column %i goes to row %i, column %i', (key, place, column, toPlace, toColumn) => {
    expect(press(key, place, column)).toEqual({ place: toPlace, column: toColumn });
  });

  it('goes to the corners with Ctrl, and leaves other keys with Ctrl alone', () => {
    expect(press('Home', 50, 4, true)).toEqual({ place: 0, column: 0 });
    expect(press('End', 50, 4, true)).toEqual({ place: 99, column: 7 });
    expect(press('ArrowDown', 50, 4, true)).toBeNull();
    expect(press('x', 50, 4)).toBeNull();
  });

  it('stays on the names when no row is shown', () => {
    const none = { ...size, rows: 0 };
    for (const key of ['ArrowDown', 'PageDown', 'ArrowUp'])
      expect(afterKey({ key, ctrl: false }, { place: HEADER, column: 1 }, none)?.place, key).toBe(HEADER);
    expect(afterKey({ key: 'Home', ctrl: true }, { place: HEADER, column: 1 }, none)?.place).toBe(HEADER);
    expect(afterKey({ key: 'End', ctrl: true }, { place: HEADER, column: 1 }, none)?.place).toBe(HEADER);
  });

  it('knows the keys that are its own', () => {
    expect(['ArrowUp', 'PageDown', 'F2', 'Delete', '7', '-', '−', '.', ' '].every(actsOnCell)).toBe(true);
    expect(['Tab', 'Shift', 'Escape', 'Backspace', 't', '?', 'F5'].some(actsOnCell)).toBe(false);
  });
});

describe('what is drawn', () => {
  it('is what is in sight, cut to the rows there are', () => {
    expect(placesDrawn({ from: -6, to: 3 }, 100, null)).toEqual([0, 1, 2]);
    expect(placesDrawn({ from: 98, to: 110 }, 100, null)).toEqual([98, 99]);
    expect(placesDrawn({ from: 40, to: 60 }, 10, null)).toEqual([]);
  });

  it('has the cursor in it wherever that is, in order', () => {
    expect(placesDrawn({ from: 10, to: 12 }, 100, 3)).toEqual([3, 10, 11]);
    expect(placesDrawn({ from: 10, to: 12 }, 100, 50)).toEqual([10, 11, 50]);
    expect(placesDrawn({ from: 10, to: 12 }, 100, 11)).toEqual([10, 11]);
    expect(placesDrawn({ from: 10, to: 12 }, 100, HEADER)).toEqual([10, 11]);
    expect(placesDrawn({ from: 10, to: 12 }, 11, 11)).toEqual([10]);
  });
});

describe('typed numbers', () => {
  it.each([
    ['5', 5],
    [' 5.25 ', 5.25],
    ['5.', 5],
    ['.5', 0.5],
    ['-3', -3],
    ['−3', -3],
    ['+3', 3],
    ['1e3', 1000],
    ['3,1', 3.1],
    ['0,125', 0.125],
    ['1,236', 1236],
    ['1,236,000.5', 1236000.5],
    ['1 236', 1236],
    ['5 %', 5],
    ['5%', 5],
    ['', null],
    ['abc', null],
    ['0x10', null],
    ['Infinity', null],
    ['NaN', null],
    ['1,2,3', null],
    ['--1', null],
    ['5 trucks', null],
  ])('reads %j as %j', (text, value) => {
    expect(readNumber(text, '%')).toBe(value);
  });

  it('says why a number is refused, and what stays', () => {
    expect(whyRefused('5', '', '7')).toBeNull();
    expect(whyRefused(String(-LARGEST), '', '7')).toBeNull();
    expect(whyRefused('abc', '', '7.5')).toBe('“abc” is not a number; 7.5 stays.');
    expect(whyRefused('  ', '', '7')).toBe('A number cannot be empty; 7 stays.');
    expect(whyRefused('1e10', '', '7')).toBe('Numbers here end at 1,000,000,000 either way; 7 stays.');
    expect(whyRefused('1e999', '', '7')).toContain('end at');
    expect(whyRefused('x'.repeat(500), '', '7')!.length).toBeLessThan(60);
  });
});

describe('sentences', () => {
  it('count rows, and those shown when they are fewer', () => {
    expect(countSentence(1236, 1236)).toBe('1,236 rows');
    expect(countSentence(1236, 12)).toBe('1,236 rows, 12 shown');
    expect(countSentence(1, 1)).toBe('1 row');
    expect(countSentence(0, 0)).toBe('0 rows');
  });

  it('say why nothing is shown', () => {
    expect(emptySentence(0, '', false)).toBe('There are no rows yet.');
    expect(emptySentence(9, ' zz ', false)).toBe('No row has “zz” in a word or at the start of a number.');
    expect(emptySentence(9, 'zz', true)).toMatch(/^No marked row/);
  });

  it('name only the keys that do something', () => {
    expect(keysSentence(false, false)).not.toMatch(/edit|change|Delete/);
    expect(keysSentence(true, true)).toMatch(/Double-click.*Enter edits.*Delete removes/);
  });
});

describe('widths', () => {
  it('have room for the longest value, even one that stands alone among many', () => {
    const values = Array.from({ length: 5000 }, (_, row) => row % 10);
    const [plain] = columnWidths(numbers(...values));
    const [wide] = columnWidths(numbers(...values, 123456789));
    expect(wide!).toBeGreaterThan(plain!);
    expect(wide!).toBeGreaterThan(10);
  });

  it('let a long name stand on two lines, and end words that are too long', () => {
    const long = { ...SOLD, name: 'Trucks sold in the month that followed' };
    expect(columnWidths(source([long], [[1]]))[0]!).toBeLessThan(long.name.length * 0.7);
    expect(columnWidths(source([DEALER], [['x'.repeat(300)]]))[0]!).toBeLessThan(30);
  });

  it('are there for a table without rows', () => {
    for (const width of columnWidths(source([DEALER, SOLD], []))) expect(width).toBeGreaterThan(2);
  });

  it('become a track for each column, the first capped', () => {
    const { tracks, least } = tracksOf([10, 5.5]);
    expect(tracks.match(/minmax/g)).toHaveLength(2);
    expect(tracks).toContain('5.5fr');
    expect(least).toContain('40cqi');
  });
});
