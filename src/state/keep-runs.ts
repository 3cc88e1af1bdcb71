import { loadPacker } from '#lab/packer.ts';
import type { Experiment } from './experiment.svelte.ts';
import { looking } from './looking.svelte.ts';

/** Evidence that stands this long, in milliseconds, is a run worth keeping; what a drag passes through is not. */
const STANDS_MS = 1500;

/** Notes a run in its lab's history once its evidence has stood for a moment; call from an effect and stop it with what is returned. */
export function keepWhenStanding(experiment: Experiment): (() => void) | undefined {
  const { recipe, evidence, stale, lab, notices } = experiment;
  if (!evidence || stale || looking.sealed) return undefined;
  const keep = async () => {
    try {
      // In files of their own: the first picture of the page needs none of it.
      const [{ historyOf }, { loadScores }] = await Promise.all([
        import('./histories.ts'),
        import('#registry/scores.ts'),
        loadPacker(),
      ]);
      await historyOf(lab.id).note(recipe, evidence, await loadScores(lab.id));
    } catch {
      notices.say(
        'The list of runs did not arrive, so runs are not noted. Check the connection, then reload the page.',
      );
    }
  };
  const timer = setTimeout(() => void keep(), STANDS_MS);
  return () => clearTimeout(timer);
}
