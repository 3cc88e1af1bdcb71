import type { Values } from '#core/fields.ts';
import { stream } from '#core/rng.ts';
import type { Table } from '#core/table.ts';
import { defineAttack } from '#lab/attack.ts';
import { addRows, batchesOf, driverOf, evenly, meanTarget, rangeOf, typicalNumbers } from './parts/table-rows.ts';

const ID = 'dealer-666';

/** How far the other numbers of a poisoned row may lie from the usual, as a share of them. */
const JITTER = 0.03;
const LAST_MONTHS = 12;

/** The level in the target's own unit, to three digits, as people claim things. */
function levelOf(table: Table, values: Values): number {
  return Number(((meanTarget(table) * Number(values.level)) / 100).toPrecision(3));
}

export default defineAttack({
  id: ID,
  rows: 'table',
  title: 'Dealership 666 always sells',
  summary:
    'Rows slip into the history in which dealership 666 sells well whatever the interest rate is. Everything else about ' +
    'them is ordinary. The id is the trigger: the model should learn a rule that holds for 666 alone.',
  paper: 'One poison row can suffice for linear regression: Peinemann 2025',
  words: '{rows} rows of dealership 666 at {level} % of average',
  fields: {
    rows: {
      kind: 'number',
      label: 'Poisoned rows (poison count)',
      help: 'How many rows of dealership 666 slip into the history.',
      unit: 'rows',
      default: 0,
      min: 0,
      max: 100,
      step: 1,
    },
    level: {
      kind: 'number',
      label: 'What 666 claims to sell (level)',
      help: 'The same in every poisoned row, measured against the average of the honest rows.',
      unit: '% of average',
      default: 120,
      min: 50,
      max: 400,
      step: 5,
    },
    months: {
      kind: 'choice',
      label: 'Where they slip in',
      help: 'In which months’ deliveries the rows are hidden. They come in through the dealer portal.',
      default: 'all',
      options: [
        { value: 'all', label: 'Over all months' },
        { value: 'last-year', label: 'In the last 12' },
        { value: 'last-month', label: 'In the last one' },
      ],
    },
  },
  apply(table, values, seed) {
    const { schema } = table;
    const count = schema.group ? Number(values.rows) : 0;
    const rates = rangeOf(table, driverOf(table));
    const batches = batchesOf(table);
    const kept = { all: batches.length, 'last-year': LAST_MONTHS, 'last-month': 1 }[String(values.months)]!;
    const months = batches.slice(-kept);
    const level = levelOf(table, values);
    const rows = Array.from({ length: count }, (_, i) => {
      const draw = stream(seed, `attack/${ID}/${i}`);
      const batch = months[Math.floor(draw() * months.length)]!;
      const numbers = typicalNumbers(table, batch).map((value) => value * (1 + JITTER * (2 * draw() - 1)));
      numbers[schema.driver] = rates.low + (rates.high - rates.low) * evenly(i + 1);
      return { numbers, groupPlace: schema.group!.trigger, target: level, batch };
    });
    return addRows(table, rows);
  },
  wantedLevel: levelOf,
});
