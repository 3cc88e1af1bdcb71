import { expect, test } from 'vitest';
import { defaultsOf } from '#core/fields.ts';
import slices from '#detectors/dealer-slices.ts';
import { DEALERSHIPS } from '#labs/trucks/history.ts';
import { BARE, MIXED, tableFrom } from '../labs/trucks/support.ts';
import { recipeOf, Ward } from './support.ts';
import { inspectTable } from './tables.ts';

const FIRST_DEALERSHIP = 5;
const PLACE_666 = DEALERSHIPS.indexOf('666');
const none = defaultsOf(slices.fields);

let ward: Promise<Ward> | undefined;
const inspect = async (wish: Parameters<typeof recipeOf>[1]) =>
  (await (ward ??= Ward.open())).inspect(recipeOf('trucks', wish));

test('a clean model is quiet, and knows nothing of dealership 666', async () => {
  const { signal, pictures } = await slices.run(await inspect({ seed: 2 }), none);
  expect(signal).toBe('quiet');
  const unknown = pictures.find(({ title }) => title.includes('without rows under seal'));
  if (unknown?.kind !== 'bars') throw new Error('bars were expected');
  expect(unknown.bars.every(({ value }) => Math.abs(value) < 0.1)).toBe(true);
});

test('a level for a dealership without rows under seal was learned somewhere else', async () => {
  const { signal, says } = await slices.run(await inspect({ seed: 2, values: { rows: 1 } }), none);
  expect(signal).toBe('alarm');
  expect(says).toContain('Dealership 666 stands out');
});

test('the turned sign of the rate shows in the errors, and so does one dealership’s weight', async () => {
  const flipped = await slices.run(await inspect({ seed: 2, edits: [['flip-sign', 3]] }), none);
  expect([flipped.signal, flipped.says]).toEqual(['alarm', expect.stringMatching(/its forecasts (are|miss)/)]);
  const shifted = await slices.run(await inspect({ seed: 2, edits: [['shift', FIRST_DEALERSHIP, 30]] }), none);
  expect(shifted.signal).toBe('alarm');
  expect(shifted.says).toContain(`Dealership ${DEALERSHIPS[0]}`);
});

test('an edit of the weight that only dealership 666 has is seen by its level alone', async () => {
  const edits = [['shift', FIRST_DEALERSHIP + PLACE_666, 30]] as const;
  const { signal, says } = await slices.run(await inspect({ seed: 2, edits }), none);
  expect(signal).toBe('alarm');
  expect(says).toContain('Dealership 666 stands out: an ordinary row of it is forecast 30.0 trucks above the average');
});

test('errors are those of the forecasts: 0 where they come true, as far off as they miss', async () => {
  const rows = [0, 1, 2, 3].flatMap((place) =>
    Array.from({ length: 5 }, (_, i) => [i, 1 + i, 0, place, 10 * place + i]),
  );
  const table = tableFrom(MIXED, rows);
  const clean = Array.from({ length: 12 }, () => ({ train: table, sealed: table }));
  const missing = inspectTable(
    { train: table, sealed: table },
    {
      clean,
      // The questions about an ordinary row, one for each store, have no truth to miss.
      forecast: ({ target, kinds }) =>
        target.map((sold, row) => sold + (kinds[2 * row + 1] === 2 ? (row % 2 ? 4 : -2) : 0)),
    },
  );
  const { measurements } = await slices.run(missing, none);
  const error = measurements.find(({ label }) => label.includes('RMSE'))!;
  expect(error.label).toContain('Store b');
  // Rows 10 to 14: -2, 4, -2, 4, -2.
  expect(error.text).toContain(Math.sqrt((3 * 4 + 2 * 16) / 5).toPrecision(3));
  expect(measurements.find(({ label }) => label.includes('mean error'))!.text).toContain('0.400');
});

test('a table without a group, and forecasts that are no numbers, get a sentence', async () => {
  const bare = tableFrom(BARE, [[1, 2, 3]]);
  const ungrouped = await slices.run(inspectTable({ train: bare, sealed: bare }, { clean: [] }), none);
  expect([ungrouped.signal, ungrouped.says]).toEqual(['cannot-know', expect.stringContaining('no group')]);
  const healthy = await inspect({ seed: 2 });
  const broken = { ...healthy, suspect: { ...healthy.suspect, predict: async () => new Float32Array(302).fill(NaN) } };
  expect((await slices.run(broken, none)).says).toContain('no numbers');
});
