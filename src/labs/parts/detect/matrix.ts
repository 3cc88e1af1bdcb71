import type { Cell, Cells } from '#lab/survey.ts';

/** The matrix of one lab as `npm run evidence` measured it, `matrix.json`. */
export interface Matrix {
  readonly seeds: readonly number[];
  /** Seeds of the clean models on which false alarms were counted. */
  readonly cleanSeeds: readonly number[];
  readonly detectors: readonly { readonly id: string; readonly title: string }[];
  /** `link` is the recipe of the first seed, as a link holds it. */
  readonly trials: readonly {
    readonly id: string;
    readonly title: string;
    readonly dose: string;
    readonly link: string;
  }[];
  readonly cells: Cells;
  /** What each detector made of the clean models. */
  readonly clean: Readonly<Record<string, Cell>>;
  /** Seeds of the clean models on which each detector raised an alarm. */
  readonly falseAlarms: Readonly<Record<string, readonly number[]>>;
}

/** How many of the clean models at least one detector raised an alarm on. */
export function falseBoards({ falseAlarms }: Matrix): number {
  return new Set(Object.values(falseAlarms).flat()).size;
}

/** The loudest signal that a detector gave in at least half of the tries. */
export function usualSignal({ signals }: Cell): keyof Cell['signals'] {
  const { alarm, suspicious, quiet, 'cannot-know': unknown } = signals;
  const half = (alarm + suspicious + quiet + unknown) / 2;
  if (unknown > half) return 'cannot-know';
  if (alarm >= half) return 'alarm';
  return alarm + suspicious >= half ? 'suspicious' : 'quiet';
}
