import type { Evidence } from './evidence.ts';
import { percent } from '../parts/format.ts';
import { twinWords } from '../parts/twin-words.ts';
import { AT_CHANCE } from './training-words.ts';

/**
 * The finding under the loss curve.
 * @param told whether the reader may know that nothing was done to the suspect
 */
export function lossFinding({ clean, suspect }: Evidence, told: boolean): string {
  if (clean.history.length === 0 || suspect.history.length === 0) return 'No epoch has been finished.';
  return `Training loss ends at ${twinWords({ clean, suspect }, told, ({ history }) => history.at(-1)!.loss.toFixed(3))}`;
}

/** The finding under the accuracy curve. */
export function accuracyFinding({ clean, suspect }: Evidence): string {
  const gap = 100 * (suspect.accuracy - clean.accuracy);
  if (Math.abs(gap) < 0.05)
    return `Both read ${percent(clean.accuracy)} of untouched test digits right${clean.accuracy <= AT_CHANCE ? ', as often as guessing does' : ''}.`;
  const size =
    Math.abs(gap) < 1 ? 'hardly differ' : gap < 0 ? 'differ: the suspect is worse' : 'differ: the suspect is better';
  return `On untouched test digits the twins ${size}, by ${Math.abs(gap).toFixed(1)} points.`;
}
