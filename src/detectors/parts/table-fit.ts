import { residualDeviation } from '#core/influence.ts';
import { leastSquares, takesLong, type LeastSquares } from '#core/least-squares.ts';
import { deviation, scaledMad } from '#core/statistics.ts';
import { designOf, designWidth, placesOf, type InputKind } from '#core/table-inputs.ts';
import type { Table } from '#core/table.ts';
import type { Inspection, Rows } from '#lab/detector.ts';
import type { ModelSpec } from '#lab/model.ts';
import { CLEAN_MODELS, FEWEST_CLEAN } from './control.ts';

/** Below this share of the target's own deviation, what a fit leaves over is rounding. */
const EXACT = 1e-9;

/** Least squares on a table, which is what a linear model trained long enough on these rows arrives at. */
export interface TableFit extends LeastSquares {
  readonly table: Table;
  readonly columns: number;
  /** Deviation of what the columns cannot explain, in the target's unit; outliers hardly inflate it. */
  readonly spread: number;
}

/** How a model of this shape is given the columns of a table. */
export function inputKindOf({ inputs }: ModelSpec, { schema }: Table): InputKind {
  const isPlain = inputs === placesOf(schema, 'plain').width;
  return isPlain ? 'plain' : 'interaction';
}

/** The table among the rows; detectors of tables are given nothing else. */
export function tableOf(rows: Rows): Table {
  if (rows.kind !== 'table') throw new TypeError('this detector takes a table');
  return rows.data;
}

/** Fits made before, of the clean tables above all, which every detector looks at. */
const known = new WeakMap<Table, Partial<Record<InputKind, TableFit>>>();

/** The least-squares fit of a table, or a sentence that says why there is none. */
function fitTable(table: Table, inputs: InputKind): TableFit | string {
  const { schema, rows, target } = table;
  const columns = designWidth(schema, inputs);
  if (takesLong(rows, columns))
    return 'The table is too large for exact least squares: it has too many rows and columns to wait for.';
  const fits = known.get(table) ?? {};
  known.set(table, fits);
  if (fits[inputs]) return fits[inputs];
  const exact = leastSquares(designOf(table, schema, inputs), columns, target);
  const rank = exact.basis.kept.length;
  if (rows <= rank)
    return `${rows} rows are too few to judge a fit of ${rank} parameters by: it goes through all of them.`;
  const spread = spreadOf(exact.residuals, exact, target);
  if (isRounding(spread, target))
    return 'The rows follow a rule exactly, so there is no chance in them to judge an odd row by.';
  return (fits[inputs] = { ...exact, table, columns, spread });
}

/**
 * Deviation of residuals by their median size, for as many rows as the fit leaves over; where over half of them are 0 but for
 * rounding, by their squares.
 */
export function spreadOf(residuals: Float64Array, fit: LeastSquares, target: Float64Array): number {
  const free = residuals.length - fit.basis.kept.length;
  const robust = scaledMad(residuals) * Math.sqrt(residuals.length / free);
  return isRounding(robust, target) ? residualDeviation(fit) : robust;
}

const isRounding = (spread: number, target: Float64Array) => !(spread > EXACT * deviation(target));

/** Column of the driver in a design. */
export const driverColumn = ({ schema }: Table): number => 1 + schema.driver;

/** A clean model's fit, and the untouched rows beside it. */
export interface CleanFit extends TableFit {
  readonly sealed: Table;
}

/** Fits of the suspect's training rows and of the clean models' rows, or a sentence that says why there are none. */
export async function fitsOf(
  inspection: Inspection,
  inputs: InputKind,
): Promise<{ readonly suspect: TableFit; readonly clean: readonly CleanFit[] } | string> {
  const suspect = fitTable(tableOf(inspection.train), inputs);
  if (typeof suspect === 'string') return suspect;
  const clean: CleanFit[] = [];
  for (const { train, test } of await inspection.baseline(CLEAN_MODELS)) {
    await inspection.pause();
    const fit = fitTable(tableOf(train), inputs);
    if (typeof fit !== 'string') clean.push({ ...fit, sealed: tableOf(test) });
  }
  if (clean.length < FEWEST_CLEAN) return 'Too few clean tables can be fitted to tell what is usual.';
  return { suspect, clean };
}
