import type { LeastSquares } from './least-squares.ts';
import { descending } from './statistics.ts';

/** The released code of Jagielski 2018 stops after as many. */
const MOST_ROUNDS = 400;
/** Share by which the fit holds on to what all rows said where the kept ones say nothing. */
const HOLD = 1e-9;

/** A fit on the rows that it explains best. */
export interface Trimmed {
  /** 1 for rows kept. */
  readonly kept: Uint8Array;
  /** target - prediction of every row, those dropped included. */
  readonly residuals: Float64Array;
  /** How far the answer moves along each direction of the full fit's basis. */
  readonly shift: Float64Array;
  readonly rounds: number;
}

/**
 * TRIM (Jagielski, Oprea, Biggio, Liu, Nita-Rotaru and Li 2018): fit, keep the rows with the smallest squared residuals, refit on
 * those, until the kept rows repeat. Starts from all rows. What no kept row says anything about, such as the level of a kind whose
 * rows are all dropped, stays as all rows had it.
 * @param fit least squares on all rows; a refit costs only what the dropped rows change in it
 * @param drop how many rows are left out
 */
export function trimmedFit({ residuals: all, basis }: LeastSquares, drop: number): Trimmed {
  const { directions } = basis;
  const rank = directions.length;
  let residuals = all;
  let shift: Float64Array = new Float64Array(rank);
  let dropped = new Uint32Array(0);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = descending(residuals.map(Math.abs)).slice(0, drop).sort();
    if (round > 0 && next.every((row, i) => row === dropped[i])) return finished(round);
    dropped = next;
    shift = shiftWithout(dropped);
    residuals = all.slice();
    directions.forEach((direction, k) => {
      for (let row = 0; row < residuals.length; row++) residuals[row]! -= direction[row]! * shift[k]!;
    });
  }
  return finished(MOST_ROUNDS);

  function finished(rounds: number): Trimmed {
    const kept = new Uint8Array(all.length).fill(1);
    for (const row of dropped) kept[row] = 0;
    return { kept, residuals, shift, rounds };
  }

  /** With Q'Q = 1 and Q'e = 0 over all rows, the kept rows' normal equations are (1 - Q_out' Q_out) shift = -Q_out' e_out. */
  function shiftWithout(out: Uint32Array): Float64Array {
    const matrix = Array.from({ length: rank }, (_, a) =>
      Float64Array.from({ length: rank }, (__, b) => (a === b ? 1 + HOLD : 0)),
    );
    const right = new Float64Array(rank);
    for (const row of out) {
      const q = directions.map((direction) => direction[row]!);
      for (let a = 0; a < rank; a++) {
        right[a]! -= q[a]! * all[row]!;
        for (let b = 0; b <= a; b++) matrix[a]![b]! -= q[a]! * q[b]!;
      }
    }
    return solvePositive(matrix, right);
  }
}

/** Solves a positive definite system by Cholesky, in place. @param matrix its lower triangle, row by row */
function solvePositive(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      let value = matrix[a]![b]!;
      for (let k = 0; k < b; k++) value -= matrix[a]![k]! * matrix[b]![k]!;
      // Rounding may leave less than the hold where the kept rows say nothing.
      matrix[a]![b] = a === b ? Math.sqrt(Math.max(HOLD, value)) : value / matrix[b]![b]!;
    }
  }
  for (let a = 0; a < size; a++) {
    for (let k = 0; k < a; k++) right[a]! -= matrix[a]![k]! * right[k]!;
    right[a]! /= matrix[a]![a]!;
  }
  for (let a = size - 1; a >= 0; a--) {
    for (let k = a + 1; k < size; k++) right[a]! -= matrix[k]![a]! * right[k]!;
    right[a]! /= matrix[a]![a]!;
  }
  return right;
}
