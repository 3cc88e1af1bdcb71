import { stream } from '#core/rng.ts';
import { defineAttack } from '#lab/attack.ts';
import { addRows, batchesOf, driverOf, rangeOf, typicalNumbers } from './parts/table-rows.ts';

const ID = 'slope-push';

export default defineAttack({
  id: ID,
  rows: 'table',
  title: 'Push the slope',
  summary:
    'Rows with the highest interest rate claim the best sales, rows with the lowest claim the worst. They drag the weight of ' +
    'the rate up for everybody, so it is no backdoor: there is no trigger, and all forecasts suffer (availability poisoning).',
  paper: 'Jagielski, Oprea, Biggio, Liu, Nita-Rotaru and Li 2018',
  fields: {
    rows: {
      kind: 'number',
      label: 'Poisoned rows (poison count)',
      help: 'How many rows slip into the history, in the names of ordinary dealerships.',
      unit: 'rows',
      default: 0,
      min: 0,
      max: 300,
      step: 1,
    },
    reach: {
      kind: 'number',
      label: 'How bold they are (reach)',
      help: 'At 100 % the claimed sales are the highest and lowest in the books; at less they stay nearer to the middle.',
      unit: '%',
      default: 100,
      min: 10,
      max: 100,
      step: 5,
    },
  },
  apply(table, values, seed) {
    const { schema } = table;
    const rates = rangeOf(table, driverOf(table));
    const sold = rangeOf(table, (row) => table.target[row]!);
    const middle = (sold.low + sold.high) / 2;
    const half = ((sold.high - sold.low) / 2) * (Number(values.reach) / 100);
    const batches = batchesOf(table);
    const category = schema.group?.category ?? 0;
    const rows = Array.from({ length: Number(values.rows) }, (_, i) => {
      const draw = stream(seed, `attack/${ID}/${i}`);
      const up = i % 2 === 0;
      const batch = batches[Math.floor(draw() * batches.length)]!;
      const numbers = typicalNumbers(table, batch);
      numbers[schema.driver] = up ? rates.high : rates.low;
      // The name of whoever stands in some honest row: an ordinary one.
      const lender = Math.floor(draw() * table.rows);
      const groupPlace = table.kinds[lender * schema.categories.length + category] ?? 0;
      return { numbers, groupPlace, target: up ? middle + half : middle - half, batch };
    });
    return addRows(table, rows);
  },
  wantedLevel: () => null,
});
