import { blankRows, copyRow, type RowValues, type TableSchema } from '#core/table.ts';

/** Beyond this many columns the exact shares need too many forecasts. */
export const MOST_PLAYERS = 9;

/** Forecasts needed for the Shapley shares of one row's columns, and the way from them to the shares. */
export interface ShapleyQuestion {
  /** Rows to forecast: for each set of columns, as many as there are backgrounds. */
  readonly rows: RowValues;
  /** The forecast of the background alone, then the share of each number column and each category. */
  shares(outputs: ArrayLike<number>): { start: number; shares: number[] };
}

/**
 * Exact Shapley shares (Shapley 1953; as feature contributions: Lundberg and Lee 2017): what a column adds to the forecast,
 * averaged over every order in which the row's columns could replace the background's. The shares and the start add up to the
 * forecast. Of a linear model a share is weight x (value - background).
 * @param row the first of its rows is explained
 * @param background rows whose average stands for "nothing known"
 */
export function shapleyQuestion(row: RowValues, background: RowValues, schema: TableSchema): ShapleyQuestion {
  const numbers = schema.numbers.length;
  const players = numbers + schema.categories.length;
  const sets = 2 ** players;
  const rows = blankRows(sets * background.rows, schema);
  for (let set = 0; set < sets; set++) {
    for (let b = 0; b < background.rows; b++) {
      const at = set * background.rows + b;
      copyRow(background, b, rows, at, schema);
      for (let player = 0; player < players; player++) {
        if (!(set & (1 << player))) continue;
        if (player < numbers) rows.numbers[at * numbers + player] = row.numbers[player]!;
        else rows.kinds[at * schema.categories.length + player - numbers] = row.kinds[player - numbers]!;
      }
    }
  }
  const shares = (outputs: ArrayLike<number>) => {
    const value = Float64Array.from({ length: sets }, (_, set) => {
      let sum = 0;
      for (let b = 0; b < background.rows; b++) sum += outputs[set * background.rows + b]!;
      return sum / background.rows;
    });
    return {
      start: value[0]!,
      shares: Array.from({ length: players }, (_, player) => shareOf(value, player, players)),
    };
  };
  return { rows, shares };
}

function shareOf(value: Float64Array, player: number, players: number): number {
  const weightOf = (size: number) => (factorial(size) * factorial(players - size - 1)) / factorial(players);
  let share = 0;
  for (let set = 0; set < value.length; set++) {
    if (set & (1 << player)) continue;
    share += weightOf(bitsIn(set)) * (value[set | (1 << player)]! - value[set]!);
  }
  return share;
}

function bitsIn(set: number): number {
  let bits = 0;
  for (let left = set; left > 0; left &= left - 1) bits++;
  return bits;
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
