import { chiSquare } from '#core/chi-square.ts';
import { standsAlone } from '#core/influence.ts';
import { mean } from '#core/statistics.ts';
import { trimmedFit } from '#core/trim.ts';
import { largestOf } from './control.ts';
import { surprise } from './counts.ts';
import type { Slicing } from './slicings.ts';
import type { TableFit } from './table-fit.ts';

/** Share of rows that count as odd: those that the trimmed fit leaves out. */
const ODD = 0.05;
/** Slices with this many times the usual share of odd rows stand out. */
const FAR = 4;

/** Rows of each slice, and the odd ones among them. */
export interface Counts {
  readonly slicing: Slicing;
  readonly rows: Uint32Array;
  readonly odd: Uint32Array;
}

/** 1 for rows that lie farthest from what the others agree on, or that no other row could contradict. */
export function oddRows(fit: TableFit): Uint8Array {
  const { kept } = trimmedFit(fit, Math.floor(ODD * fit.residuals.length));
  return kept.map((mark, row) => (mark === 0 || standsAlone(fit.leverage[row]!) ? 1 : 0));
}

/**
 * Rows and odd rows of each slice.
 * @param odd 1 for each odd row, see {@link oddRows}
 */
export function slicedCounts(slicing: Slicing, odd: Uint8Array): Counts {
  const [rows, oddOnes] = [new Uint32Array(slicing.names.length), new Uint32Array(slicing.names.length)];
  slicing.slice.forEach((place, row) => {
    rows[place]!++;
    oddOnes[place]! += odd[row]!;
  });
  return { slicing, rows, odd: oddOnes };
}

/** Chi-square of the odd rows against the slices' shares of all rows; 0 when no row is odd. */
export const oddness = ({ rows, odd }: Counts) => (odd.some(Boolean) ? chiSquare(odd, rows) : 0);

/** How far the most surprising slice lies from what clean tables have; slices that those never have are left out. */
export function drift({ rows }: Counts, usual: readonly Counts[]): number {
  const shares = Array.from(rows, (_, place) =>
    mean(usual.map((counts) => (counts.rows[place] ?? 0) / sumOf(counts.rows))),
  );
  const known = rows.map((count, place) => (shares[place]! > 0 ? count : 0));
  const expected = shares.map((share) => share * sumOf(known));
  return largestOf(Array.from(known, (count, place) => (expected[place]! > 0 ? surprise(count, expected[place]!) : 0)));
}

/** Places of the slices that have rows. */
export const placesOf = ({ rows }: Counts) => [...rows.keys()].filter((place) => rows[place]! > 0);

/** Share of a slice's rows that are odd, from 0 to 1; NaN for one without rows. */
export const shareOdd = ({ rows, odd }: Counts, place: number) => odd[place]! / rows[place]!;
/** Share of all rows that are odd, from 0 to 1. */
export const shareOfAll = ({ rows, odd }: Counts) => sumOf(odd) / sumOf(rows);
/** Whether far more of a slice's rows are odd than of all. */
export const standsOut = (counts: Counts, place: number) => shareOdd(counts, place) > FAR * shareOfAll(counts);
const sumOf = (counts: Uint32Array) => counts.reduce((sum, count) => sum + count, 0);
