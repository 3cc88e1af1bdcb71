import type { RunSummary } from '#lab/run-summary.ts';
import type { ScoreValues } from '#lab/score.ts';

/** A summary with the given scores of the suspect, and of the clean twin. */
export function sampleRun(
  suspect: Partial<ScoreValues>,
  clean: Partial<ScoreValues> = {},
  more: Partial<RunSummary> & { readonly diverged?: boolean } = {},
): RunSummary {
  const { diverged = false, ...rest } = more;
  const none: ScoreValues = { performance: null, success: null, money: null };
  const twin = (scores: Partial<ScoreValues>, status: 'trained' | 'diverged' = 'trained') => ({
    status,
    scores: { ...none, ...scores },
    loss: [1, 0.5],
    digest: 'd',
  });
  return {
    clean: twin(clean),
    suspect: twin(suspect, diverged ? 'diverged' : 'trained'),
    rows: 0,
    rowsTotal: 8000,
    ...rest,
  };
}
