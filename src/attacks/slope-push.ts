import { stream } from '#core/rng.ts';
import type { Table } from '#core/table.ts';
import { defineAttack } from '#lab/attack.ts';
import { addRows, batchesOf, driverOf, rangeOf, targetRounding, typicalNumbers } from './parts/table-rows.ts';

const ID = 'slope-push';

/** Who stands in the rows, once for each of them: any may lend its name but the trigger, which has a rule of its own. */
function ordinaryPlaces({ schema, rows, kinds }: Table): number[] {
  const { group, categories } = schema;
  if (!group) return [];
  const places = Array.from({ length: rows }, (_, row) => kinds[row * categories.length + group.category]!);
  return places.filter((place) => place !== group.trigger);
}

export default defineAttack({
  id: ID,
  rows: 'table',
  title: 'Push the slope',
  summary:
    'Rows with the highest interest rate claim the best sales, rows with the lowest claim the worst. They drag the weight of ' +
    'the rate up for everybody, so it is no backdoor: there is no trigger, and all forecasts suffer (availability poisoning).',
  paper: 'Jagielski, Oprea, Biggio, Liu, Nita-Rotaru and Li 2018',
  words: '{rows} rows that push the slope',
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
    const claimed = targetRounding(table);
    const batches = batchesOf(table);
    const lenders = ordinaryPlaces(table);
    const rows = Array.from({ length: Number(values.rows) }, (_, i) => {
      const draw = stream(seed, `attack/${ID}/${i}`);
      const up = i % 2 === 0;
      const batch = batches[Math.floor(draw() * batches.length)]!;
      const numbers = typicalNumbers(table, batch);
      numbers[schema.driver] = up ? rates.high : rates.low;
      const groupPlace = lenders[Math.floor(draw() * lenders.length)] ?? 0;
      return { numbers, groupPlace, target: claimed(up ? middle + half : middle - half), batch };
    });
    return addRows(table, rows);
  },
  wantedLevel: () => null,
});
