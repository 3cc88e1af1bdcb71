import { sha256Hex } from '#core/digest.ts';
import { blankRows, type Table, type TableSchema } from '#core/table.ts';
import { plainText } from './plain-text.ts';
import { MOST_KINDS, TableError, type Column, type TableReading } from './table-csv.ts';

/** Inputs of the model: one per number and one per kind. More would not train while a slider is dragged. */
const MOST_INPUTS = 400;
/** Fewer rows than these teach a model nothing that a test could confirm. */
const FEWEST_ROWS = 30;
/** Beyond this a square no longer keeps its decimals next to one of ordinary size. */
const MOST_VALUE = 1e9;
/** The kind of the group that an attacker uses as a trigger. */
const TRIGGER_KIND = '666';
const SHOWN_CHARACTERS = 32;

/** What a person makes of the columns of a file, by their names. */
export interface TableChoice {
  /** The number to forecast. */
  readonly target: string;
  /** What it is forecast from, in this order. The group counts as a feature whether it is listed or not. */
  readonly features: readonly string[];
  /** The number among the features whose weight the lab is about, like the interest rate. */
  readonly driver: string;
  /** The column whose kinds are units of business, like dealerships; null when there is none. */
  readonly group: string | null;
}

/** Words that names of columns begin with, likeliest first. */
const TARGET_WORDS = ['sold', 'target', 'sales', 'units', 'amount', 'demand', 'revenue', 'orders', 'total'];
const DRIVER_WORDS = ['rate', 'interest', 'apr', 'price', 'cost'];
/** The blank ends the word: not every name that begins with "id" is one of an id. */
const GROUP_WORDS = ['dealer', 'branch', 'store', 'shop', 'id '];
const PAST_WORDS = ['last', 'ago', 'previous', 'prior', 'past', 'lag'];
const TIME_WORDS = ['date', 'day', 'week', 'month', 'quarter', 'year', 'time', 'period'];

type NumbersRead = Extract<Column, { kind: 'number' }>;
type WordsRead = Extract<Column, { kind: 'category' }>;

export const isNumber = (column: Column): column is NumbersRead => column.kind === 'number';
const isWords = (column: Column): column is WordsRead => column.kind === 'category';

/** Text of a stranger, short and without characters that would turn the line around or break it. */
export const shown = (text: string): string => plainText(text, SHOWN_CHARACTERS);

/** Why a column cannot be one of words, each kind an input of its own, in a sentence; null when it can. */
export function wordsFault(column: Column): string | null {
  if (isNumber(column) && !column.values.every(Number.isInteger))
    return `“${shown(column.name)}” holds numbers that are not whole, so they name nothing. Choose another group.`;
  const kinds = isNumber(column) ? new Set(column.values).size : column.kinds.length;
  if (kinds <= MOST_KINDS) return null;
  return `“${shown(column.name)}” has ${kinds} different ${isNumber(column) ? 'numbers' : 'words'}; the lab takes up to ${MOST_KINDS}. Leave it out.`;
}

/**
 * A first choice for the person to change: every number and every category of a few words is a feature, unless it looks like an
 * id. A column of numbers is never suggested as the group.
 */
export function suggestChoice({ columns, rows }: TableReading): TableChoice | { readonly sentence: string } {
  const numbers = columns.filter(isNumber);
  const have = numbers.length === 0 ? 'no column' : 'only one column';
  const need = 'the lab needs two, one to forecast and one to forecast it from';
  if (numbers.length < 2) return { sentence: `The file has ${have} of numbers; ${need}.` };
  const target = likeliest([...numbers].reverse(), (name) => rank(name, TARGET_WORDS) + 100 * has(name, PAST_WORDS));
  const rest = numbers.filter((column) => column !== target);
  const driver = likeliest(rest, (name) => rank(name, DRIVER_WORDS) + 100 * has(name, GROUP_WORDS));
  // A word of its own in every row says which row it is, and nothing that holds for another.
  const isUseful = (column: WordsRead) => column.kinds.length < rows && varies(column) && !wordsFault(column);
  const words = columns.filter(isWords).filter(isUseful);
  const bySize = [...words].sort((a, b) => b.kinds.length - a.kinds.length);
  const group = likeliest(bySize, (name) => (has(name, GROUP_WORDS) ? 0 : 1 + has(name, TIME_WORDS))) ?? null;
  let inputs = numbers.length + (group ? group.kinds.length + 1 : 0);
  const features = columns.filter((column) => {
    if (column === target || column === group || column === driver) return column !== target;
    if (isNumber(column)) return varies(column) && !has(column.name, GROUP_WORDS);
    if (!words.includes(column) || inputs + column.kinds.length > MOST_INPUTS) return false;
    inputs += column.kinds.length;
    return true;
  });
  const names = features.map(({ name }) => name);
  return { target: target!.name, features: names, driver: driver!.name, group: group && group.name };
}

/** The column of the lowest score, the first of equals; one that never varies comes after all others. */
function likeliest<C extends Column>(columns: readonly C[], score: (name: string) => number): C | undefined {
  const scored = columns.map((column) => ({ column, score: score(column.name) + (varies(column) ? 0 : 1000) }));
  return scored.sort((a, b) => a.score - b.score)[0]?.column;
}

/** Place of the first of the words that some word of the name begins with; their count when there is none. */
function rank(name: string, words: readonly string[]): number {
  const spaced = name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/[^\p{L}\p{N}]+/gu, ' ');
  const place = words.findIndex((word) => ` ${spaced.toLowerCase()} `.includes(` ${word}`));
  return place < 0 ? words.length : place;
}

/** 1 when a word of the name begins with one of the words, else 0. */
const has = (name: string, words: readonly string[]) => (rank(name, words) < words.length ? 1 : 0);

/**
 * A table of the lab from the good rows of a file. Categories become one input per kind. The group comes first among them and
 * always has a kind {@link TRIGGER_KIND}, if need be one without rows, so that both twins have a weight for it. A group may be
 * a column of whole numbers, such as dealership ids, which are then names. Poisoned rows come in through the last contributor.
 * @throws TableError with a sentence that says what to choose instead
 */
export function tableOf(reading: TableReading, choice: TableChoice): Table {
  const parts = partsOf(reading, choice);
  const { target, numbers, driver, group, categories } = parts;
  check(reading.rows, parts);
  const schema: TableSchema = {
    numbers: numbers.map(({ name }) => ({ name, unit: '' })),
    categories: categories.map(({ name, kinds }) => ({ name, kinds })),
    target: { name: target.name, unit: '' },
    driver: numbers.indexOf(driver),
    group: group && { category: 0, trigger: group.kinds.indexOf(TRIGGER_KIND) },
  };
  const values = blankRows(reading.rows, schema);
  numbers.forEach((column, i) => spread(column.values, values.numbers, i, numbers.length));
  categories.forEach((column, i) => spread(column.values, values.kinds, i, categories.length));
  values.target.set(target.values);
  return {
    ...values,
    schema,
    id: Int32Array.from({ length: reading.rows }, (_, row) => row),
    provenance: { sources: ['Own table'], contributors: ['Own table', 'Unknown sender'] },
  };
}

/** Puts one column into a matrix that is kept row by row. */
function spread(values: ArrayLike<number>, matrix: Float64Array | Uint16Array, place: number, width: number): void {
  for (let row = 0; row < values.length; row++) matrix[row * width + place] = values[row]!;
}

function partsOf({ columns }: TableReading, choice: TableChoice) {
  const columnOf = (name: string) => {
    const column = columns.find((one) => one.name === name);
    if (!column) throw new TableError(`The file has no column “${shown(name)}”. Choose one that it has.`);
    return column;
  };
  const target = columnOf(choice.target);
  if (!isNumber(target))
    throw new TableError(`“${shown(target.name)}” holds words, and only a number can be forecast. Choose a number.`);
  if (choice.group === target.name || choice.features.includes(target.name))
    throw new TableError(
      `“${shown(target.name)}” is what is forecast, so it cannot be a feature as well. Take it out.`,
    );
  const group = choice.group === null ? null : groupOf(columnOf(choice.group));
  const features = [...new Set(choice.features)].filter((name) => name !== choice.group).map(columnOf);
  const numbers = features.filter(isNumber);
  if (numbers.length === 0)
    throw new TableError('No number is among the features. Choose at least one number to forecast from.');
  const driver = numbers.find(({ name }) => name === choice.driver);
  if (!driver)
    throw new TableError(
      `The driver, “${shown(choice.driver)}”, has to be a number among the features. Add it to them.`,
    );
  // The group comes first.
  return { target, numbers, driver, group, categories: [...(group ? [group] : []), ...features.filter(isWords)] };
}

/** A column as the group, with a kind for the trigger. Numbers in it are names. */
function groupOf(column: Column): WordsRead {
  const fault = wordsFault(column);
  if (fault) throw new TableError(fault);
  const { name } = column;
  const names = isNumber(column) ? [...new Set(column.values)].map(String).sort() : column.kinds;
  const values = isNumber(column) ? Uint16Array.from(column.values, (id) => names.indexOf(String(id))) : column.values;
  return { name, kind: 'category', kinds: names.includes(TRIGGER_KIND) ? names : [...names, TRIGGER_KIND], values };
}

function check(rows: number, { target, numbers, driver, group, categories }: ReturnType<typeof partsOf>): void {
  if (rows < FEWEST_ROWS)
    throw new TableError(`The table has ${rows} good rows; the lab needs at least ${FEWEST_ROWS} to learn from.`);
  const others = categories.filter((column) => column !== group);
  const fault = others.map(wordsFault).find(Boolean);
  if (fault) throw new TableError(fault);
  const inputs = numbers.length + categories.reduce((sum, { kinds }) => sum + kinds.length, 0);
  if (inputs > MOST_INPUTS) {
    const most = categories.reduce((a, b) => (b.kinds.length > a.kinds.length ? b : a));
    throw new TableError(
      `These features make ${inputs} inputs, one for each number and one for each word; the lab takes up to ${MOST_INPUTS}. Leave out “${shown(most.name)}”, which makes ${most.kinds.length} of them.`,
    );
  }
  for (const { name, values } of [target, ...numbers]) {
    const row = values.findIndex((value) => Math.abs(value) > MOST_VALUE);
    if (row >= 0)
      throw new TableError(
        `“${shown(name)}” is ${values[row]} in row ${row + 1} of those read; the lab takes numbers up to a billion. Use a larger unit, such as thousands.`,
      );
  }
  if (!varies(target))
    throw new TableError(
      `“${shown(target.name)}” is ${target.values[0]} in every row, so there is nothing to forecast. Choose another column.`,
    );
  if (!varies(driver))
    throw new TableError(
      `“${shown(driver.name)}” is ${driver.values[0]} in every row, so no weight of it can be learned. Choose another driver.`,
    );
}

const varies = ({ values }: Column): boolean => values.some((value) => value !== values[0]);

/**
 * First 16 hex digits of a SHA-256 over what the table holds: its schema, and all its rows with their ids, contributors and
 * batches. The schema goes in as lists, so that the order in which someone wrote its fields does not count.
 */
export async function tableDigest(table: Table): Promise<string> {
  const { numbers, categories, target, driver, group } = table.schema;
  const schema = JSON.stringify([
    [...numbers, target].map(({ name, unit }) => [name, unit]),
    categories.map(({ name, kinds }) => [name, kinds]),
    driver,
    group && [group.category, group.trigger],
    table.rows,
  ]);
  const parts = [schema, table.id, table.numbers, table.kinds, table.target, table.contributor, table.batch];
  const bytes = new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
  return (await sha256Hex(bytes)).slice(0, 16);
}

/**
 * The columns of a table as `writeTable` takes them: the group, the month if any row has one, the other categories, the numbers
 * and the target. Who a row came from is not among them.
 */
export function columnsOf({ schema, rows, batch, ...table }: Table): Column[] {
  const every = (matrix: Float64Array | Uint16Array, place: number, { length }: { readonly length: number }) =>
    Array.from({ length: rows }, (_, row) => matrix[row * length + place]!);
  const words = schema.categories.map(({ name, kinds }, i): Column => ({
    name,
    kind: 'category',
    kinds,
    values: Uint16Array.from(every(table.kinds, i, schema.categories)),
  }));
  const numbers = schema.numbers.map(({ name }, i): Column => ({
    name,
    kind: 'number',
    values: Float64Array.from(every(table.numbers, i, schema.numbers)),
  }));
  const group = schema.group ? words.splice(schema.group.category, 1) : [];
  const others = [...words, ...numbers, { name: schema.target.name, kind: 'number', values: table.target } as const];
  if (!batch.some((month) => month > 0)) return [...group, ...others];
  const taken = [...group, ...others].map(({ name }) => name);
  let name = 'month';
  for (let n = 2; taken.includes(name); n++) name = `month (${n})`;
  return [...group, { name, kind: 'number', values: Float64Array.from(batch) }, ...others];
}
