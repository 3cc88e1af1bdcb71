import type { Rng } from './rng.ts';

/** Two clusters of points. */
export interface TwoMeans {
  /** Cluster of each point, 0 or 1; 1 is never the larger one. */
  readonly cluster: Uint8Array;
  /** Share of the points in cluster 1. */
  readonly share: number;
  /** Sum of squared distances from the clusters' means. */
  readonly spread: number;
}

const STARTS = 4;
const MOST_ROUNDS = 50;

/**
 * 2-means by Lloyd's rounds from a few random pairs of points, the second drawn far from the first (k-means++, Arthur and
 * Vassilvitskii 2007); the tightest result counts. Fewer than two different points end up in cluster 0.
 * @param points count x width
 */
export function twoMeans(points: Float32Array, width: number, draw: Rng): TwoMeans {
  let best: { cluster: Uint8Array; spread: number } | null = null;
  for (let start = 0; start < STARTS; start++) {
    const found = lloyd(points, width, firstMeans(points, width, draw));
    if (!best || found.spread < best.spread) best = found;
  }
  const { cluster, spread } = best!;
  const inOne = cluster.reduce((sum, of) => sum + of, 0);
  const isOneLarger = 2 * inOne > cluster.length;
  return {
    cluster: isOneLarger ? cluster.map((of) => 1 - of) : cluster,
    share: cluster.length === 0 ? 0 : (isOneLarger ? cluster.length - inOne : inOne) / cluster.length,
    spread,
  };
}

/** Two points as first means: any one, and one drawn by its squared distance from it. */
function firstMeans(points: Float32Array, width: number, draw: Rng): Float64Array {
  const means = new Float64Array(2 * width);
  const count = points.length / width;
  const take = (point: number, mean: number) => {
    for (let i = 0; i < width; i++) means[mean * width + i] = points[point * width + i] ?? 0;
  };
  take(Math.floor(draw() * count), 0);
  const far = Float64Array.from({ length: count }, (_, point) => gap(points, point, means, 0, width));
  let left = draw() * far.reduce((sum, distance) => sum + distance, 0);
  const second = far.findIndex((distance) => (left -= distance) < 0);
  take(Math.max(0, second), 1);
  return means;
}

function lloyd(points: Float32Array, width: number, means: Float64Array): { cluster: Uint8Array; spread: number } {
  const count = points.length / width;
  const cluster = new Uint8Array(count);
  let spread = 0;
  for (let round = 0, moved = 1; round < MOST_ROUNDS && moved > 0; round++) {
    moved = spread = 0;
    for (let point = 0; point < count; point++) {
      const [near, far] = [gap(points, point, means, 0, width), gap(points, point, means, 1, width)];
      const nearest = far < near ? 1 : 0;
      if (nearest !== cluster[point]) moved++;
      cluster[point] = nearest;
      spread += Math.min(near, far);
    }
    settle(points, width, cluster, means);
  }
  return { cluster, spread };
}

/** Moves each mean to the middle of its cluster; one without points stays. */
function settle(points: Float32Array, width: number, cluster: Uint8Array, means: Float64Array): void {
  const sums = new Float64Array(2 * width);
  const counts = [0, 0];
  cluster.forEach((of, point) => {
    counts[of]!++;
    for (let i = 0; i < width; i++) sums[of * width + i]! += points[point * width + i]!;
  });
  counts.forEach((count, of) => {
    for (let i = of * width; count > 0 && i < (of + 1) * width; i++) means[i] = sums[i]! / count;
  });
}

function gap(points: Float32Array, point: number, means: Float64Array, mean: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += (points[point * width + i]! - means[mean * width + i]!) ** 2;
  return sum;
}

/**
 * Silhouette of two clusters, averaged over points (Rousseeuw 1987): near 1 when each point lies far closer to its own cluster
 * than to the other, 0 when it does not matter. A point alone in its cluster counts 0.
 * @returns 0 when a cluster is empty
 */
export function silhouette(points: Float32Array, width: number, cluster: Uint8Array): number {
  const count = cluster.length;
  // Summed distance of each point to the points of both clusters.
  const sums = new Float64Array(2 * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      let square = 0;
      for (let i = 0; i < width; i++) square += (points[a * width + i]! - points[b * width + i]!) ** 2;
      const distance = Math.sqrt(square);
      sums[2 * a + cluster[b]!]! += distance;
      sums[2 * b + cluster[a]!]! += distance;
    }
  }
  const inOne = cluster.reduce((sum, of) => sum + of, 0);
  const sizes = [count - inOne, inOne];
  if (sizes.includes(0)) return 0;
  let total = 0;
  for (let point = 0; point < count; point++) {
    const own = cluster[point]!;
    if (sizes[own] === 1) continue;
    const inside = sums[2 * point + own]! / (sizes[own]! - 1);
    const outside = sums[2 * point + 1 - own]! / sizes[1 - own]!;
    total += (outside - inside) / (Math.max(inside, outside) || 1);
  }
  return total / count;
}
