import { expOf } from '#core/elementary.ts';

/**
 * Probabilities, rows x classes, of the rows from `from` up to `to`. As in the engine, a row with a logit that is NaN or
 * infinite is NaN, unless that logit is minus infinity among finite ones.
 * @param logits classes x stride, a row's logits `stride` apart
 */
export function softmaxRows(
  logits: Float32Array,
  stride: number,
  from: number,
  to: number,
  classes: number,
): Float32Array {
  const probabilities = new Float32Array((to - from) * classes);
  const exps = new Float64Array(classes);
  for (let row = from, at = 0; row < to; row++, at += classes) {
    let most = -Infinity;
    for (let c = 0; c < classes; c++) most = Math.max(most, logits[c * stride + row]!);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += exps[c] = expOf(logits[c * stride + row]! - most);
    const share = 1 / sum;
    for (let c = 0; c < classes; c++) probabilities[at + c] = exps[c]! * share;
  }
  return probabilities;
}
