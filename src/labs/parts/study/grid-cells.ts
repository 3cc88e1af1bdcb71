import type { Score } from '#lab/score.ts';
import type { GridPlan } from '#lab/study.ts';
import { scoreOf, shareOf, type Runs } from './results.ts';
import { placeWords } from './words.ts';

/** A score of the suspect over a grid, as cells of a heat map; a run that diverged is hatched and says so. */
export function gridCells(plan: GridPlan, runs: Runs, { id, short, range, format }: Omit<Score, 'of'>) {
  const count = plan.axes.reduce((product, { values }) => product * values.length, 1);
  const values = Array.from({ length: count }, (_, at) => scoreOf(runs[at] ?? null, 'suspect', { id }));
  const all = values.filter((value) => value !== null);
  return values.map((value, at) => {
    const hatched = runs[at]?.suspect.status === 'diverged';
    const text = value !== null ? format(value) : hatched ? 'diverged' : runs[at] ? '–' : '';
    return {
      text,
      hatched,
      share: value === null ? null : shareOf(value, range, all),
      label: `${placeWords(plan.axes, at)}: ${short} ${text || 'not measured yet'}. Open this run on the bench.`,
    };
  });
}
