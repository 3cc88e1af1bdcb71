import { blankRows, copyRow, FIRST_ADDED_ID, type Table, type TableSchema } from '#core/table.ts';

/**
 * One change made to a table's rows by hand. Columns count through the numbers, then the categories (a value is the place of a
 * kind), then the target. `set` and `drop` name a row by its id; `add` gives a value to each column.
 */
export type RowEdit =
  | readonly ['set', id: number, column: number, value: number]
  | readonly ['drop', id: number]
  | readonly ['add', ...values: number[]];

/** More than these in one recipe are not kept. */
export const MOST_ROW_EDITS = 300;
const MOST_VALUES = 40;
const LARGEST_VALUE = 1e9;

/** Ids of rows added by hand start here, above those that attacks add. */
const FIRST_HAND_ID = FIRST_ADDED_ID + 2 ** 18;

/** Where a row of the table came from. */
export const ORIGIN = { given: 0, changed: 1, added: 2 } as const;

/** A table after changes, and which of its rows they touched. */
export interface TouchedTable {
  readonly table: Table;
  /** For each row one of {@link ORIGIN}. */
  readonly origin: Uint8Array;
  /** Rows of the original table that are gone. */
  readonly removed: number;
}

/** Whether something from outside is a legal row edit by its form; whether it fits a table is seen when it is applied. */
export function isRowEdit(raw: unknown): raw is RowEdit {
  if (!Array.isArray(raw) || raw.length > MOST_VALUES) return false;
  const [kind, ...values] = raw as unknown[];
  if (!values.every((value) => typeof value === 'number' && Math.abs(value) <= LARGEST_VALUE)) return false;
  if (kind === 'set') return values.length === 3;
  return kind === 'drop' ? values.length === 1 : kind === 'add' && values.length > 1;
}

/** The table after edits by hand, in order; an edit that does not fit (an unknown row, column or kind) is passed over. */
export function applyRowEdits({ table, origin, removed }: TouchedTable, edits: readonly RowEdit[]): TouchedTable {
  if (edits.length === 0) return { table, origin, removed };
  const { schema } = table;
  const added = edits.filter((edit) => edit[0] === 'add' && isWhole(edit, schema));
  const room = blankRows(table.rows + added.length, schema);
  const id = new Int32Array(room.rows);
  const marks = new Uint8Array(room.rows);
  id.set(table.id);
  marks.set(origin);
  for (let row = 0; row < table.rows; row++) copyRow(table, row, room, row, schema);
  const rowOf = new Map(Array.from(table.id, (known, row) => [known, row]));
  const gone = new Set<number>();
  let next = table.rows;
  for (const edit of edits) {
    if (edit[0] === 'add') {
      if (!isWhole(edit, schema)) continue;
      edit.slice(1).forEach((value, column) => setCell(room, schema, next, column, Number(value)));
      room.contributor[next] = table.provenance.contributors.length - 1;
      id[next] = FIRST_HAND_ID + next - table.rows;
      marks[next] = ORIGIN.added;
      rowOf.set(id[next]!, next++);
      continue;
    }
    const row = rowOf.get(edit[1]);
    if (row === undefined || gone.has(row)) continue;
    if (edit[0] === 'drop') gone.add(row);
    else if (setCell(room, schema, row, edit[2], edit[3]) && marks[row] === ORIGIN.given) marks[row] = ORIGIN.changed;
  }
  const kept = Array.from({ length: room.rows }, (_, row) => row).filter((row) => !gone.has(row));
  const left = blankRows(kept.length, schema);
  kept.forEach((row, at) => copyRow(room, row, left, at, schema));
  return {
    table: { ...table, ...left, id: Int32Array.from(kept, (row) => id[row]!) },
    origin: Uint8Array.from(kept, (row) => marks[row]!),
    removed: removed + [...gone].filter((row) => marks[row] !== ORIGIN.added).length,
  };
}

/** How many columns a table has as edits count them. */
export function columnCount({ numbers, categories }: TableSchema): number {
  return numbers.length + categories.length + 1;
}

/** Whether a row to add has a value for each column, and in each category one of its kinds. */
function isWhole([, ...values]: RowEdit, schema: TableSchema): boolean {
  const places = values.slice(schema.numbers.length, -1);
  const known = schema.categories.every(({ kinds }, i) => kinds[places[i]!] !== undefined);
  return values.length === columnCount(schema) && known;
}

function setCell(
  rows: ReturnType<typeof blankRows>,
  { numbers, categories }: TableSchema,
  row: number,
  column: number,
  value: number,
): boolean {
  const category = column - numbers.length;
  if (numbers[column]) rows.numbers[row * numbers.length + column] = value;
  else if (category === categories.length) rows.target[row] = value;
  else if (categories[category]?.kinds[value] !== undefined) rows.kinds[row * categories.length + category] = value;
  else return false;
  return true;
}
