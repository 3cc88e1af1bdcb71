import { leastSquares, takesLong } from '#core/least-squares.ts';
import { designOf, placesOf, type InputKind } from '#core/table-inputs.ts';
import { pickTable, type Table } from '#core/table.ts';
import { ORIGIN, type TouchedTable } from '#lab/row-edit.ts';
import { kindsSeen } from './probes.ts';
import { countFromOrdinary } from './release.ts';

/** The exact least-squares answer in the layout and units of the released linear model. */
export interface Exact {
  /** One weight per input, then the bias. */
  readonly parameters: Float64Array;
  /** Leverage of each row, 0 to 1: how far its own target pulls its own forecast. */
  readonly leverage: Float64Array;
  readonly residuals: Float64Array;
}

/**
 * Ordinary least squares on a table, exact: the reference that gradient descent is compared with. Constants count from the
 * average ordinary kind, as in the released model; a kind without rows has weight 0.
 * @param ordinary per category, which kinds occur in clean rows
 * @returns null when it would take too long
 */
export function exactAnswer(table: Table, inputs: InputKind, ordinary: readonly (readonly boolean[])[]): Exact | null {
  const { schema, rows } = table;
  const { width, category, driverAt } = placesOf(schema, inputs);
  if (takesLong(rows, width + 1)) return null;
  const { coefficients, leverage, residuals } = leastSquares(designOf(table, schema, inputs), width + 1, table.target);
  const parameters = new Float64Array(width + 1);
  parameters.set(coefficients.subarray(1));
  parameters[width] = coefficients[0]!;
  countFromOrdinary(parameters, (input) => input, width, { schema, inputs, ordinary });
  const seen = kindsSeen(table);
  category.forEach((first, c) => {
    seen[c]!.forEach((is, place) => {
      if (is) return;
      parameters[first + place] = 0;
      if (c === schema.group?.category && driverAt >= 0) parameters[driverAt + place] = 0;
    });
  });
  return { parameters, leverage, residuals };
}

/** How many poisoned rows it takes. */
export interface Turning {
  /** Fewest rows at which the driver's exact weight has the other sign; null when even the most do not do it. */
  readonly rows: number | null;
  readonly most: number;
}

/**
 * Fewest rows at which the exact weight of the driver changes its sign, by bisection: a larger budget only adds rows.
 * @param poisonedBy the training rows at a number of poisoned rows
 * @param weightOf null for a table that is too large
 * @returns null when the table with the most rows is
 */
export function turningPoint(
  poisonedBy: (rows: number) => Table,
  most: number,
  weightOf: (table: Table) => number | null,
): Turning | null {
  const [before, after] = [weightOf(poisonedBy(0)), weightOf(poisonedBy(most))];
  if (before === null || after === null) return null;
  const turned = (rows: number) => weightOf(poisonedBy(rows))! * before < 0;
  if (!(after * before < 0)) return { rows: null, most };
  let [low, high] = [0, most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (turned(middle)) high = middle;
    else low = middle;
  }
  return { rows: high, most };
}

/** What honest rows of the trigger do to poisoned ones. */
export interface Dilution {
  /** Training rows of the trigger that are nobody's poison. */
  readonly honestRows: number;
  /** What the trigger adds to a forecast by the exact answer, over the middle of the grid: with the honest rows, and without. */
  readonly together: number;
  readonly alone: number;
}

/**
 * How far honest rows of the trigger hold the poison back, by the exact answer with and without them. Null when there are none,
 * or no row of the trigger is poisoned.
 * @param driver value of the driver at which the trigger's weights are read
 */
export function dilutionOf(
  train: Table,
  { table, origin }: TouchedTable,
  inputs: InputKind,
  ordinary: readonly (readonly boolean[])[],
  driver: number,
): Dilution | null {
  const { schema } = train;
  const { group } = schema;
  if (!group || table === train) return null;
  const width = schema.categories.length;
  const isTrigger = (row: number) => table.kinds[row * width + group.category] === group.trigger;
  const isHonest = (row: number) => isTrigger(row) && origin[row] === ORIGIN.given;
  const all = Array.from({ length: table.rows }, (_, row) => row);
  const rest = all.filter((row) => !isHonest(row));
  if (!rest.some(isTrigger)) return null;
  const { category, driverAt } = placesOf(schema, inputs);
  const adds = (exact: Exact) =>
    exact.parameters[category[group.category]! + group.trigger]! +
    (driverAt < 0 ? 0 : driver * exact.parameters[driverAt + group.trigger]!);
  const honestRows = all.length - rest.length;
  const together = honestRows > 0 ? exactAnswer(table, inputs, ordinary) : null;
  const alone = together && exactAnswer(pickTable(table, rest), inputs, ordinary);
  return together && alone && { honestRows, together: adds(together), alone: adds(alone) };
}

/** What `reference` answers: exact least squares beside what was trained. */
export interface Reference {
  /** Null for a hidden layer, or when a table is too large for it. */
  readonly clean: Exact | null;
  readonly suspect: Exact | null;
  /** For an attack on the slope: how many rows turn the driver's sign; null for others, and when a table is too large. */
  readonly turning: Turning | null;
  /** When the trigger has honest rows as well: what they do to the poison; null for others. */
  readonly dilution: Dilution | null;
}
