import { regressionErrors } from '#core/metrics.ts';
import { deviation, mean } from '#core/statistics.ts';
import { pickTable, type Table } from '#core/table.ts';
import type { ModelInHand } from '#lab/detector.ts';
import { shown } from '#lab/own-table.ts';
import type { Score } from './readings.ts';
import { kindName } from './table-words.ts';

/** Differences that do not matter, as shares of the target's standard deviation; of the error itself. */
const [GRAIN, SLICE_GRAIN, ERROR_GRAIN] = [0.01, 0.03, 0.01];
/** Rows that are asked about in the name of each kind. */
const ASKED = 40;

/** A forecast's errors on sealed rows, in all and by kind of the group, and its answers to what-if questions. */
export async function tableScores(model: ModelInHand, sealed: Table): Promise<Score[]> {
  const forecasts = await model.predict({ kind: 'table', data: sealed });
  const spread = deviation(sealed.target) || 1;
  const around = (label: string, value: number, grain: number): Score => ({
    label,
    value,
    scale: 'linear',
    grain: grain * spread,
    side: 'either',
  });
  const errors = sealed.target.map((target, row) => forecasts[row]! - target);
  const { rmse } = regressionErrors(forecasts, sealed.target, null);
  const answers = await whatIf(model, sealed);
  return [
    { label: 'Root mean squared error', value: rmse, scale: 'log', grain: ERROR_GRAIN, side: 'above' },
    around('Mean error', mean(errors), GRAIN),
    ...byKind(sealed, errors).map(([name, value]) => around(`Mean error at ${name}`, value, SLICE_GRAIN)),
    ...answers.map(({ label, value }) => around(label, value, SLICE_GRAIN)),
  ];
}

/** Mean error of each kind of the group that has rows. */
function byKind(table: Table, errors: Float64Array): [name: string, error: number][] {
  const { schema, kinds } = table;
  if (!schema.group) return [];
  const [width, { category }] = [schema.categories.length, schema.group];
  return schema.categories[category]!.kinds.flatMap((_, place): [string, number][] => {
    const own = errors.filter((_, row) => kinds[row * width + category] === place);
    return own.length > 0 ? [[kindName(table, category, place), mean(own)]] : [];
  });
}

/**
 * What-if questions: the same rows in the name of each kind of the group, those that no sealed row speaks of included, with the
 * driver at its lowest and at its highest. Answers are what the kind adds to the average of all, and what the driver's rise from
 * lowest to highest does there.
 */
async function whatIf(model: ModelInHand, sealed: Table): Promise<{ label: string; value: number }[]> {
  const { schema } = sealed;
  const names = schema.group
    ? schema.categories[schema.group.category]!.kinds.map((_, place) => kindName(sealed, schema.group!.category, place))
    : ['any row'];
  const each = Math.min(ASKED, sealed.rows);
  const answers = await model.predict({ kind: 'table', data: questions(sealed, names.length, each) });
  const meanOf = (block: number) => mean(answers.subarray(block * each, (block + 1) * each));
  const levels = names.map((_, place) => (meanOf(2 * place) + meanOf(2 * place + 1)) / 2);
  const average = mean(levels);
  const driver = shown(schema.numbers[schema.driver]!.name);
  return names.flatMap((name, place) => [
    ...(schema.group ? [{ label: `What ${name} adds to a forecast`, value: levels[place]! - average }] : []),
    {
      label: `What ${driver} does from lowest to highest at ${name}`,
      value: meanOf(2 * place + 1) - meanOf(2 * place),
    },
  ]);
}

/** Blocks of the same rows: per kind one with the driver at its lowest and one with it at its highest. */
function questions(sealed: Table, kinds: number, each: number): Table {
  const { schema } = sealed;
  const [numbers, categories] = [schema.numbers.length, schema.categories.length];
  const rows = Array.from({ length: 2 * kinds * each }, (_, i) => Math.floor(((i % each) * sealed.rows) / each));
  const asked = pickTable(sealed, rows);
  const driver = Array.from({ length: sealed.rows }, (_, row) => sealed.numbers[row * numbers + schema.driver]!);
  const ends = [Math.min(...driver), Math.max(...driver)];
  for (let row = 0; row < asked.rows; row++) {
    const block = Math.floor(row / each);
    asked.numbers[row * numbers + schema.driver] = ends[block % 2]!;
    if (schema.group) asked.kinds[row * categories + schema.group.category] = Math.floor(block / 2);
  }
  return asked;
}
