import type { Rng } from './rng.ts';

/** Main directions of a cloud of points. */
export interface PrincipalAxes {
  readonly mean: Float64Array;
  /** Unit vectors, axes x width, by falling variance along them. */
  readonly axes: Float64Array;
  /** Variance along each axis. */
  readonly variances: Float64Array;
  /** Sum of the variances of all coordinates. */
  readonly total: number;
}

const MOST_ROUNDS = 300;
/** An axis has settled when no coordinate of it still moves by more. */
const SETTLED = 1e-7;

/**
 * Principal axes by orthogonal iteration on the covariance matrix: powers of it, with a Gram-Schmidt step in between, turn random
 * vectors into its first eigenvectors. Axes beyond the rank of the points are zero vectors.
 * @param points count x width
 * @param wanted number of axes; at most `width` are found
 * @param draw where the first vectors come from
 * @param rounds powers at most; few do where only the space that the axes span together matters
 */
export function principalAxes(
  points: Float32Array,
  width: number,
  wanted: number,
  draw: Rng,
  rounds = MOST_ROUNDS,
): PrincipalAxes {
  const mean = meanOf(points, width);
  const covariance = covarianceOf(points, width, mean);
  const count = Math.min(wanted, width);
  let axes = orthonormal(
    Float64Array.from({ length: count * width }, () => 2 * draw() - 1),
    width,
  );
  for (let round = 0, moved = 1; round < rounds && moved > SETTLED; round++) {
    const next = orthonormal(product(axes, covariance, width), width);
    moved = largestGap(axes, next);
    axes = next;
  }
  const images = product(axes, covariance, width);
  const variances = Float64Array.from({ length: count }, (_, k) => dot(axes, images, k * width, k * width, width));
  let total = 0;
  for (let i = 0; i < width; i++) total += covariance[i * width + i]!;
  return { mean, axes, variances, total };
}

/** Coordinates of points along axes, count x axes. */
export function projected(points: Float32Array, { mean, axes }: PrincipalAxes): Float32Array {
  const width = mean.length;
  const [count, kept] = [points.length / width, axes.length / width];
  const along = new Float32Array(count * kept);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < kept; k++) {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += (points[i * width + j]! - mean[j]!) * axes[k * width + j]!;
      along[i * kept + k] = sum;
    }
  }
  return along;
}

function meanOf(points: Float32Array, width: number): Float64Array {
  const mean = new Float64Array(width);
  for (let at = 0; at < points.length; at += width) for (let j = 0; j < width; j++) mean[j]! += points[at + j]!;
  return mean.map((sum) => sum / Math.max(1, points.length / width));
}

/** width x width; divided by the number of points. Coordinates that are 0 cost nothing, as most pixels are. */
function covarianceOf(points: Float32Array, width: number, mean: Float64Array): Float64Array {
  const count = Math.max(1, points.length / width);
  const matrix = new Float64Array(width * width);
  for (let at = 0; at < points.length; at += width) {
    for (let i = 0; i < width; i++) {
      const value = points[at + i]!;
      if (value === 0) continue;
      const row = i * width;
      for (let j = i; j < width; j++) matrix[row + j]! += value * points[at + j]!;
    }
  }
  for (let i = 0; i < width; i++) {
    for (let j = i; j < width; j++) {
      const value = matrix[i * width + j]! / count - mean[i]! * mean[j]!;
      matrix[i * width + j] = matrix[j * width + i] = value;
    }
  }
  return matrix;
}

/** Each vector times a symmetric matrix. */
function product(vectors: Float64Array, matrix: Float64Array, width: number): Float64Array {
  const out = new Float64Array(vectors.length);
  for (let at = 0; at < vectors.length; at += width) {
    for (let i = 0; i < width; i++) out[at + i] = dot(vectors, matrix, at, i * width, width);
  }
  return out;
}

function dot(a: Float64Array, b: Float64Array, atA: number, atB: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += a[atA + i]! * b[atB + i]!;
  return sum;
}

/** Shares of its length that a vector must keep to count as one of its own. */
const INDEPENDENT = 1e-9;

/** Gram-Schmidt, in place, twice over for the sake of rounding; a vector that hangs on those before it becomes zero. */
function orthonormal(vectors: Float64Array, width: number): Float64Array {
  for (let at = 0; at < vectors.length; at += width) {
    const length = Math.sqrt(dot(vectors, vectors, at, at, width));
    for (let pass = 0; pass < 2; pass++) {
      for (let before = 0; before < at; before += width) {
        const share = dot(vectors, vectors, at, before, width);
        for (let i = 0; i < width; i++) vectors[at + i]! -= share * vectors[before + i]!;
      }
    }
    const left = Math.sqrt(dot(vectors, vectors, at, at, width));
    const scale = left > INDEPENDENT * length ? 1 / left : 0;
    for (let i = 0; i < width; i++) vectors[at + i]! *= scale;
  }
  return vectors;
}

function largestGap(a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}
