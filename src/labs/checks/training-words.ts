import type { Evidence, TwinEvidence } from './evidence.ts';
import { percent } from '../parts/format.ts';

/** A classifier of ten classes that has learned nothing is right about one time in ten; this is still no better. */
export const AT_CHANCE = 0.2;

const WENT_WRONG = 'Training went wrong.';

/** What went wrong in training, in words with what to do; null when nothing did. */
export function trouble({ clean, suspect }: Evidence): string | null {
  const diverged = [clean, suspect].filter((twin) => twin.status === 'diverged');
  if (diverged.length > 0) {
    const who = subject(diverged, clean, 'diverged');
    return `${WENT_WRONG} ${who} in epoch ${diverged[0]!.history.length}: the loss became too large to be a number. What the page shows of it means nothing. Try a smaller learning rate.`;
  }
  const lost = [clean, suspect].filter((twin) => twin.accuracy <= AT_CHANCE);
  if (lost.length === 0) return null;
  const rate = 'Try a smaller learning rate; if it is very small already, a larger one.';
  const learned = lost.length > 1 ? 'have learned nothing' : 'has learned nothing';
  return `${WENT_WRONG} ${subject(lost, clean, learned)}: ${percent(lost[0]!.accuracy)} right is what guessing gives. ${rate}`;
}

function subject(twins: readonly TwinEvidence[], clean: TwinEvidence, did: string): string {
  if (twins.length > 1) return `Both twins ${did}`;
  return `The ${twins[0] === clean ? 'clean twin' : 'suspect'} ${did}`;
}
