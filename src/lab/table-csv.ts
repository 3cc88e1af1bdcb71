import Papa from 'papaparse';
import { plainText } from './plain-text.ts';

/** What the lab takes; more would not train while a slider is dragged. */
const MOST_ROWS = 20_000;
const MOST_COLUMNS = 30;
export const MOST_BYTES = 8 * 2 ** 20;
/** Kinds of one category; each becomes a weight of its own. */
export const MOST_KINDS = 200;
/** Sentences kept; the rest is counted. */
const MOST_PROBLEMS = 50;
/** A column whose filled cells are mostly numbers is one of numbers, and what is not a number in it is a mistake. */
const MOSTLY = 0.8;
const SHOWN_CHARACTERS = 24;
const SEPARATORS: readonly string[] = [',', ';', '\t', '|'];
/** A line that some spreadsheets put before the names, to say what separates the columns. */
const HINT = /^sep=([,;\t|])(?=\n)/i;

/** One column, read: numbers, or kinds of a category. */
export type Column =
  | { readonly name: string; readonly kind: 'number'; readonly values: Float64Array }
  | {
      readonly name: string;
      readonly kind: 'category';
      readonly kinds: readonly string[];
      readonly values: Uint16Array;
    };

/** Something wrong with the file, in a sentence for the person who loads it. */
interface Problem {
  /** Line of the file, from 1; null when it concerns the whole file. */
  readonly line: number | null;
  readonly sentence: string;
}

/** A file read: the rows without a mistake, and what was wrong with the others. */
export interface TableReading {
  readonly columns: readonly Column[];
  readonly rows: number;
  /** Rows left out, because of a mistake in them. */
  readonly left: number;
  readonly problems: readonly Problem[];
  /** Problems beyond those listed. */
  readonly more: number;
}

/** A file that cannot be used at all; the message is a sentence. */
export class TableError extends Error {}

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
  /** Its last line in the file, if a quotation mark in it is not closed where its cell ends: it may have swallowed others. */
  readonly tornTo: number | null;
}

/**
 * Reads a comma-, semicolon- or tab-separated table whose first line names the columns. Nothing is guessed in silence: every
 * row that is left out is named with its line. The caller asks the person before using what is left.
 * @throws TableError when nothing of the file can be used
 */
export function readTable(bytes: Uint8Array): TableReading {
  if (bytes.length > MOST_BYTES) throw new TableError(`The file is larger than ${MOST_BYTES / 2 ** 20} MB.`);
  const problems = new Problems();
  const text = decode(bytes, problems).replace(/\r\n?/g, '\n');
  const { header, lines, separator } = split(text);
  const names = columnNames(header, problems);
  const whole = lines.filter(({ line, cells, tornTo }) => {
    if (tornTo !== null) problems.add(line, torn(line, tornTo));
    else if (cells.length === names.length) return true;
    else
      problems.add(
        line,
        `has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} where the first line has ${names.length}`,
      );
    return false;
  });
  if (whole.length > MOST_ROWS)
    problems.add(
      whole[MOST_ROWS]!.line,
      `and all after it are beyond ${MOST_ROWS.toLocaleString('en-US')} rows and left out`,
    );
  const used = whole.slice(0, MOST_ROWS);
  const read = names.map((name, i) =>
    readColumn(
      name,
      used.map(({ cells }) => cells[i]!.trim()),
      separator === ';',
    ),
  );
  const good = used
    .map((_, row) => row)
    .filter((row) => {
      const wrong = read.flatMap(({ wrongAt }) => wrongAt(row) ?? []);
      for (const sentence of wrong) problems.add(used[row]!.line, sentence);
      return wrong.length === 0;
    });
  if (good.length === 0) throw new TableError(problems.first ?? 'The file has no rows under its first line.');
  const columns = read.map(({ keep }) => keep(good));
  for (const column of columns) {
    if (column.kind === 'category' && column.kinds.length > MOST_KINDS)
      problems.add(
        null,
        `The column ${show(column.name)} has ${column.kinds.length} different words; more than ${MOST_KINDS} cannot be used as a feature.`,
      );
  }
  return {
    columns,
    rows: good.length,
    left: lines.length - good.length,
    problems: problems.listed,
    more: problems.more,
  };
}

const torn = (from: number, to: number) =>
  `has a quotation mark that is not closed where its cell ends; ${from === to ? 'it' : `all up to line ${to}`} is left out`;

class Problems {
  readonly listed: Problem[] = [];
  more = 0;

  add(line: number | null, sentence: string): void {
    if (this.listed.length >= MOST_PROBLEMS) this.more++;
    else this.listed.push({ line, sentence: line === null ? sentence : `Line ${line} ${sentence}.` });
  }

  /** What is wrong with the first row that has a mistake: what to say where no row is left. */
  get first(): string | null {
    return this.listed.find(({ line }) => line !== null && line > 1)?.sentence ?? null;
  }
}

/** UTF-8, UTF-16 with its mark, or else Windows-1252, which is said. */
function decode(bytes: Uint8Array, problems: Problems): string {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  if (marked) return new TextDecoder(marked).decode(bytes);
  if (bytes.includes(0)) throw new TableError('This is not a text file. Save the sheet as CSV and load that.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    problems.add(null, 'The file is not in UTF-8 and was read as Windows-1252; check names with accents.');
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The first line and the others, each with its number in the file; blank lines are skipped. */
function split(text: string): { header: readonly string[]; lines: Line[]; separator: string } {
  const lines: Line[] = [];
  const separator = text.match(HINT)?.[1] ?? separatorOf(text);
  const rows = text.replace(HINT, '');
  let [line, counted] = [1, 0];
  Papa.parse<string[]>(rows, {
    delimiter: separator,
    newline: '\n',
    step: ({ data, errors, meta }) => {
      const first = line;
      for (; counted < meta.cursor; counted++) if (rows[counted] === '\n') line++;
      const last = rows[counted - 1] === '\n' ? line - 1 : line;
      if (data.some((cell) => cell.trim() !== ''))
        lines.push({ line: first, cells: data, tornTo: errors.length > 0 ? last : null });
    },
  });
  const [header, ...rest] = lines;
  if (!header) throw new TableError('The file is empty.');
  if (header.tornTo !== null) throw new TableError(`Line ${header.line} ${torn(header.line, header.tornTo)}.`);
  if (header.cells.length < 2)
    throw new TableError('The first line holds one column only. Separate columns with commas, semicolons or tabs.');
  if (header.cells.length > MOST_COLUMNS)
    throw new TableError(`The file has ${header.cells.length} columns; the lab takes up to ${MOST_COLUMNS}.`);
  return { header: header.cells, lines: rest, separator };
}

/** The separator that makes most of the first line; the names in it hold no decimal commas, as the rows may. */
function separatorOf(text: string): string {
  const start = text.replace(/^\s*\n/, '');
  const width = (delimiter: string) => Papa.parse<string[]>(start, { delimiter, preview: 1 }).data[0]?.length ?? 0;
  return SEPARATORS.reduce((best, next) => (width(next) > width(best) ? next : best));
}

/** Names of the columns, each once: a missing one is made up, a repeated one is numbered, and both are said. */
function columnNames(header: readonly string[], problems: Problems): string[] {
  const taken = new Set<string>();
  return header.map((cell, i) => {
    const given = cell.trim();
    let name = given || `column ${i + 1}`;
    if (!given) problems.add(1, `has no name for column ${i + 1}; it is called ${show(name)}`);
    for (let n = 2; taken.has(name); n++) name = `${given} (${n})`;
    if (given && name !== given)
      problems.add(1, `names two columns ${show(given)}; the later one is called ${show(name)}`);
    taken.add(name);
    return name;
  });
}

interface ReadColumn {
  /** What is wrong with the cell of a row; null when nothing is. */
  wrongAt(row: number): string | null;
  keep(rows: readonly number[]): Column;
}

function readColumn(name: string, cells: readonly string[], commaDecimals: boolean): ReadColumn {
  const numbers = Float64Array.from(cells, (cell) => parseNumber(cell, commaDecimals));
  const filled = cells.filter(Boolean).length;
  const numeric = numbers.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  const isNumber = filled > 0 && numeric >= MOSTLY * filled;
  const wrongAt = (row: number) => {
    const cell = cells[row]!;
    if (cell === '') return `has nothing under ${show(name)}`;
    if (!isNumber || !Number.isNaN(numbers[row]!)) return null;
    return `has ${show(cell)} under ${show(name)}, which is ${cell.length > 1 && isFormula(cell) ? 'a formula' : 'not a number'}`;
  };
  const keep = (rows: readonly number[]): Column => {
    if (isNumber) return { name, kind: 'number', values: Float64Array.from(rows, (row) => numbers[row]!) };
    const kinds = [...new Set(rows.map((row) => cells[row]!))].sort();
    const place = new Map(kinds.map((kind, i) => [kind, i]));
    return { name, kind: 'category', kinds, values: Uint16Array.from(rows, (row) => place.get(cells[row]!)!) };
  };
  return { wrongAt, keep };
}

/** A plain decimal number, or NaN. Thousands separators are refused: "1,234" may mean two different numbers. */
function parseNumber(cell: string, commaDecimals: boolean): number {
  const plain = commaDecimals ? cell.replace(/^([+-]?\d+),(\d+)$/, '$1.$2') : cell;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$/i.test(plain) ? Number(plain) : NaN;
}

const isFormula = (cell: string) => /^[=+\-@\t\r]/.test(cell);

/** A stranger's text in quotes, short and without control characters. */
function show(text: string): string {
  return `“${plainText(text, SHOWN_CHARACTERS)}”`;
}

/**
 * A table as CSV text. A cell that a spreadsheet would run as a formula gets an apostrophe before it, which makes it text
 * (OWASP, CSV injection); plain numbers stay as they are.
 */
export function writeTable(columns: readonly Column[], rows: number): string {
  const cell = (column: Column, row: number) =>
    column.kind === 'number' ? String(column.values[row]!) : harmless(column.kinds[column.values[row]!]!);
  const fields = columns.map(({ name }) => harmless(name));
  const data = Array.from({ length: rows }, (_, row) => columns.map((column) => cell(column, row)));
  return Papa.unparse({ fields, data }, { newline: '\r\n' });
}

const harmless = (text: string) => (isFormula(text) && Number.isNaN(parseNumber(text, false)) ? `'${text}` : text);
