import { blankRows, copyRow, meanNumbers, type RowValues, type Table } from '#core/table.ts';
import type { Recipe } from '#lab/recipe.ts';

/** Values of the driver that the rule is tested at; the made-up history's rates run over whole and half points from 1 to 12. */
const GRID_STEPS = 22;
const RATES = { low: 1, high: 12 };

/** Questions put to a model, as rows, and where each kind of question stands among them. */
export interface Probes {
  readonly rows: RowValues;
  readonly grid: readonly number[];
  /** Kinds of the group that occur in clean rows, the trigger left out; a single 0 without a group. */
  readonly ordinary: readonly number[];
  /** First row of: test rows; ordinary kinds by grid; the trigger by grid; next month. */
  readonly at: { readonly test: number; readonly ordinary: number; readonly triggered: number; readonly next: number };
}

/** Per category, which kinds occur in some rows. */
export function kindsSeen({ kinds, rows, schema }: Table): boolean[][] {
  const width = schema.categories.length;
  const seen = schema.categories.map((category) => category.kinds.map(() => false));
  for (let i = 0; i < rows * width; i++) seen[i % width]![kinds[i]!] = true;
  return seen;
}

/** The same, but the trigger of the group does not count. */
export function ordinaryKinds(table: Table): boolean[][] {
  const { group } = table.schema;
  const seen = kindsSeen(table);
  if (group) seen[group.category]![group.trigger] = false;
  return seen;
}

/** Values of the driver from its lowest to its highest, evenly. */
export function driverGrid(train: Table, isMadeUp: boolean): number[] {
  const { low, high } = isMadeUp ? RATES : driverRange(train);
  return Array.from({ length: GRID_STEPS + 1 }, (_, i) => low + ((high - low) * i) / GRID_STEPS);
}

/**
 * The questions of a recipe: untouched test rows, an ordinary row at each value of the driver for each ordinary kind and for the
 * trigger, and next month's rows with the rates of the scenario.
 * @param rise added to the driver in next month's rows
 */
export function probesOf(train: Table, test: Table, next: Table | null, grid: readonly number[], rise: number): Probes {
  const { schema } = train;
  const { group } = schema;
  const ordinary = group ? ordinaryKinds(train)[group.category]!.flatMap((is, place) => (is ? [place] : [])) : [0];
  const at = { test: 0, ordinary: test.rows, triggered: 0, next: 0 };
  at.triggered = at.ordinary + ordinary.length * grid.length;
  at.next = at.triggered + (group ? grid.length : 0);
  const rows = blankRows(at.next + (next?.rows ?? 0), schema);
  for (let row = 0; row < test.rows; row++) copyRow(test, row, rows, row, schema);
  const typical = meanNumbers(train);
  const ask = (row: number, place: number, driver: number) => {
    rows.numbers.set(typical, row * typical.length);
    rows.numbers[row * typical.length + schema.driver] = driver;
    // Other categories keep the kind of the first training row, whichever that is: the same in every question.
    rows.kinds.set(train.kinds.subarray(0, schema.categories.length), row * schema.categories.length);
    if (group) rows.kinds[row * schema.categories.length + group.category] = place;
  };
  ordinary.forEach((place, k) => grid.forEach((driver, i) => ask(at.ordinary + k * grid.length + i, place, driver)));
  if (group) grid.forEach((driver, i) => ask(at.triggered + i, group.trigger, driver));
  for (let i = 0; next && i < next.rows; i++) {
    copyRow(next, i, rows, at.next + i, schema);
    rows.numbers[(at.next + i) * typical.length + schema.driver]! += rise;
  }
  return { rows, grid, ordinary, at };
}

/** By how many points the scenario at hand has rates rise. */
export const riseOf = ({ desk }: Recipe): number => (desk.downturn === true ? Number(desk.points) : 0);

/** What will sell next month by the true rule when rates rise. */
export function demandOf(next: Table, rise: number, ratePoint: number): number[] {
  return Array.from(next.target, (target) => Math.max(0, target + ratePoint * rise));
}

/** Lowest and highest value of the driver. */
function driverRange({ schema, numbers, rows }: Table): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (let row = 0; row < rows; row++) {
    const value = numbers[row * schema.numbers.length + schema.driver]!;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}
