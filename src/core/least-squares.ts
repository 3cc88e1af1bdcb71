/** Below this share of its length, what is left of a column is rounding: the column depends on those before it. */
const DEPENDENT = 1e-9;

/** The exact least-squares answer, and what each row had to do with it. */
export interface LeastSquares {
  /** One per column; 0 for a column that depends on earlier ones, which then carry its share. */
  readonly coefficients: Float64Array;
  /** Columns that depend on earlier ones. */
  readonly dependent: readonly number[];
  /** target - prediction of each row. */
  readonly residuals: Float64Array;
  /** Leverage of each row, 0 to 1: how far its own target pulls its own prediction. They add up to the rank. */
  readonly leverage: Float64Array;
}

/**
 * Ordinary least squares by Gram-Schmidt, each column orthogonalised twice (Giraud, Langou and Rozloznik 2005), in double
 * precision. Meant for tables of up to some ten thousand rows and a hundred columns.
 * @param x rows x columns, row by row; a column of ones is the caller's to add
 * @param y target of each row
 */
export function leastSquares(x: Float64Array, columns: number, y: Float64Array): LeastSquares {
  const rows = y.length;
  const basis: Float64Array[] = [];
  const kept: number[] = [];
  const dependent: number[] = [];
  /** Upper triangle: how much of each kept column lies along each direction of the basis. */
  const along: number[][] = [];
  for (let column = 0; column < columns; column++) {
    const rest = columnOf(x, columns, column, rows);
    const length = norm(rest);
    const parts = basis.map(() => 0);
    for (let pass = 0; pass < 2; pass++) {
      basis.forEach((direction, k) => {
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
    basis.push(rest);
    kept.push(column);
    along.push([...parts, left]);
  }
  const residuals = y.slice();
  const share = basis.map((direction) => {
    const part = dot(direction, residuals);
    subtract(residuals, direction, part);
    return part;
  });
  const coefficients = new Float64Array(columns);
  for (let k = kept.length - 1; k >= 0; k--) {
    let value = share[k]!;
    for (let later = k + 1; later < kept.length; later++) value -= along[later]![k]! * coefficients[kept[later]!]!;
    coefficients[kept[k]!] = value / along[k]![k]!;
  }
  const leverage = new Float64Array(rows);
  for (const direction of basis) for (let row = 0; row < rows; row++) leverage[row]! += direction[row]! ** 2;
  return { coefficients, dependent, residuals, leverage };
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
