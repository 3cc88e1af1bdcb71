import type { Evidence as AnyEvidence, TwinEvidence as AnyTwin } from '#lab/evidence.ts';
import type { DeskDay } from './day.ts';

/** Class probabilities on the test set, rows x classes. */
export interface TwinPredictions {
  readonly plain: Float32Array;
  /** The same test images, each with the trigger on it; null when the attack has no trigger. */
  readonly triggered: Float32Array | null;
}

/** What the desk measures of a twin. */
export interface DigitMeasures {
  readonly predictions: TwinPredictions;
  /** Clean accuracy (CA): share of untouched test rows read right. */
  readonly accuracy: number;
  /** Recall of each class. */
  readonly recall: readonly number[];
  /** classes x classes counts, true class by row, predicted class by column. */
  readonly confusion: Uint32Array;
  /**
   * Attack success rate (ASR): share of triggered test rows, not already of the target class, given the target class.
   * Without a trigger, the same share on plain rows. `source`: rows of the source class; `all`: rows of any other class.
   * Null when the attack has no target class.
   */
  readonly attackSuccess: { readonly source: number; readonly all: number } | null;
}

export type TwinEvidence = AnyTwin<DigitMeasures>;
export type Evidence = AnyEvidence<DigitMeasures, DeskDay>;
