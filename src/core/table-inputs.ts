import type { RowValues, TableSchema } from './table.ts';

/** What a model is given: each column by itself, or a weight of the driver for each kind of the group as well. */
export type InputKind = 'plain' | 'interaction';

/** One input of a model, and so one weight of a linear one. */
export type Input =
  | { readonly kind: 'number'; readonly column: number }
  | { readonly kind: 'is'; readonly category: number; readonly place: number }
  | { readonly kind: 'driver-at'; readonly place: number };

/** Inputs in order: numbers, then each kind of each category (one-hot), then the driver at each kind of the group. */
export function inputsOf({ numbers, categories, group }: TableSchema, inputs: InputKind): Input[] {
  const kindsOf = (category: number) => categories[category]!.kinds;
  return [
    ...numbers.map((_, column): Input => ({ kind: 'number', column })),
    ...categories.flatMap(({ kinds }, category) => kinds.map((_, place): Input => ({ kind: 'is', category, place }))),
    ...(inputs === 'interaction' && group
      ? kindsOf(group.category).map((_, place): Input => ({ kind: 'driver-at', place }))
      : []),
  ];
}

/** Places of a schema's inputs, without making them one by one. */
export interface InputPlaces {
  readonly width: number;
  /** Place of a category's first kind. */
  readonly category: readonly number[];
  /** Place of the driver at the group's first kind; -1 without interaction. */
  readonly driverAt: number;
}

/** Where the inputs stand, in the order of {@link inputsOf}. */
export function placesOf({ numbers, categories, group }: TableSchema, inputs: InputKind): InputPlaces {
  let at = numbers.length;
  const category = categories.map(({ kinds }) => {
    const first = at;
    at += kinds.length;
    return first;
  });
  const driverAt = inputs === 'interaction' && group ? at : -1;
  if (driverAt >= 0) at += categories[group!.category]!.kinds.length;
  return { width: at, category, driverAt };
}

/** Mean and standard deviation of each number column and of the target, over the rows a model learns from. */
export interface Scaling {
  readonly mean: readonly number[];
  readonly sd: readonly number[];
  readonly target: { readonly mean: number; readonly sd: number };
}

/** The scaling of some rows; what does not vary keeps a deviation of 1, so that nothing is divided by zero. */
export function scalingOf(rows: RowValues, { numbers }: TableSchema): Scaling {
  const width = numbers.length;
  const columns = numbers.map((_, column) => moments(rows.rows, (row) => rows.numbers[row * width + column]!));
  return {
    mean: columns.map(({ mean }) => mean),
    sd: columns.map(({ sd }) => sd),
    target: moments(rows.rows, (row) => rows.target[row]!),
  };
}

function moments(rows: number, value: (row: number) => number): { mean: number; sd: number } {
  let [sum, squares] = [0, 0];
  for (let row = 0; row < rows; row++) sum += value(row);
  const mean = sum / Math.max(1, rows);
  for (let row = 0; row < rows; row++) squares += (value(row) - mean) ** 2;
  return { mean, sd: squares > 0 ? Math.sqrt(squares / rows) : 1 };
}

/**
 * Rows as a model takes them, rows x inputs: numbers as they are or, to train on, in standard deviations from their mean; a 1
 * for each kind; and the driver once more in the column of the row's own kind. Most are 0, which costs nothing in training.
 */
export function encodeRows(
  rows: RowValues,
  schema: TableSchema,
  inputs: InputKind,
  scaling: Scaling | null,
): Float32Array {
  const { width, category, driverAt } = placesOf(schema, inputs);
  const [numbers, categories] = [schema.numbers.length, schema.categories.length];
  const encoded = new Float32Array(rows.rows * width);
  for (let row = 0; row < rows.rows; row++) {
    const from = row * width;
    for (let column = 0; column < numbers; column++) {
      const value = rows.numbers[row * numbers + column]!;
      encoded[from + column] = scaling ? (value - scaling.mean[column]!) / scaling.sd[column]! : value;
    }
    for (let c = 0; c < categories; c++) encoded[from + category[c]! + rows.kinds[row * categories + c]!] = 1;
    if (driverAt < 0) continue;
    const place = rows.kinds[row * categories + schema.group!.category]!;
    encoded[from + driverAt + place] = encoded[from + schema.driver]!;
  }
  return encoded;
}

/** Columns of a design: the constant's, then the inputs in order. */
export const designWidth = (schema: TableSchema, inputs: InputKind): number => placesOf(schema, inputs).width + 1;

/** The design of a linear model with a constant, rows x columns: a 1, then the inputs, numbers as they are. */
export function designOf(rows: RowValues, schema: TableSchema, inputs: InputKind): Float64Array {
  const columns = designWidth(schema, inputs);
  const encoded = encodeRows(rows, schema, inputs, null);
  const design = new Float64Array(rows.rows * columns);
  for (let row = 0; row < rows.rows; row++) {
    design[row * columns] = 1;
    design.set(encoded.subarray(row * (columns - 1), (row + 1) * (columns - 1)), row * columns + 1);
  }
  return design;
}
