import type { Evidence } from './evidence.ts';
import { percent } from '../parts/format.ts';
import { beforeEdits, twinWords } from '../parts/twin-words.ts';
import { AT_CHANCE } from './training-words.ts';

/**
 * The finding under the loss curve.
 * @param told whether the reader may know that nothing was done to the suspect
 */
export function lossFinding(evidence: Evidence, told: boolean): string {
  const { clean, suspect } = evidence;
  if (clean.history.length === 0 || suspect.history.length === 0) return 'No epoch has been finished.';
  const ends = twinWords(evidence, told, ({ history }) => history.at(-1)!.loss.toFixed(3));
  return `Training loss ends at ${ends}${beforeEdits(evidence, told)}`;
}

/** The finding under the accuracy curve. */
export function accuracyFinding({ clean, suspect }: Evidence): string {
  /** In tenths of a point, as the numbers stand everywhere. */
  const tenths = (accuracy: number) => Math.round(1000 * accuracy);
  const gap = (tenths(suspect.accuracy) - tenths(clean.accuracy)) / 10;
  if (gap === 0)
    return `Both read ${percent(clean.accuracy)} of untouched test digits right${clean.accuracy <= AT_CHANCE ? ', as often as guessing does' : ''}.`;
  const size =
    Math.abs(gap) < 1 ? 'hardly differ' : gap < 0 ? 'differ: the suspect is worse' : 'differ: the suspect is better';
  return `On untouched test digits the twins ${size}, by ${Math.abs(gap).toFixed(1)} points.`;
}
