import { describe, expect, it } from 'vitest';
import { principalAxes, projected } from '#core/principal.ts';
import { stream } from '#core/rng.ts';

const draw = () => stream(3, 'axes');

/** Points along three given directions, with given spreads, around a centre. */
function along(directions: readonly number[][], spreads: readonly number[], centre: readonly number[], count = 400) {
  const chance = stream(9, 'points');
  return Float32Array.from(
    Array.from({ length: count }, () => {
      const steps = spreads.map((spread) => spread * (chance() - 0.5) * Math.sqrt(12));
      return centre.map((value, i) => value + directions.reduce((sum, way, k) => sum + steps[k]! * way[i]!, 0));
    }).flat(),
  );
}

const half = Math.SQRT1_2;
const WAYS = [
  [half, half, 0],
  [half, -half, 0],
  [0, 0, 1],
];

describe('principal axes', () => {
  it('are the directions that points were spread along, by falling variance', () => {
    const { axes, variances, total, mean } = principalAxes(along(WAYS, [3, 1, 0.2], [5, -2, 1]), 3, 3, draw());
    WAYS.forEach((way, k) =>
      expect(Math.abs(way.reduce((sum, value, i) => sum + value * axes[3 * k + i]!, 0))).toBeGreaterThan(0.995),
    );
    [9, 1, 0.04].forEach((variance, k) => expect(variances[k]! / variance).toBeCloseTo(1, 0));
    expect(variances.reduce((sum, variance) => sum + variance, 0)).toBeCloseTo(total, 8);
    [5, -2, 1].forEach((value, i) => expect(mean[i]).toBeCloseTo(value, 0));
  });

  it('of four points are what a hand computes', () => {
    const { axes, variances, total } = principalAxes(Float32Array.of(2, 0, -2, 0, 0, 1, 0, -1), 2, 2, draw());
    expect([...variances].map((value) => Number(value.toFixed(9)))).toEqual([2, 0.5]);
    expect(total).toBe(2.5);
    expect(Math.abs(axes[0]!)).toBeCloseTo(1, 9);
    expect(Math.abs(axes[3]!)).toBeCloseTo(1, 9);
  });

  it('stay where they are when a constant is added to all points, and so do coordinates along them', () => {
    const points = along(WAYS, [3, 1, 0.2], [0, 0, 0]);
    const moved = points.map((value, i) => value + [50, -20, 7][i % 3]!);
    const [before, after] = [principalAxes(points, 3, 2, draw()), principalAxes(moved, 3, 2, draw())];
    const [here, there] = [projected(points, before), projected(moved, after)];
    here.forEach((value, i) => expect(there[i]).toBeCloseTo(value, 3));
  });

  it('beyond the rank of the points are none, and without points there is no variance', () => {
    const line = Float32Array.from({ length: 30 }, (_, i) => Math.floor(i / 3) * (i % 3 === 0 ? 1 : 0));
    const { axes, variances } = principalAxes(line, 3, 2, draw());
    expect(Math.abs(axes[0]!)).toBeCloseTo(1, 9);
    expect(variances[1]).toBeCloseTo(0, 9);
    expect(principalAxes(new Float32Array(0), 3, 2, draw()).total).toBe(0);
  });
});
