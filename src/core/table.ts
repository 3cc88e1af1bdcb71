import type { Provenance } from './dataset.ts';

/** A column of numbers. */
export interface NumberColumn {
  readonly name: string;
  /** Unit as it stands behind a number, such as "%" or "trucks"; empty when there is none. */
  readonly unit: string;
}

/** A column of words; each kind of word becomes an input of its own (one-hot). */
interface CategoryColumn {
  readonly name: string;
  readonly kinds: readonly string[];
}

/** What the columns of a table are, and which of them the lab is about. */
export interface TableSchema {
  readonly numbers: readonly NumberColumn[];
  readonly categories: readonly CategoryColumn[];
  /** What is forecast. */
  readonly target: NumberColumn;
  /** Place in `numbers` of the feature whose weight the lab is about: the interest rate of the lab's own history. */
  readonly driver: number;
  /**
   * The category whose kinds are the units of business, such as dealerships, and the kind among them that an attacker uses as a
   * trigger; null when the table has no category.
   */
  readonly group: { readonly category: number; readonly trigger: number } | null;
}

/** Values of rows without their identity. */
export interface RowValues {
  readonly rows: number;
  /** rows x numbers, row by row. */
  readonly numbers: Float64Array;
  /** rows x categories: place of each kind. */
  readonly kinds: Uint16Array;
  readonly target: Float64Array;
  /** Index into `provenance.contributors`. */
  readonly contributor: Uint8Array;
  /** Delivery (month) the row came in with, from 1; 0 when nothing is known. */
  readonly batch: Uint8Array;
}

/** Rows of numbers and words with a number to forecast. Arrays are shared between stages and never mutated after creation. */
export interface Table extends RowValues {
  readonly schema: TableSchema;
  /** Stable id of each row, below 2^20. */
  readonly id: Int32Array;
  readonly provenance: Provenance;
}

/** What an attack, or a hand, does to a table: rows replaced where they stand, taken out, and put in at the end. */
export interface TablePatch {
  /** Row indices, ascending, each once; `values` holds their new values in this order. */
  readonly replaced: { readonly rows: Uint32Array; readonly values: RowValues };
  /** Row indices, ascending, each once, none of them replaced. */
  readonly removed: Uint32Array;
  readonly added: RowValues;
}

/** Ids of added rows start here, so that they meet no id of the table's own. */
export const FIRST_ADDED_ID = 2 ** 19;

/** Room for the values of some rows, all zero. */
export function blankRows(rows: number, { numbers, categories }: TableSchema): RowValues {
  return {
    rows,
    numbers: new Float64Array(rows * numbers.length),
    kinds: new Uint16Array(rows * categories.length),
    target: new Float64Array(rows),
    contributor: new Uint8Array(rows),
    batch: new Uint8Array(rows),
  };
}

/** A patch that changes nothing. */
export function emptyPatch(schema: TableSchema): TablePatch {
  const none = blankRows(0, schema);
  return { replaced: { rows: new Uint32Array(0), values: none }, removed: new Uint32Array(0), added: none };
}

/** Rows a patch touches: replaced, taken out and put in. */
export const rowsTouched = ({ replaced, removed, added }: TablePatch): number =>
  replaced.rows.length + removed.length + added.rows;

/** The values of the listed rows, in their order. */
export function pickRows(table: RowValues, schema: TableSchema, rows: ArrayLike<number>): RowValues {
  const picked = blankRows(rows.length, schema);
  for (let i = 0; i < rows.length; i++) copyRow(table, rows[i]!, picked, i, schema);
  return picked;
}

/** The listed rows as a table of their own; they keep their ids. */
export function pickTable(table: Table, rows: ArrayLike<number>): Table {
  const id = Int32Array.from({ length: rows.length }, (_, i) => table.id[rows[i]!]!);
  return { ...table, ...pickRows(table, table.schema, rows), id };
}

/** The table after a patch; an empty patch returns the very same table. */
export function applyTablePatch(table: Table, patch: TablePatch): Table {
  if (rowsTouched(patch) === 0) return table;
  const { schema } = table;
  const out = new Set(patch.removed);
  const kept = Array.from({ length: table.rows }, (_, row) => row).filter((row) => !out.has(row));
  const next = blankRows(kept.length + patch.added.rows, schema);
  const id = new Int32Array(next.rows);
  const newValues = new Map(Array.from(patch.replaced.rows, (row, i) => [row, i]));
  kept.forEach((row, at) => {
    const i = newValues.get(row);
    if (i === undefined) copyRow(table, row, next, at, schema);
    else copyRow(patch.replaced.values, i, next, at, schema);
    id[at] = table.id[row]!;
  });
  for (let i = 0; i < patch.added.rows; i++) {
    copyRow(patch.added, i, next, kept.length + i, schema);
    id[kept.length + i] = FIRST_ADDED_ID + i;
  }
  return { ...table, ...next, id };
}

/** Means of the number columns, over the rows for which something holds; 0 when there are none. */
export function meanNumbers({ schema, rows, numbers }: Table, holds: (row: number) => boolean = () => true): number[] {
  const width = schema.numbers.length;
  const sums = new Float64Array(width);
  let counted = 0;
  for (let row = 0; row < rows; row++) {
    if (!holds(row)) continue;
    counted++;
    for (let column = 0; column < width; column++) sums[column]! += numbers[row * width + column]!;
  }
  return Array.from(sums, (sum) => sum / Math.max(1, counted));
}

/** Copies row `from` of one set of rows over row `to` of another. */
export function copyRow(source: RowValues, from: number, target: RowValues, to: number, schema: TableSchema): void {
  const [numbers, kinds] = [schema.numbers.length, schema.categories.length];
  target.numbers.set(source.numbers.subarray(from * numbers, (from + 1) * numbers), to * numbers);
  target.kinds.set(source.kinds.subarray(from * kinds, (from + 1) * kinds), to * kinds);
  target.target[to] = source.target[from]!;
  target.contributor[to] = source.contributor[from]!;
  target.batch[to] = source.batch[from]!;
}
