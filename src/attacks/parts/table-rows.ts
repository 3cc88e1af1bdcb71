import { blankRows, emptyPatch, meanNumbers, type RowValues, type Table, type TablePatch } from '#core/table.ts';

/** Means of the number columns over the rows delivered in one month; over all rows when none came in then. */
export function typicalNumbers(table: Table, batch: number | null): number[] {
  return meanNumbers(
    table,
    batch !== null && table.batch.includes(batch) ? (row) => table.batch[row] === batch : undefined,
  );
}

/** Lowest and highest value of something over the rows of a table. */
export function rangeOf(table: Table, value: (row: number) => number): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (let row = 0; row < table.rows; row++) {
    low = Math.min(low, value(row));
    high = Math.max(high, value(row));
  }
  return { low, high };
}

/** Values of the driver, the feature that the lab is about. */
export function driverOf({ schema, numbers }: Table): (row: number) => number {
  return (row) => numbers[row * schema.numbers.length + schema.driver]!;
}

/** The mean of the target. */
export function meanTarget({ target, rows }: Table): number {
  return target.reduce((sum, value) => sum + value, 0) / Math.max(1, rows);
}

/** Delivery months that occur, ascending. */
export function batchesOf(table: Table): number[] {
  return [...new Set(table.batch)].sort((a, b) => a - b);
}

/** A row to be put in. */
export interface NewRow {
  readonly numbers: readonly number[];
  /** Place of the kind in the table's group; ignored without one. Other categories get the kind of their first row. */
  readonly groupPlace: number;
  readonly target: number;
  readonly batch: number;
}

/**
 * A patch that puts rows in. They come through the last contributor: by the labs' convention the least guarded way in.
 * Numbers have as many decimals as the honest ones of their column, at most two: more would give the rows away. A target is put in as
 * it is claimed, to hundredths; {@link targetRounding} rounds it as the honest ones are.
 */
export function addRows(table: Table, rows: readonly NewRow[]): TablePatch {
  const { schema } = table;
  if (rows.length === 0) return emptyPatch(schema);
  const added: RowValues = blankRows(rows.length, schema);
  const rounded = schema.numbers.map((_, column) =>
    roundingOf(table.rows, (row) => table.numbers[row * schema.numbers.length + column]!),
  );
  rows.forEach((row, at) => {
    row.numbers.forEach(
      (value, column) => (added.numbers[at * schema.numbers.length + column] = rounded[column]!(value)),
    );
    schema.categories.forEach((_, category) => {
      const isGroup = category === schema.group?.category;
      added.kinds[at * schema.categories.length + category] = isGroup ? row.groupPlace : (table.kinds[category] ?? 0);
    });
    added.target[at] = hundredths(row.target);
    added.batch[at] = row.batch;
    added.contributor[at] = table.provenance.contributors.length - 1;
  });
  return { ...emptyPatch(schema), added };
}

const hundredths = (value: number) => Math.round(100 * value) / 100;

/** Rounds as finely as honest targets are, at most to hundredths. */
export const targetRounding = ({ target, rows }: Table) => roundingOf(rows, (row) => target[row]!);

/** Rounds as finely as a column's own numbers are. */
function roundingOf(rows: number, of: (row: number) => number): (value: number) => number {
  const fits = (unit: number) => {
    for (let row = 0; row < rows; row++) {
      const value = of(row) * unit;
      if (Math.abs(value - Math.round(value)) > 1e-6) return false;
    }
    return true;
  };
  if (fits(1)) return Math.round;
  return fits(10) ? (value) => Math.round(10 * value) / 10 : hundredths;
}

/** Van der Corput's sequence in base 2: the first n members are spread evenly over [0, 1), for every n. */
export function evenly(n: number): number {
  let [value, unit, left] = [0, 0.5, n];
  for (; left > 0; left = Math.floor(left / 2), unit /= 2) value += unit * (left % 2);
  return value;
}
