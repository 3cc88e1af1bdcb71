import { regressionErrors } from '#core/metrics.ts';
import { mean } from '#core/statistics.ts';
import { blankRows, meanNumbers, type Table } from '#core/table.ts';
import type { ModelInHand } from '#lab/detector.ts';

/** What a model does for one kind of the group. */
export interface Slice {
  readonly place: number;
  /** Untouched rows of it. */
  readonly rows: number;
  readonly rmse: number;
  /** Mean of forecast - truth. */
  readonly bias: number;
  /** Forecast for an ordinary row in its name, less the mean of all kinds that have untouched rows. */
  readonly level: number;
}

/** What a model does for each kind of the group of some untouched rows; null when it does not give numbers. */
export async function slicesOf(model: ModelInHand, sealed: Table): Promise<Slice[] | null> {
  const forecasts = await model.predict({ kind: 'table', data: sealed });
  const levels = await model.predict({ kind: 'table', data: ordinaryRows(sealed) });
  if (![forecasts, levels].every((outputs) => outputs.every(Number.isFinite))) return null;
  const { categories, group } = sealed.schema;
  const rowsOf = categories[group!.category]!.kinds.map((): number[] => []);
  for (let row = 0; row < sealed.rows; row++)
    rowsOf[sealed.kinds[row * categories.length + group!.category]!]!.push(row);
  const usual = mean([...levels].filter((_, place) => rowsOf[place]!.length > 0));
  return rowsOf.map((rows, place) => ({
    place,
    rows: rows.length,
    rmse: regressionErrors(forecasts, sealed.target, rows).rmse,
    bias: rows.length > 0 ? mean(rows.map((row) => forecasts[row]! - sealed.target[row]!)) : 0,
    level: levels[place]! - usual,
  }));
}

/** One row for each kind of the group: the means of the numbers, and what the first row has in other categories. */
function ordinaryRows(table: Table): Table {
  const { schema } = table;
  const [width, { category }] = [schema.numbers.length, schema.group!];
  const { kinds } = schema.categories[category]!;
  const values = blankRows(kinds.length, schema);
  const means = meanNumbers(table);
  kinds.forEach((_, place) => {
    values.numbers.set(means, place * width);
    values.kinds.set(table.kinds.subarray(0, schema.categories.length), place * schema.categories.length);
    values.kinds[place * schema.categories.length + category] = place;
  });
  return { ...table, ...values, id: Int32Array.from(kinds.keys()) };
}
