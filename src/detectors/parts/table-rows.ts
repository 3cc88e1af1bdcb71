import type { Measurement, Picture } from '#lab/detector.ts';
import type { Table } from '#core/table.ts';
import { standsAlone } from '#core/influence.ts';
import { type Loudness } from './control.ts';
import type { TableFit } from './table-fit.ts';
import { describeRow } from './table-words.ts';
import { figure } from './words.ts';

/** Rows beyond these are counted, not described. */
const DESCRIBED = 6;

/** Places of the rows for which something holds, ascending. */
export function rowsWhere({ rows }: Pick<Table, 'rows'>, holds: (row: number) => boolean): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row).filter(holds);
}

/** Rows of a fit that stand alone, and how loud that is: in some tables a kind with a single row is nothing unusual. */
export function aloneRows(
  suspect: TableFit,
  clean: readonly TableFit[],
): { readonly rows: Uint32Array; readonly signal: Loudness } {
  const of = ({ table, leverage }: TableFit) => rowsWhere(table, (row) => standsAlone(leverage[row]!));
  const rows = of(suspect);
  const usual = Math.max(...clean.map((fit) => of(fit).length));
  return { rows, signal: rows.length <= usual ? 'quiet' : usual === 0 ? 'alarm' : 'suspicious' };
}

/**
 * How sure the alarm of {@link aloneRows} is. Of models that are all alike, each is as likely as another to be the only one with
 * such a row, so that a clean suspect is it in one case of all of them and itself, at most.
 */
export const sureOfAlone = (clean: readonly TableFit[]): string =>
  `A row that stands alone is an alarm where no clean model has any, which happens to 1 clean model in ${clean.length + 1} at most.`;

/**
 * The loudest of the flagged rows in words, each with its score.
 * @param unit what the score counts, as it stands behind the number
 */
export function loudestRows(table: Table, flagged: Uint32Array, scores: Float32Array, unit: string): Measurement[] {
  const order = [...flagged].sort((a, b) => scores[b]! - scores[a]! || a - b);
  return order
    .slice(0, DESCRIBED)
    .map((row) => ({ label: describeRow(table, row), text: `${figure(scores[row]!)} ${unit}` }));
}

/** All training rows as points, the flagged ones loud. */
export function rowScatter(title: string, x: Float64Array, y: Float64Array, flagged: Uint32Array): Picture {
  const group = new Uint8Array(x.length);
  for (const row of flagged) group[row] = 1;
  // What is not defined, as the influence of a row that stands alone, is drawn at 0; its place among the rows says which it is.
  const drawn = Float32Array.from(y, (value) => (Number.isNaN(value) ? 0 : value));
  return {
    kind: 'scatter',
    title,
    x: Float32Array.from(x),
    y: drawn,
    group,
    loud: 1,
    rows: rowsWhere({ rows: x.length }, () => true),
  };
}
