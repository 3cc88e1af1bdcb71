/**
 * Class of the highest probability in each row, the lower class on a tie. A row of NaN (a model that diverged) reads as class 0.
 * @param probabilities rows x classes
 */
export function argmaxRows(probabilities: Float32Array, classes: number): Uint8Array {
  const read = new Uint8Array(probabilities.length / classes);
  for (let row = 0; row < read.length; row++) {
    const base = row * classes;
    let best = 0;
    for (let label = 1; label < classes; label++) {
      if (probabilities[base + label]! > probabilities[base + best]!) best = label;
    }
    read[row] = best;
  }
  return read;
}

/** Share of rows read as labelled; 0 when there are none. */
export function accuracy(read: Uint8Array, labels: Uint8Array): number {
  let right = 0;
  for (let row = 0; row < labels.length; row++) if (read[row] === labels[row]) right++;
  return labels.length === 0 ? 0 : right / labels.length;
}

/** Counts of rows, classes x classes: true class by row, class read by column. */
export function confusionMatrix(read: Uint8Array, labels: Uint8Array, classes: number): Uint32Array {
  const counts = new Uint32Array(classes * classes);
  for (let row = 0; row < labels.length; row++) counts[labels[row]! * classes + read[row]!]!++;
  return counts;
}

/** Recall of each class: share of its rows read right; 0 for a class without rows. */
export function recallByClass(confusion: Uint32Array, classes: number): number[] {
  return Array.from({ length: classes }, (_, label) => {
    const ofClass = confusion.subarray(label * classes, (label + 1) * classes);
    const rows = ofClass.reduce((sum, count) => sum + count, 0);
    return rows === 0 ? 0 : ofClass[label]! / rows;
  });
}

/**
 * Attack success rate: share of rows given the target class, among rows that are not of that class to begin with.
 * @param read class given to each row once the trigger is on it
 * @param source count rows of this true class only; null counts every class but the target
 * @returns 0 when no row counts
 */
export function attackSuccess(read: Uint8Array, labels: Uint8Array, source: number | null, target: number): number {
  let rows = 0;
  let fooled = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    if (label === target || (source !== null && label !== source)) continue;
    rows++;
    if (read[row] === target) fooled++;
  }
  return rows === 0 ? 0 : fooled / rows;
}

/** How far a regression's predictions lie from what came true, in the target's own unit but for `r2`. */
export interface RegressionErrors {
  /** Root mean squared error: large misses weigh more. */
  readonly rmse: number;
  /** Mean absolute error. */
  readonly mae: number;
  /** Share of the target's variance that the predictions explain; below 0 when its mean would have done better. */
  readonly r2: number;
}

/**
 * Errors over the given rows, or all of them (null); all zero when there are none, and `r2` 0 when the target does not vary.
 */
export function regressionErrors(
  predicted: ArrayLike<number>,
  target: ArrayLike<number>,
  rows: readonly number[] | null,
): RegressionErrors {
  const count = rows ? rows.length : target.length;
  if (count === 0) return { rmse: 0, mae: 0, r2: 0 };
  const at = (i: number) => (rows ? rows[i]! : i);
  let [sum, squared, absolute, spread] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) sum += target[at(i)]!;
  const mean = sum / count;
  for (let i = 0; i < count; i++) {
    const error = predicted[at(i)]! - target[at(i)]!;
    squared += error * error;
    absolute += Math.abs(error);
    spread += (target[at(i)]! - mean) ** 2;
  }
  return {
    rmse: Math.sqrt(squared / count),
    mae: absolute / count,
    r2: spread > 0 ? 1 - squared / spread : 0,
  };
}
