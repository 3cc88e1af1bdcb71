import { rocAuc } from '#core/statistics.ts';
import type { Finding } from './detector.ts';

/** The suspect's rows as the attacker knows them, which no detector does. `src/labs/<id>/truth.ts` works it out. */
export interface Truth {
  /** Id of each training row of the suspect, by the places that detectors number rows with. */
  readonly ids: Int32Array;
  /** 1 for rows that differ from the clean twin's by the attacker's doing. */
  readonly touched: Uint8Array;
  /** Whether rows have labels, so that another one can be given. */
  readonly hasLabels: boolean;
}

/** How well flagged rows meet the rows that were poisoned. */
export interface RowScore {
  readonly flagged: number;
  /** Flagged rows that are poisoned. */
  readonly hits: number;
  readonly poisoned: number;
  /** Share of flagged rows that are poisoned; null when none is flagged. */
  readonly precision: number | null;
  /** Share of poisoned rows that are flagged; null when none is poisoned. */
  readonly recall: number | null;
  /** Harmonic mean of the two; null unless both are known. */
  readonly f1: number | null;
  /** Area under the ROC curve of the scores: 0.5 is chance; null without scores, or when all rows are of one kind. */
  readonly auc: number | null;
}

/** Scores a finding that looks at rows. @param touched 1 for poisoned rows */
export function scoreRows({ flagged, scores }: NonNullable<Finding['rows']>, touched: Uint8Array): RowScore {
  const hits = flagged.reduce((sum, row) => sum + touched[row]!, 0);
  const poisoned = touched.reduce((sum, mark) => sum + mark, 0);
  const precision = flagged.length > 0 ? hits / flagged.length : null;
  const recall = poisoned > 0 ? hits / poisoned : null;
  const f1 = precision === null || recall === null ? null : harmonic(precision, recall);
  const isMixed = poisoned > 0 && poisoned < touched.length;
  return {
    flagged: flagged.length,
    hits,
    poisoned,
    precision,
    recall,
    f1,
    auc: scores && isMixed ? rocAuc(scores, touched) : null,
  };
}

const harmonic = (a: number, b: number) => (a + b === 0 ? 0 : (2 * a * b) / (a + b));
