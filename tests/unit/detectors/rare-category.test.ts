import { expect, test } from 'vitest';
import { pickTable } from '#core/table.ts';
import rare from '#detectors/rare-category.ts';
import { BARE, tableFrom } from '../labs/trucks/support.ts';
import { historyOf, inspectTable } from './tables.ts';

test.each([1, 5, 20])('%d rows of a dealership that nobody knows are an alarm, and are pointed at', async (count) => {
  const found = historyOf(1, 'dealer-666', { rows: count });
  const { signal, says, rows } = await rare.run(inspectTable(found), {});
  expect(signal).toBe('alarm');
  expect(says).toContain('Dealership 666 is in no trusted delivery');
  expect([...rows!.flagged]).toEqual(found.poisoned);
  const honest = rows!.scores!.slice(0, found.poisoned[0]);
  expect(Math.min(...found.poisoned.map((row) => rows!.scores![row]!))).toBeGreaterThan(Math.max(...honest));
});

test('more rows of one that has a history are worth a look only when they are many', async () => {
  const data = { honest666: true };
  const signals = await Promise.all(
    [5, 60].map(async (rows) => {
      const found = historyOf(2, 'dealer-666', { rows }, data);
      return (await rare.run(inspectTable(found, { data }), {})).signal;
    }),
  );
  expect(signals).toEqual(['quiet', 'alarm']);
});

test('a dealership whose rows are taken out stands out, too', async () => {
  const { train, sealed } = historyOf(3);
  const kept = [...train.id.keys()].filter((row) => train.kinds[row] !== 7);
  const { signal, says } = await rare.run(inspectTable({ train: pickTable(train, kept), sealed }), {});
  expect(signal).toBe('alarm');
  expect(says).toContain('has 0 where');
});

test('rows in the names of many dealerships pass unseen: what it is blind to', async () => {
  const { signal } = await rare.run(inspectTable(historyOf(1, 'slope-push', { rows: 60 })), {});
  expect(signal).toBe('quiet');
});

test('a table of numbers alone has no kinds', async () => {
  const bare = tableFrom(BARE, [[1, 2, 3]]);
  const { signal, says } = await rare.run(inspectTable({ train: bare, sealed: bare }, { clean: [] }), {});
  expect([signal, says]).toEqual(['cannot-know', expect.stringContaining('no column of words')]);
});
