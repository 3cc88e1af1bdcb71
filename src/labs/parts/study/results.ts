import type { Twin } from '#lab/flow.ts';
import type { RunSummary } from '#lab/run-summary.ts';
import type { Score } from '#lab/score.ts';
import type { DosePlan } from '#lab/study.ts';
import { tick } from '../format.ts';

/** Runs by their place in a plan; null while they are not here. */
export type Runs = readonly (RunSummary | null)[];

/** A number measured once or under several seeds. */
export interface Spread {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

/** A score of one twin; null while it is not here, where the experiment has none, and for a model that diverged. */
export function scoreOf(run: RunSummary | null, twin: Twin, { id }: Pick<Score, 'id'>): number | null {
  if (!run || run[twin].status === 'diverged') return null;
  const value = run[twin].scores[id];
  return value !== null && Number.isFinite(value) ? value : null;
}

function spreadOf(values: readonly (number | null)[]): Spread | null {
  const numbers = values.filter((value) => value !== null);
  if (numbers.length === 0) return null;
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  return { mean, least: Math.min(...numbers), most: Math.max(...numbers), count: numbers.length };
}

/** A score by dose, over the seeds that are here. */
export function byDose(
  { doses, seeds }: Pick<DosePlan, 'doses' | 'seeds'>,
  runs: Runs,
  twin: Twin,
  score: Pick<Score, 'id'>,
): (Spread | null)[] {
  return doses.map((_, dose) =>
    spreadOf(seeds.map((_, seed) => scoreOf(runs[seed * doses.length + dose] ?? null, twin, score))),
  );
}

/** Strength of a cell's colour: where a value lies between the ends of its score, or of all values where it has none. */
export function shareOf(value: number, range: Score['range'], all: readonly number[]): number {
  const [low, high] = range ?? [Math.min(...all), Math.max(...all)];
  return high > low ? Math.max(0, Math.min(1, (value - low) / (high - low))) : 0;
}

/** Top of a scale for loss curves side by side: a few runs that ran away would flatten all the others. */
export function lossTop(runs: Runs): number {
  const losses = runs.flatMap((run) => (run ? [...run.clean.loss, ...run.suspect.loss] : []));
  const finite = losses.filter(Number.isFinite).sort((a, b) => a - b);
  return finite[Math.floor(0.9 * (finite.length - 1))] ?? 1;
}

/** A value on the axis of a score, in as few characters as it takes. */
export function tickOf({ id, range, format }: Pick<Score, 'id' | 'range' | 'format'>): (value: number) => string {
  if (range) return (value) => `${Math.round(100 * value)} %`;
  return id === 'money' ? format : tick;
}
