import type { TableSource } from './data-table.ts';

/** Numbers beyond this, either way, are refused. */
export const LARGEST = 1e9;

/** Place of the row of column names; data rows stand at 0 and up. */
export const HEADER = -1;

/** A cell by its place on screen. */
export interface Spot {
  readonly place: number;
  readonly column: number;
}

/** Whether a key may move the cursor, or do something to its cell. */
export const actsOnCell = (key: string): boolean => /^(Arrow.*|Page.*|Home|End|Enter|F2|Delete|[ \d.−-])$/.test(key);

/** Where a key takes the cursor; null when the key moves no cursor. `page` is the rows that are in sight. */
export function afterKey(
  { key, ctrl }: { key: string; ctrl: boolean },
  { place, column }: Spot,
  size: { rows: number; columns: number; page: number },
): Spot | null {
  const [lastRow, lastColumn] = [size.rows - 1, size.columns - 1];
  const below = (steps: number) => Math.min(lastRow, place + steps);
  if (ctrl && key === 'Home') return { place: Math.min(0, lastRow), column: 0 };
  if (ctrl && key === 'End') return { place: lastRow, column: lastColumn };
  if (ctrl) return null;
  switch (key) {
    case 'ArrowLeft':
      return { place, column: Math.max(0, column - 1) };
    case 'ArrowRight':
      return { place, column: Math.min(lastColumn, column + 1) };
    case 'ArrowUp':
      return { place: Math.max(HEADER, place - 1), column };
    case 'ArrowDown':
      return { place: below(1), column };
    case 'PageUp':
      return { place: place === HEADER ? HEADER : Math.max(0, place - size.page), column };
    case 'PageDown':
      return { place: below(size.page), column };
    case 'Home':
      return { place, column: 0 };
    case 'End':
      return { place, column: lastColumn };
    default:
      return null;
  }
}

/** Places worth having in the page: those in sight, some to spare, and the cursor's, which holds focus wherever it is. */
export function placesDrawn(
  { from, to }: { from: number; to: number },
  rows: number,
  cursor: number | null,
): readonly number[] {
  const [first, end] = [Math.max(0, Math.min(from, rows)), Math.min(rows, to)];
  const places = Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
  if (cursor === null || cursor < 0 || cursor >= rows) return places;
  if (cursor < first) return [cursor, ...places];
  return cursor >= end ? [...places, cursor] : places;
}

/** What was typed into a number's cell, with the column's unit behind it or not; null when it is no number. */
export function readNumber(text: string, unit: string): number | null {
  let plain = text.trim().replace(/−/g, '-');
  if (unit && plain.endsWith(unit)) plain = plain.slice(0, -unit.length);
  plain = plain.replace(/\s/g, '');
  // 1,236 groups thousands, as the table does; any other comma is the decimal point of half the world.
  plain = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(plain) ? plain.replaceAll(',', '') : plain.replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : null;
}

/** Why a typed text cannot be a number's new value; null when it can. */
export function whyRefused(text: string, unit: string, kept: string): string | null {
  if (text.trim() === '') return `A number cannot be empty; ${kept} stays.`;
  const value = readNumber(text, unit);
  const quoted = text.length > 24 ? `${text.slice(0, 23)}…` : text;
  if (value === null) return `“${quoted}” is not a number; ${kept} stays.`;
  if (Math.abs(value) > LARGEST) return `Numbers here end at ${count(LARGEST)} either way; ${kept} stays.`;
  return null;
}

export const count = (number: number): string => number.toLocaleString('en-US');

/** How many rows there are, and are shown when that is fewer. */
export function countSentence(rows: number, shown: number): string {
  const all = `${count(rows)} ${rows === 1 ? 'row' : 'rows'}`;
  return rows === shown ? all : `${all}, ${count(shown)} shown`;
}

/** Why a table shows nothing. */
export function emptySentence(rows: number, query: string, markedOnly: boolean): string {
  if (rows === 0) return 'There are no rows yet.';
  return `No ${markedOnly ? 'marked ' : ''}row has “${query.trim()}” in a word or at the start of a number.`;
}

/** Longest word, in digits' widths, that a category gets room for; longer ones end in dots. */
const WIDEST = 24;
/** Rows looked at for what rounding and signs do to the length of a number, besides the smallest and the largest. */
const SAMPLE = 64;

/** Room that each column's values and name need, in widths of a digit. */
export function columnWidths(source: TableSource): number[] {
  return source.columns.map(({ name, unit }, column) => {
    const heading = Math.max(onTwoLines(name), (unit ? inDigits(unit) : inDigits(name)) + SORT_ARROW);
    return Math.ceil(10 * Math.max(3, SMALLER * heading, valueWidth(source, column))) / 10;
  });
}

/** Names and units are set this much smaller than values; the arrow beside a unit, or a name without one, takes so much room. */
const [SMALLER, SORT_ARROW] = [0.93, 2.5];

/** Width of a name that may be broken at one of its spaces. */
function onTwoLines(name: string): number {
  const breaks = [...name.matchAll(/ /g)].map(({ index }) => [name.slice(0, index), name.slice(index + 1)]);
  return Math.min(...[[name], ...breaks].map((lines) => Math.max(...lines.map(inDigits))));
}

function valueWidth({ columns, rows, cell, format }: TableSource, column: number): number {
  let widest = 0;
  if (columns[column]?.kind === 'category') {
    const seen = new Set(columns[column].kinds);
    for (let row = 0; row < rows; row++) seen.add(String(cell(row, column)));
    for (const text of seen) widest = Math.max(widest, inDigits(text));
    return Math.min(WIDEST, widest);
  }
  const [values, step] = [new Set<number>(), Math.ceil(rows / SAMPLE)];
  let [least, most] = [Infinity, -Infinity];
  for (let row = 0; row < rows; row++) {
    const value = Number(cell(row, column));
    if (value < least) least = value;
    if (value > most) most = value;
    if (row % step === 0) values.add(value);
  }
  if (rows > 0) values.add(least).add(most);
  for (const value of values) widest = Math.max(widest, inDigits(format(value, column)));
  return widest;
}

/** About how many digits' widths a text takes. */
function inDigits(text: string): number {
  let width = 0;
  for (const letter of text)
    width += letter > '\u2e80' ? 2 : /[A-Zmw%@]/.test(letter) ? 1.3 : /[.,:'’ilj]/.test(letter) ? 0.6 : 1;
  return width;
}

/**
 * The columns' tracks for CSS: each wide enough for what it holds, with the rest of the room shared out. The first stays in
 * sight while the others scroll, so that on a phone it may take no more than two fifths.
 */
export function tracksOf(widths: readonly number[]): { tracks: string; least: string } {
  const rooms = widths.map((width, column) =>
    column === 0 ? `min(${width}ch + 2 * var(--side) + var(--slot), 40cqi)` : `${width}ch + 2 * var(--side)`,
  );
  return {
    tracks: rooms.map((room, column) => `minmax(calc(${room}), ${widths[column]}fr)`).join(' '),
    least: `calc(${rooms.join(' + ')})`,
  };
}

/** What the mouse, the finger and the keys do in a table. */
export function keysSentence(canEdit: boolean, canDelete: boolean): string {
  const keys = [
    'arrows move',
    canEdit ? 'Enter edits a cell or sorts by a column’s name' : 'Enter on a column’s name sorts',
  ];
  if (canEdit) keys.push('Escape gives up');
  if (canDelete) keys.push('Delete removes the row');
  const pointer = canEdit ? 'Double-click a cell to change it, or tap it twice. ' : '';
  return `${pointer}Keys: ${keys.join(', ')}.`;
}
