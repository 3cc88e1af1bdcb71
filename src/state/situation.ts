import type { Situation } from '#lab/situation.ts';
import { detectionOf } from './detection.svelte.ts';
import type { Experiment } from './experiment.svelte.ts';
import { looking } from './looking.svelte.ts';

/** What lessons and challenges may look at, as it is now; read in a derived, it follows. */
export function situationOf(experiment: Experiment): Situation {
  const { recipe, evidence, stale, playhead } = experiment;
  return {
    recipe,
    evidence: stale ? null : evidence,
    shown: evidence,
    playhead,
    view: looking.view,
    room: looking.room,
    board: detectionOf(experiment).board,
  };
}
