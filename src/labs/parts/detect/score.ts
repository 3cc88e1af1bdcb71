import { descending, rocAuc } from '#core/statistics.ts';
import type { Finding } from '#lab/detector.ts';

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

/**
 * The ROC curve: for each limit on the score, the share of clean rows (x) and of poisoned rows (y) above it. Only points at which it
 * turns are listed; between them it is straight.
 */
export function rocCurve(scores: ArrayLike<number>, touched: Uint8Array): { x: number[]; y: number[] } {
  const order = descending(scores);
  const poisoned = touched.reduce((sum, mark) => sum + mark, 0);
  const [x, y]: [number[], number[]] = [[], []];
  const turn = (above: number, hits: number) => {
    x.push((above - hits) / Math.max(1, touched.length - poisoned));
    y.push(hits / Math.max(1, poisoned));
  };
  turn(0, 0);
  let hits = 0;
  for (let from = 0; from < order.length;) {
    let [to, more] = [from, 0];
    do more += touched[order[to++]!]!;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]);
    if (more > 0) {
      turn(from, hits);
      turn(to, (hits += more));
    }
    from = to;
  }
  turn(order.length, hits);
  return { x, y };
}
