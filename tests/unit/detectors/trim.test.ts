import { expect, test } from 'vitest';
import trim from '#detectors/trim.ts';
import { historyOf, inspectTable } from './tables.ts';

const FIVE = { share: 5 };

test('rows that push the slope stick out, and no others', async () => {
  const found = historyOf(1, 'slope-push', { rows: 20 });
  const { signal, rows } = await trim.run(inspectTable(found), FIVE);
  expect(signal).toBe('alarm');
  expect([...rows!.flagged]).toEqual(found.poisoned);
});

test('it says and shows that it cannot see a lone row of dealership 666', async () => {
  const found = historyOf(1, 'dealer-666', { rows: 1 });
  const { signal, says, measurements, rows, pictures } = await trim.run(inspectTable(found), FIVE);
  expect(signal).toBe('cannot-know');
  expect(says).toContain('cannot see Dealership 666');
  expect(
    measurements.some(({ label, text }) => label.startsWith('Dealership 666') && text.startsWith('cannot be seen')),
  ).toBe(true);
  expect([...rows!.flagged]).toEqual([]);
  const [picture] = pictures;
  if (picture?.kind !== 'scatter') throw new Error('a scatter was expected');
  const [row] = found.poisoned;
  expect([picture.x[row!]!, picture.y[row!]!, picture.group[row!]!]).toEqual([
    expect.closeTo(1, 6),
    expect.closeTo(0, 4),
    picture.loud,
  ]);
});

test('a larger attack than it may drop hides behind itself, until it may drop more', async () => {
  const found = historyOf(2, 'slope-push', { rows: 150 });
  const [few, enough] = await Promise.all(
    [5, 20].map(async (share) => {
      const { rows } = await trim.run(inspectTable(found), { share });
      return found.poisoned.filter((row) => rows!.flagged.includes(row)).length / found.poisoned.length;
    }),
  );
  expect(few).toBeLessThan(0.6);
  expect(enough).toBeGreaterThan(0.95);
});

test('it always drops its share, but flags no clean row for that', async () => {
  const found = historyOf(3);
  const { signal, measurements, rows } = await trim.run(inspectTable(found), FIVE);
  expect(signal).toBe('quiet');
  expect(measurements[0]!.text).toContain('60 of 1,210,');
  expect([...rows!.flagged]).toEqual([]);
});
