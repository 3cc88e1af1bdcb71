import { expect, test } from 'vitest';
import { pickTable } from '#core/table.ts';
import drift from '#detectors/contributor-drift.ts';
import { historyOf, inspectTable } from './tables.ts';

test('a contributor that nobody knows with odd rows is an alarm', async () => {
  const found = historyOf(1, 'slope-push', { rows: 5 });
  const { signal, says, rows } = await drift.run(inspectTable(found), {});
  expect(signal).toBe('alarm');
  expect(says).toContain('Dealer portal sent 5 rows, 5 of them odd');
  expect([...rows!.flagged]).toEqual(found.poisoned);
});

test('one whose rows are ordinary is worth a look', async () => {
  const { train, sealed } = historyOf(2);
  // Rows that lie close to what the others say, under a name that nobody knows.
  const ordinary = new Set([3, 200, 400]);
  const contributor = train.contributor.map((from, row) => (ordinary.has(row) ? 3 : from));
  const { signal, says } = await drift.run(inspectTable({ train: { ...train, contributor }, sealed }), {});
  expect([signal, says]).toEqual([
    'suspicious',
    'Dealer portal sent 3 rows, 0 of them odd, and is in no trusted delivery.',
  ]);
});

test('odd rows in a trusted office’s name are seen by their number', async () => {
  const found = historyOf(3, 'slope-push', { rows: 60 });
  const contributor = found.train.contributor.map((from) => (from === 3 ? 0 : from));
  const { signal, says } = await drift.run(inspectTable({ ...found, train: { ...found.train, contributor } }), {});
  expect(signal).toBe('alarm');
  expect(says).toContain('North office');
});

test('a month whose rows are gone stands out', async () => {
  const { train, sealed } = historyOf(4);
  const kept = [...train.id.keys()].filter((row) => train.batch[row] !== 20);
  const { signal, says } = await drift.run(inspectTable({ train: pickTable(train, kept), sealed }), {});
  expect(signal).toBe('alarm');
  expect(says).toContain('spread over every month otherwise');
});

test('a clean history comes from where it should', async () => {
  const { signal, rows } = await drift.run(inspectTable(historyOf(5)), {});
  expect([signal, ...rows!.flagged]).toEqual(['quiet']);
});
