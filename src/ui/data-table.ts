/** A column of a {@link DataTableProps} table. */
export interface DataColumn {
  readonly key: string;
  readonly name: string;
  /** Stands below the name, such as "%" or "trucks"; empty when there is none. */
  readonly unit: string;
  readonly kind: 'number' | 'category';
  /** What a category cell may be changed to; without it the cell cannot be edited. */
  readonly kinds?: readonly string[];
  /** Counts only while the table itself is editable. */
  readonly editable: boolean;
}

/** Why a row stands out. */
export interface RowMark {
  readonly kind: 'added' | 'changed';
  /** Said to a screen reader and shown on hover, such as "added by the attack". */
  readonly name: string;
}

export interface DataTableProps {
  /** Names the table for a screen reader. */
  label: string;
  columns: readonly DataColumn[];
  /** How many rows there are; row numbers below run from 0 and may mean another row after this changes. */
  rows: number;
  /** Value of a cell; text for a category. Reads state, or is a new function once values change. */
  cell: (row: number, column: number) => number | string;
  /** A number as it is shown: rounded and grouped at will, never rescaled, for Find compares what is typed with it. */
  format: (value: number, column: number) => string;
  /** Why a row stands out; null for a row nobody touched. */
  mark: (row: number) => RowMark | null;
  /** Whether cells can be edited and rows added or deleted, as far as the callbacks below are there. */
  editable: boolean;
  /** A cell got a new value, never the one it had: a finite number within {@link LARGEST}, or one of the column's kinds. */
  onedit?: (row: number, column: number, value: number | string) => void;
  /** A row is to go. When `rows` falls, the cursor goes to the row that took its place. */
  ondelete?: (row: number) => void;
  /** A row is wanted at the end. When `rows` grows, the cursor goes to the last row. */
  onadd?: () => void;
  /** The row under the cursor is another one now; null when there is none, or a filter hides it. */
  onselect?: (row: number | null) => void;
  /** Marked rows stand first until a sort is chosen. Default false. */
  marksFirst?: boolean;
}

/** What a table holds, without how it looks. */
export type TableSource = Pick<DataTableProps, 'columns' | 'rows' | 'cell' | 'format'>;

export interface Sort {
  readonly column: number;
  readonly direction: 'ascending' | 'descending';
}

/** Codes of {@link markCodes}. */
export const [UNMARKED, ADDED, CHANGED] = [0, 1, 2] as const;

/** Orders words as people do: 9 before 10, and no difference between a and A. */
const WORDS = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** One click further on a column's name: ascending, descending, as it came. */
export function nextSort(sort: Sort | null, column: number): Sort | null {
  if (sort?.column !== column) return { column, direction: 'ascending' };
  return sort.direction === 'ascending' ? { column, direction: 'descending' } : null;
}

/** A code for each row, so that filters and counts ask for no mark twice. */
export function markCodes(rows: number, mark: DataTableProps['mark']): Uint8Array {
  const codes = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const kind = mark(row)?.kind;
    if (kind) codes[row] = kind === 'added' ? ADDED : CHANGED;
  }
  return codes;
}

export const allRows = (rows: number): Uint32Array => Uint32Array.from({ length: rows }, (_, row) => row);

/** A number for each row that sorts as the column does: its value, or the rank of its word among all words. */
export function sortKeys({ columns, rows, cell }: TableSource, column: number): Float64Array {
  const keys = new Float64Array(rows);
  if (columns[column]?.kind !== 'category') {
    for (let row = 0; row < rows; row++) keys[row] = Number(cell(row, column));
    return keys;
  }
  const words = Array.from({ length: rows }, (_, row) => String(cell(row, column)));
  const ranked = [...new Set(words)].sort(WORDS.compare);
  const rank = new Map(ranked.map((word, at) => [word, at]));
  for (let row = 0; row < rows; row++) keys[row] = rank.get(words[row]!)!;
  return keys;
}

/** The rows in order of their keys; ties stay as they came, and what is no number comes last either way. */
export function sorted(rows: Uint32Array, keys: Float64Array, direction: Sort['direction']): Uint32Array {
  const sign = direction === 'ascending' ? 1 : -1;
  const ranks = keys.map((key) => (Number.isNaN(key) ? Infinity : sign * key));
  return rows.slice().sort((a, b) => {
    const [left, right] = [ranks[a]!, ranks[b]!];
    return left < right ? -1 : left > right ? 1 : a - b;
  });
}

/** The marked rows before the others, each in the order they came. */
export function markedFirst(rows: Uint32Array, codes: Uint8Array): Uint32Array {
  const next = new Uint32Array(rows.length);
  let at = 0;
  for (const row of rows) if (codes[row] !== UNMARKED) next[at++] = row;
  if (at === 0) return rows;
  for (const row of rows) if (codes[row] === UNMARKED) next[at++] = row;
  return next;
}

/** Rows with a category that contains the words, or a number whose shown digits begin with them. */
export function rowsFound(query: string, { columns, rows, cell, format }: TableSource): Uint32Array {
  const words = query.trim().toLowerCase();
  if (words === '') return allRows(rows);
  const known = new Map<string, boolean>();
  const hasWords = (text: string): boolean => {
    const answer = known.get(text) ?? text.toLowerCase().includes(words);
    known.set(text, answer);
    return answer;
  };
  const digits = digitsOf(words);
  const mayBegin = digits === null ? () => false : beginsNear(digits);
  const fits = (row: number, column: number): boolean => {
    const value = cell(row, column);
    if (typeof value === 'string') return hasWords(value);
    // Putting a number in words is a hundred times slower than comparing it.
    return mayBegin(value) && plain(format(value, column)).startsWith(digits!);
  };
  const found = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns.length; column++) {
      if (!fits(row, column)) continue;
      found[count++] = row;
      break;
    }
  }
  return found.slice(0, count);
}

/** A shown number without what groups or dresses its digits. */
const plain = (text: string): string => text.replace(/−/g, '-').replace(/[^\d.-]/g, '');

/** What was typed as the beginning of a plain number; null when no number begins so. */
function digitsOf(words: string): string | null {
  const text = words.replace(/−/g, '-').replace(/[,\s]/g, '');
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(text)) return null;
  return text.replace(/^(-?)\./, '$10.');
}

/** A quick test that lets through every number whose rounded digits may begin with these, and few others. */
function beginsNear(digits: string): (value: number) => boolean {
  const sign = digits.startsWith('-') ? -1 : 1;
  const decimals = digits.split('.')[1]?.length ?? 0;
  const from = Math.abs(Number(digits));
  const width = 10 ** -decimals;
  const isWhole = !digits.includes('.');
  const ranges: (readonly [number, number])[] = [];
  for (let power = 1; power <= 1e9; power *= 10) {
    const [low, high] = [from * power, (from + width) * power];
    ranges.push([low - 1 - low / 100, high + 1 + high / 100]);
    if (!isWhole || from === 0) break;
  }
  return (value) => {
    const size = sign * value;
    for (const [low, high] of ranges) {
      if (size < low) return false;
      if (size <= high) return true;
    }
    return false;
  };
}
