import { describe, expect, it } from 'vitest';
import { judgeExcess } from '#detectors/parts/label-excess.ts';
import { datasetOf } from './made-up.ts';

/** Rows of three labels, so many of each, without images: only labels are looked at. */
const rowsOf = (...counts: number[]) =>
  datasetOf(
    new Uint8Array(0),
    counts.flatMap((count, label) => Array<number>(count).fill(label)),
    { classes: 3 },
  );

/** Whether a row is among the first so many of its label. */
function firstOf(data: ReturnType<typeof rowsOf>, ...odd: number[]): (row: number) => boolean {
  const seen = odd.map(() => 0);
  const isOdd = Array.from(data.y, (label) => seen[label]!++ < odd[label]!);
  return (row) => isOdd[row]!;
}

describe('odd rows by label', () => {
  const [ours, trusted] = [rowsOf(400, 400, 400), rowsOf(100, 100, 100)];
  const judge = (odd: number[], usual: number[]) =>
    judgeExcess(ours, firstOf(ours, ...odd), trusted, firstOf(trusted, ...usual));

  it('as frequent as among trusted rows are quiet', () => {
    const verdict = judge([8, 4, 0], [2, 1, 0]);
    expect([verdict.signal, verdict.flagged.length, verdict.target]).toEqual(['quiet', 0, null]);
    expect(verdict.excesses.map(({ distance }) => Math.abs(distance))).toEqual([0, 0, 0, 0]);
  });

  it('of one label are loud by their distance in standard deviations of both counts', () => {
    const verdict = judge([8, 60, 0], [2, 1, 0]);
    expect([verdict.signal, verdict.target, verdict.loudest.label]).toEqual(['alarm', 1, 1]);
    expect(verdict.loudest.distance).toBeCloseTo((60 - 4) / Math.sqrt((4 + 8) * 5), 12);
    expect([...verdict.flagged]).toEqual(Array.from({ length: 60 }, (_, i) => 400 + i));
  });

  it('are suspicious between the limits', () => {
    expect(judge([0, 23, 0], [0, 0, 0]).signal).toBe('suspicious');
    expect(judge([0, 22, 0], [0, 0, 0]).signal).toBe('quiet');
    expect(judge([0, 32, 0], [0, 0, 0]).signal).toBe('alarm');
  });

  it('of all labels together are pointed at when they are too many only together', () => {
    const verdict = judge([20, 20, 20], [0, 0, 0]);
    expect([verdict.signal, verdict.target, verdict.loudest.label]).toEqual(['alarm', null, null]);
    expect(verdict.flagged.length).toBe(60);
  });

  it('of a label without rows, or among no trusted rows, are none', () => {
    const none = rowsOf(0, 0, 0);
    expect(
      judgeExcess(
        none,
        () => true,
        trusted,
        () => false,
      ).signal,
    ).toBe('quiet');
    expect(
      judgeExcess(
        ours,
        () => false,
        none,
        () => true,
      ).signal,
    ).toBe('quiet');
  });
});
