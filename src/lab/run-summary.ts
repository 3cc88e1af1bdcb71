import type { Evidence } from './evidence.ts';
import type { Twin } from './flow.ts';
import { scoresOf, type Score, type ScoreValues } from './score.ts';

/** What a study keeps of one twin. */
export interface TwinSummary {
  readonly status: 'trained' | 'diverged';
  readonly scores: ScoreValues;
  /** Mean training loss of each epoch. */
  readonly loss: readonly number[];
  /** SHA-256 of the parameters in use, so that a run opened on the bench can be told to be the same. */
  readonly digest: string;
}

/** What a study keeps of a run: a few numbers, where its evidence has half a megabyte of answers. */
export interface RunSummary extends Readonly<Record<Twin, TwinSummary>> {
  /** Training rows that the attack, or a hand, touched. */
  readonly rows: number;
  readonly rowsTotal: number;
}

/** The few numbers of a run, by the scores of its lab. */
export function summaryOf<E extends Evidence>(scores: readonly Score<E>[], evidence: E): RunSummary {
  const twin = (name: Twin): TwinSummary => ({
    status: evidence[name].status,
    scores: scoresOf(scores, evidence, name),
    loss: evidence[name].history.map(({ loss }) => loss),
    digest: evidence[name].digest,
  });
  const { rows, rowsTotal } = evidence.budget;
  return { clean: twin('clean'), suspect: twin('suspect'), rows, rowsTotal };
}
