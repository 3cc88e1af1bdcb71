import { describe, expect, it, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { silhouette, twoMeans } from '#core/two-means.ts';

const draw = () => stream(4, 'starts');

/** Points around two places, the first of them at zero. */
function blobs(counts: readonly [number, number], apart: number, width = 3): Float32Array {
  const chance = stream(6, 'blobs');
  const point = (centre: number) => Array.from({ length: width }, () => centre + chance() + chance() - 1);
  return Float32Array.from(
    counts.flatMap((count, which) => Array.from({ length: count }, () => point(which * apart)).flat()),
  );
}

describe('2-means', () => {
  it('finds two clusters of any sizes, and calls the smaller one 1', () => {
    for (const counts of [
      [40, 10],
      [10, 40],
    ] as const) {
      const { cluster, share } = twoMeans(blobs(counts, 20), 3, draw());
      const expected = counts.flatMap((count) => Array<number>(count).fill(count === 10 ? 1 : 0));
      expect([...cluster]).toEqual(expected);
      expect(share).toBe(0.2);
    }
  });

  it('does the same wherever the points lie, and however large they are', () => {
    const points = blobs([30, 12], 4);
    const { cluster, spread } = twoMeans(points, 3, draw());
    const moved = twoMeans(
      points.map((value) => 4 * value + 100),
      3,
      draw(),
    );
    expect(moved.cluster).toEqual(cluster);
    expect(moved.spread / spread).toBeCloseTo(16, 2);
  });

  it('has one cluster of equal points, of one, and none of none', () => {
    expect(twoMeans(new Float32Array(30).fill(2), 3, draw()).share).toBe(0);
    expect([...twoMeans(Float32Array.of(1, 2, 3), 3, draw()).cluster]).toEqual([0]);
    expect(twoMeans(new Float32Array(0), 3, draw()).share).toBe(0);
  });

  it('measures the spread around both means', () => {
    expect(twoMeans(Float32Array.of(0, 2, 10, 14), 1, draw()).spread).toBe(2 + 8);
  });
});

test('the silhouette is what a hand computes', () => {
  // Inside 1, outside 9.5 and 8.5 for the first cluster; the other by symmetry.
  const points = Float32Array.of(0, 1, 9, 10);
  const [far, near] = [(9.5 - 1) / 9.5, (8.5 - 1) / 8.5];
  expect(silhouette(points, 1, Uint8Array.of(0, 0, 1, 1))).toBeCloseTo((2 * far + 2 * near) / 4, 12);
  expect(silhouette(points, 1, Uint8Array.of(0, 1, 0, 1))).toBeLessThan(0);
  expect(silhouette(points, 1, Uint8Array.of(0, 0, 0, 0))).toBe(0);
  expect(silhouette(new Float32Array(4), 1, Uint8Array.of(0, 0, 1, 1))).toBe(0);
  expect(silhouette(Float32Array.of(0, 1, 5), 1, Uint8Array.of(0, 0, 1))).toBeCloseTo((4 / 5 + 3 / 4) / 3, 12);
});
