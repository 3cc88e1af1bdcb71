import type { Evidence } from './evidence.ts';

/** One number that a lab's runs are compared by. `src/labs/<id>/scores.ts` lists a lab's own, the most important first. */
export interface Score<E extends Evidence = Evidence> {
  /** What the link, files and tests call it. */
  readonly id: 'performance' | 'success' | 'money';
  /** The field's term, with its abbreviation: "Clean accuracy (CA)". */
  readonly label: string;
  /** The abbreviation alone, for axes and tables. */
  readonly short: string;
  /** Whether a learner who defends wants more or less of it. */
  readonly better: 'higher' | 'lower';
  /** Ends of the scale; null where it has none. */
  readonly range: readonly [least: number, most: number] | null;
  /** The number of one twin; null where the experiment has none, such as the success of an attack without a target. */
  of(evidence: E, twin: 'clean' | 'suspect'): number | null;
  /** The number as it stands on screen. */
  format(value: number): string;
}

/** A run's scores by id, plain numbers that outlive its evidence. */
export type ScoreValues = Readonly<Record<Score['id'], number | null>>;

/** All scores of one twin. */
export function scoresOf<E extends Evidence>(
  scores: readonly Score<E>[],
  evidence: E,
  twin: 'clean' | 'suspect',
): ScoreValues {
  const values = scores.map((score) => [score.id, score.of(evidence, twin)] as const);
  return Object.fromEntries(values) as Record<Score['id'], number | null>;
}
