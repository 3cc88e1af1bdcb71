/** Below this share of its length, what is left of a column is rounding: the column depends on those before it. */
const DEPENDENT = 1e-9;

/** Beyond this much work (rows x columns squared) the exact answer takes longer than a person waits. */
const MOST_WORK = 3e8;

/** Whether least squares on a design of this size takes longer than a person waits. */
export const takesLong = (rows: number, columns: number): boolean => rows * columns ** 2 > MOST_WORK;

/** Orthonormal directions that span the columns of a design: X = QR, without columns that depend on earlier ones. */
export interface Basis {
  /** Q, by column: each as long as there are rows. */
  readonly directions: readonly Float64Array[];
  /** R, by column: how much of each kept column lies along each direction up to its own. */
  readonly along: readonly (readonly number[])[];
  /** Columns that have a direction, ascending. */
  readonly kept: readonly number[];
  /** Columns that depend on earlier ones. */
  readonly dependent: readonly number[];
}

/** The exact least-squares answer, and what each row had to do with it. */
export interface LeastSquares {
  /** One per column; 0 for a column that depends on earlier ones, which then carry its share. */
  readonly coefficients: Float64Array;
  /** target - prediction of each row. */
  readonly residuals: Float64Array;
  /** Leverage of each row, 0 to 1: how far its own target pulls its own prediction. They add up to the rank. */
  readonly leverage: Float64Array;
  readonly basis: Basis;
}

/**
 * Gram-Schmidt, each column orthogonalised twice (Giraud, Langou and Rozloznik 2005), in double precision. Meant for tables of
 * up to some ten thousand rows and a hundred columns.
 * @param x rows x columns, row by row
 */
function orthogonalise(x: Float64Array, rows: number, columns: number): Basis {
  const directions: Float64Array[] = [];
  const along: number[][] = [];
  const kept: number[] = [];
  const dependent: number[] = [];
  for (let column = 0; column < columns; column++) {
    const rest = columnOf(x, columns, column, rows);
    const length = norm(rest);
    const parts = directions.map(() => 0);
    for (let pass = 0; pass < 2; pass++) {
      directions.forEach((direction, k) => {
        const part = dot(direction, rest);
        parts[k]! += part;
        subtract(rest, direction, part);
      });
    }
    const left = norm(rest);
    if (left <= DEPENDENT * length || length === 0) {
      dependent.push(column);
      continue;
    }
    for (let row = 0; row < rows; row++) rest[row]! /= left;
    directions.push(rest);
    kept.push(column);
    along.push([...parts, left]);
  }
  return { directions, along, kept, dependent };
}

/**
 * Ordinary least squares by orthogonal directions.
 * @param x rows x columns, row by row; a column of ones is the caller's to add
 * @param y target of each row
 */
export function leastSquares(x: Float64Array, columns: number, y: Float64Array): LeastSquares {
  const rows = y.length;
  const basis = orthogonalise(x, rows, columns);
  const { directions } = basis;
  const residuals = y.slice();
  const share = directions.map((direction) => {
    const part = dot(direction, residuals);
    subtract(residuals, direction, part);
    return part;
  });
  const coefficients = coefficientsOf(basis, share, columns);
  const leverage = new Float64Array(rows);
  for (const direction of directions) for (let row = 0; row < rows; row++) leverage[row]! += direction[row]! ** 2;
  return { coefficients, residuals, leverage, basis };
}

/** Coefficients from how much of the answer lies along each direction; 0 for dependent columns. */
function coefficientsOf({ along, kept }: Basis, share: ArrayLike<number>, columns: number): Float64Array {
  const coefficients = new Float64Array(columns);
  for (let k = kept.length - 1; k >= 0; k--) {
    let value = share[k]!;
    for (let later = k + 1; later < kept.length; later++) value -= along[later]![k]! * coefficients[kept[later]!]!;
    coefficients[kept[k]!] = value / along[k]![k]!;
  }
  return coefficients;
}

function columnOf(x: Float64Array, columns: number, column: number, rows: number): Float64Array {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = x[row * columns + column]!;
  return values;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

const norm = (a: Float64Array) => Math.sqrt(dot(a, a));

/** a -= part * b */
function subtract(a: Float64Array, b: Float64Array, part: number): void {
  for (let i = 0; i < a.length; i++) a[i]! -= part * b[i]!;
}
