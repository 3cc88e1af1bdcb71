/** How the learning rate moves over a run. */
export type Schedule = 'constant' | 'cosine';

/**
 * cos(pi t) for t in [0, 1], by its Taylor series after folding to [0, 1/2]; error below 1e-8.
 * `Math.cos` may differ in its last bit between JavaScript engines, and a link must replay to the same bits.
 */
export function cosPi(t: number): number {
  const folded = t > 0.5 ? 1 - t : t;
  const x2 = (folded * Math.PI) ** 2;
  const series = 1 - (x2 / 2) * (1 - (x2 / 12) * (1 - (x2 / 30) * (1 - (x2 / 56) * (1 - (x2 / 90) * (1 - x2 / 132)))));
  return t > 0.5 ? -series : series;
}

/** A wave of period 1: cos(2 pi t) for any t, by the same arithmetic. */
export function wave(t: number): number {
  const phase = t - Math.floor(t);
  return cosPi(phase <= 0.5 ? 2 * phase : 2 - 2 * phase);
}

/**
 * Learning rate of one step.
 * @param progress share of all steps already done, in [0, 1)
 */
export function rateAt(schedule: Schedule, learningRate: number, progress: number): number {
  return schedule === 'cosine' ? learningRate * 0.5 * (1 + cosPi(progress)) : learningRate;
}
