import { expect, test } from 'vitest';
import type { Table } from '#core/table.ts';
import slopes from '#detectors/slope-stability.ts';
import { historyOf, inspectTable, type Case } from './tables.ts';

/** Sales in some rows answer to the rate the other way round: what would be lost is gained. */
function turned(one: Case, isTurned: (table: Table, row: number) => boolean): Case {
  const { train } = one;
  const { driver, numbers } = train.schema;
  const target = train.target.map((sold, row) => {
    const rate = train.numbers[row * numbers.length + driver]!;
    return isTurned(train, row) ? sold + 6 * (rate - 6) : sold;
  });
  return { ...one, train: { ...train, target } };
}

test('rows that push the slope are found by who sent them', async () => {
  const found = historyOf(1, 'slope-push', { rows: 5 });
  const { signal, says, rows } = await slopes.run(inspectTable(found), {});
  expect(signal).toBe('alarm');
  expect(says).toContain('Dealer portal would make the slope');
  expect([...rows!.flagged]).toEqual(found.poisoned);
});

test('an office whose figures have the sign turned stands out', async () => {
  const found = turned(historyOf(2), ({ contributor }, row) => contributor[row] === 1);
  const { signal, says } = await slopes.run(inspectTable(found), {});
  expect(signal).toBe('alarm');
  expect(says).toContain('Clean models have −3.0');
});

test('so do six months with the sign turned', async () => {
  const found = turned(historyOf(3), ({ batch }, row) => batch[row]! >= 13 && batch[row]! <= 18);
  const { signal, measurements, pictures } = await slopes.run(inspectTable(found), {});
  expect(signal).toBe('alarm');
  expect(measurements.some(({ label }) => label === 'Months 13 to 18')).toBe(true);
  const byTime = pictures.find(({ title }) => title.includes('window of months'));
  if (byTime?.kind !== 'bars') throw new Error('bars were expected');
  expect(byTime.bars.map(({ label }) => label)).toContain('Months 1 to 6');
  expect(byTime.bars.reduce((a, b) => (b.value > a.value ? b : a)).label).toBe('Months 13 to 18');
});

test('a row that is alone of its kind has no vote: the slope cannot see it', async () => {
  const found = historyOf(4, 'dealer-666', { rows: 1 });
  const { signal, rows } = await slopes.run(inspectTable(found), {});
  expect(signal).toBe('quiet');
  expect(rows!.scores![found.poisoned[0]!]).toBeLessThan(0.5);
});

test('a clean history agrees with itself', async () => {
  const { signal, says, rows } = await slopes.run(inspectTable(historyOf(5)), {});
  expect([signal, ...rows!.flagged]).toEqual(['quiet']);
  expect(says).toContain('agree on the slope but for chance');
});
