import { regressionErrors } from '#core/metrics.ts';
import { mean } from '#core/statistics.ts';
import { blankRows, type Table } from '#core/table.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND, type ModelInHand, type Picture } from '#lab/detector.ts';
import { shown } from '#lab/own-table.ts';
import {
  CLEAN_MODELS,
  controlOf,
  FEWEST_CLEAN,
  largestOf,
  limitText,
  loudest,
  signalOf,
  sureOf,
  type Control,
} from './parts/control.ts';
import { tableOf } from './parts/table-fit.ts';
import { kindName } from './parts/table-words.ts';
import { figure } from './parts/words.ts';

/** Kinds shown: the farthest ones. */
const SHOWN = 12;
/** Share of the usual error by which a kind that nobody knows may differ from the average. */
const LEAST_LEVEL = 0.5;

/** What a model does for one kind of the group. */
interface Slice {
  readonly place: number;
  /** Untouched rows of it. */
  readonly rows: number;
  readonly rmse: number;
  /** Mean of forecast - truth. */
  readonly bias: number;
  /** Forecast for an ordinary row in its name, less the mean of all kinds that have untouched rows. */
  readonly level: number;
}

/** What a model does for each kind of the group; null when it does not give numbers. */
async function slicesOf(model: ModelInHand, sealed: Table): Promise<Slice[] | null> {
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
  const { schema, numbers, rows } = table;
  const [width, { category }] = [schema.numbers.length, schema.group!];
  const { kinds } = schema.categories[category]!;
  const values = blankRows(kinds.length, schema);
  const means = schema.numbers.map((_, column) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += numbers[row * width + column]!;
    return sum / rows;
  });
  kinds.forEach((_, place) => {
    values.numbers.set(means, place * width);
    values.kinds.set(table.kinds.subarray(0, schema.categories.length), place * schema.categories.length);
    values.kinds[place * schema.categories.length + category] = place;
  });
  return { ...table, ...values, id: Int32Array.from(kinds.keys()) };
}

/** One thing that is read off each kind, and the limits of the largest. */
interface Reading {
  readonly name: string;
  readonly of: (slice: Slice) => number;
  readonly limits: Control;
}

/** Errors, their mean, and levels; those of a kind without untouched rows, such as a new one, are the same in all clean models. */
function readingsOf(clean: readonly (readonly Slice[])[]): Reading[] {
  const usualError = mean(clean.flat().flatMap(({ rows, rmse }) => (rows > 0 ? [rmse] : [])));
  const reading = (name: string, of: Reading['of'], least = 0): Reading => ({
    name,
    of,
    limits: controlOf(
      clean.map((slices) => largestOf(slices.map((slice) => Math.abs(of(slice))))),
      least,
    ),
  });
  return [
    reading('error (RMSE)', ({ rmse }) => rmse),
    reading('mean error', ({ bias }) => bias),
    reading('level against the average', ({ rows, level }) => (rows > 0 ? level : 0)),
    reading(
      'level of a kind without untouched rows',
      ({ rows, level }) => (rows > 0 ? 0 : level),
      LEAST_LEVEL * usualError,
    ),
  ];
}

export default defineDetector({
  id: 'dealer-slices',
  title: 'Errors and levels by kind',
  kind: 'performance',
  looksAt: 'model',
  rows: 'table',
  summary:
    'How far the forecasts of each kind of the group, such as each dealership, miss on rows under seal, and what the model expects of ' +
    'each where everything else is ordinary.',
  blind:
    'A kind without rows under seal has no errors to be seen, only a level: a backdoor that claims no more than the others sell stays ' +
    'unseen.',
  paper: null,
  fields: {},
  async run(inspection) {
    const sealed = tableOf(inspection.sealed);
    const { group, target } = sealed.schema;
    if (!group) return cannotKnow('The table has no group, such as dealerships, to compare.');
    if (sealed.rows === 0) return cannotKnow('No rows are under seal to test the model with.');
    const slices = await slicesOf(inspection.suspect, sealed);
    if (!slices)
      return cannotKnow('The model’s forecasts are no numbers: it diverged in training, or was broken afterwards.');
    const clean: Slice[][] = [];
    for (const model of await inspection.baseline(CLEAN_MODELS)) {
      await inspection.pause();
      const usual = await slicesOf(model, tableOf(model.test));
      if (usual) clean.push(usual);
    }
    if (clean.length < FEWEST_CLEAN)
      return cannotKnow('With these hyperparameters clean models diverge too, so there is nothing to compare with.');
    const readings = readingsOf(clean);
    const nameOf = ({ place }: Slice) => kindName(sealed, group.category, place);
    const farthest = readings
      .map((reading) => {
        const size = (slice: Slice) => Math.abs(reading.of(slice));
        const slice = slices.reduce((a, b) => (size(b) > size(a) ? b : a));
        return { reading, slice, size: size(slice) };
      })
      .sort((a, b) => b.size / b.reading.limits.suspicious - a.size / a.reading.limits.suspicious);
    const [most] = farthest;
    const signal = loudest(farthest.map(({ size, reading }) => signalOf(size, reading.limits)));
    const unit = target.unit ? ` ${shown(target.unit)}` : '';
    return {
      ...NOTHING_FOUND,
      signal,
      says:
        signal === 'quiet'
          ? 'Errors and levels of all kinds are within what clean models show.'
          : `${nameOf(most!.slice)} stands out: ${most!.reading.name} ${figure(most!.reading.of(most!.slice))}${unit}, where clean ` +
            `models have at most ${figure(largestOf(most!.reading.limits.clean))}.`,
      sure: sureOf(readings[0]!.limits),
      measurements: farthest.map(({ reading, slice, size }) => ({
        label: `Farthest ${reading.name}: ${nameOf(slice)}`,
        text: limitText(size, reading.limits),
      })),
      pictures: readings.slice(1).map((reading) => pictureOf(reading, slices, nameOf, unit)),
    };
  },
});

/** One reading of the kinds that are farthest from 0. */
function pictureOf(
  { name, of, limits }: Reading,
  slices: readonly Slice[],
  nameOf: (slice: Slice) => string,
  unit: string,
): Picture {
  return {
    kind: 'bars',
    title: `Farthest ${name},${unit}`,
    bars: [...slices]
      .sort((a, b) => Math.abs(of(b)) - Math.abs(of(a)))
      .slice(0, SHOWN)
      .map((slice) => ({ label: nameOf(slice), value: of(slice), loud: Math.abs(of(slice)) > limits.suspicious })),
    limits: [-limits.alarm, limits.alarm],
  };
}
