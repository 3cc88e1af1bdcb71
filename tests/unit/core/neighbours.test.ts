import { describe, expect, it } from 'vitest';
import { Neighbours } from '#core/neighbours.ts';
import { stream } from '#core/rng.ts';

const WIDTH = 16;

function cloud(count: number): Float32Array {
  const draw = stream(5, 'cloud');
  return Float32Array.from({ length: count * WIDTH }, (_, i) => draw() / (1 + (i % WIDTH)));
}

function search(points: Float32Array, k: number, step = Infinity): Neighbours {
  const found = new Neighbours(points, WIDTH, k);
  const count = points.length / WIDTH;
  for (let from = 0; from < count; from += step) found.compare(from, Math.min(count, from + step));
  return found;
}

/** Places of the k nearest of each point by sorting all distances. */
function bySorting(points: Float32Array, k: number): number[][] {
  const rows = Array.from({ length: points.length / WIDTH }, (_, i) => points.subarray(i * WIDTH, (i + 1) * WIDTH));
  const gap = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
  return rows.map((row, i) =>
    rows
      .map((other, j) => ({ j, far: i === j ? Infinity : gap(row, other) }))
      .sort((a, b) => a.far - b.far)
      .slice(0, k)
      .map(({ j }) => j),
  );
}

describe('nearest neighbours', () => {
  it('are those that sorting all distances finds, in whatever pieces the work is done', () => {
    const points = cloud(120);
    const expected = bySorting(points, 5);
    for (const step of [Infinity, 1, 7]) {
      const { places } = search(points, 5, step);
      expect(expected.map((_, i) => [...places.subarray(i * 5, (i + 1) * 5)])).toEqual(expected);
    }
  });

  it('do not move when a constant is added to all points, or all are scaled', () => {
    const points = cloud(60);
    const { places } = search(points, 4);
    expect(
      search(
        points.map((value) => value + 3),
        4,
      ).places,
    ).toEqual(places);
    expect(
      search(
        points.map((value) => value * 8),
        4,
      ).places,
    ).toEqual(places);
  });

  it('are fewer than asked for when there are fewer points, and none for a point that is no number', () => {
    const points = cloud(3);
    points[WIDTH] = NaN;
    const { places, distances } = search(points, 2);
    expect([...places]).toEqual([2, -1, -1, -1, 0, -1]);
    expect([...distances.subarray(2, 4)]).toEqual([Infinity, Infinity]);
    expect(search(new Float32Array(0), 2).places.length).toBe(0);
  });

  it('of the same place are at no distance', () => {
    const points = new Float32Array(4 * WIDTH).fill(1);
    expect([...search(points, 2).distances]).toEqual(Array(8).fill(0));
  });
});
