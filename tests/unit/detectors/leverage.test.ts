import { describe, expect, test } from 'vitest';
import leverage from '#detectors/leverage.ts';
import { historyOf, inspectTable } from './tables.ts';

describe('one row of dealership 666', () => {
  test.each(['plain', 'interaction'] as const)(
    'is an alarm, with leverage 1, in a model of %s inputs',
    async (inputs) => {
      const found = historyOf(1, 'dealer-666', { rows: 1 });
      const { signal, says, rows } = await leverage.run(inspectTable(found, { inputs }), {});
      expect(signal).toBe('alarm');
      expect(says).toContain('leverage 1');
      expect([...rows!.flagged]).toEqual(found.poisoned);
      expect(rows!.scores![found.poisoned[0]!]).toBe(Math.max(...rows!.scores!));
    },
  );
});

test('a few rows of it still pull hard; with twenty most have company enough', async () => {
  const [five, twenty] = await Promise.all(
    [5, 20].map(async (count) => {
      const found = historyOf(2, 'dealer-666', { rows: count });
      const { rows } = await leverage.run(inspectTable(found), {});
      return found.poisoned.filter((row) => rows!.flagged.includes(row)).length / count;
    }),
  );
  expect(five).toBe(1);
  expect(twenty).toBeLessThan(0.6);
});

test('bold rows that push the slope stand out by Cook’s distance', async () => {
  const found = historyOf(3, 'slope-push', { rows: 20 });
  const { signal, rows } = await leverage.run(inspectTable(found), {});
  expect(signal).toBe('alarm');
  expect([...rows!.flagged]).toEqual(found.poisoned);
});

test('a clean history is quiet, and points at nothing', async () => {
  const { signal, rows, pictures } = await leverage.run(inspectTable(historyOf(4)), {});
  expect(signal).toBe('quiet');
  expect([...rows!.flagged]).toEqual([]);
  const [picture] = pictures;
  if (picture?.kind !== 'scatter') throw new Error('a scatter was expected');
  expect(Math.max(...picture.x)).toBeLessThan(0.1);
});

test('where clean tables have kinds of a single row, one is nothing unusual', async () => {
  const clean = Array.from({ length: 12 }, (_, i) => historyOf(950 + i, 'dealer-666', { rows: 1 }));
  const { signal } = await leverage.run(inspectTable(historyOf(5, 'dealer-666', { rows: 1 }), { clean }), {});
  expect(signal).not.toBe('alarm');
});
