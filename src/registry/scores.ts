import type { Score } from '#lab/score.ts';

const found = import.meta.glob<readonly Score[]>('../labs/*/scores.ts', { import: 'scores' });

/** Fetches what a lab's runs are compared by; only studies need it in the worker. Rejects when the file does not arrive. */
export function loadScores(lab: string): Promise<readonly Score[]> {
  return found[`../labs/${lab}/scores.ts`]!();
}
