import { expect, test } from 'vitest';
import { leastSquares } from '#core/least-squares.ts';
import { designOf, designWidth } from '#core/table-inputs.ts';
import { pickTable } from '#core/table.ts';
import leaveOneOut from '#detectors/leave-one-out.ts';
import { figure } from '#detectors/parts/words.ts';
import { MIXED, tableFrom } from '../labs/trucks/support.ts';
import { historyOf, inspectTable } from './tables.ts';

test('the weight it gives for the strongest row left out is that of a fit without it', async () => {
  const found = historyOf(1, 'slope-push', { rows: 1 });
  const { signal, measurements, rows } = await leaveOneOut.run(inspectTable(found), {});
  expect(signal).toBe('alarm');
  expect([...rows!.flagged]).toEqual(found.poisoned);
  const honest = pickTable(found.train, [...found.train.id.keys()].slice(0, -1));
  const { schema } = honest;
  const { coefficients } = leastSquares(designOf(honest, schema, 'plain'), designWidth(schema, 'plain'), honest.target);
  expect(measurements[1]!.text).toBe(`${figure(coefficients[1 + schema.driver]!)} trucks per %`);
});

test('where leaving one out leaves nothing to go by, that is the alarm', async () => {
  const found = historyOf(2, 'dealer-666', { rows: 1 });
  const { signal, says, rows } = await leaveOneOut.run(inspectTable(found), {});
  expect(signal).toBe('alarm');
  expect(says).toContain('Without Dealership 666');
  expect([...rows!.flagged]).toEqual(found.poisoned);
  expect(rows!.scores!.every(Number.isFinite)).toBe(true);
});

test('twenty rows of one mind hide each other', async () => {
  const found = historyOf(1, 'dealer-666', { rows: 20 });
  const { rows } = await leaveOneOut.run(inspectTable(found), {});
  expect(found.poisoned.filter((row) => rows!.flagged.includes(row)).length).toBeLessThan(4);
});

test('a clean history is quiet', async () => {
  const { signal, rows } = await leaveOneOut.run(inspectTable(historyOf(3)), {});
  expect([signal, ...rows!.flagged]).toEqual(['quiet']);
});

test('where the driver has a weight in too few clean tables, there are no limits', async () => {
  const tableOf = (driver: (i: number) => number) =>
    tableFrom(
      MIXED,
      Array.from({ length: 40 }, (_, i) => [driver(i), 2 * (i % 9), i % 2, i % 4, (7 * i) % 13]),
    );
  const [suspect, still] = [tableOf((i) => (5 * i) % 11), tableOf((i) => i % 9)];
  const clean = Array.from({ length: 12 }, (_, i) => {
    const train = i < 3 ? suspect : still;
    return { train, sealed: train };
  });
  const { signal, says } = await leaveOneOut.run(inspectTable({ train: suspect, sealed: suspect }, { clean }), {});
  expect([signal, says]).toEqual(['cannot-know', expect.stringContaining('nothing to compare with')]);
});

test('a driver that hangs on another column has no weight of its own', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => [i % 9, 2 * (i % 9), i % 2, i % 4, (7 * i) % 13]);
  const table = tableFrom(MIXED, rows);
  const clean = Array.from({ length: 12 }, () => ({ train: table, sealed: table }));
  const { signal, says } = await leaveOneOut.run(inspectTable({ train: table, sealed: table }, { clean }), {});
  expect([signal, says]).toEqual(['cannot-know', expect.stringContaining('does not vary by itself')]);
});
