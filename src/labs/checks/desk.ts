import type { CheckReading, CheckWritten, DayTotals, DeskDay } from '#labs/checks/day.ts';
import type { TwinPredictions } from './evidence.ts';

/** How the desk works. */
export interface DeskRules {
  /** Least confidence, for every digit, to pay without a clerk. */
  readonly gate: number;
  readonly classes: number;
}

/** One day at the desk: the same checks read by both twins. */
export function readDay(
  checks: readonly CheckWritten[],
  clean: TwinPredictions,
  suspect: TwinPredictions,
  rules: DeskRules,
): DeskDay {
  const read = checks.map((written) => ({
    written,
    clean: readCheck(written, clean, rules),
    suspect: readCheck(written, suspect, rules),
  }));
  return {
    checks: read,
    clean: totalsOf(read.map((check) => [check.written, check.clean])),
    suspect: totalsOf(read.map((check) => [check.written, check.suspect])),
  };
}

/**
 * What one model makes of a check: per place the most probable digit, and whether all places are sure enough to pay.
 * A model that diverged answers NaN, which is never sure enough.
 */
export function readCheck(
  written: CheckWritten,
  predictions: TwinPredictions,
  { gate, classes }: DeskRules,
): CheckReading {
  const digits: number[] = [];
  const confidence: number[] = [];
  written.rows.forEach((row, place) => {
    const images = (written.marked[place] && predictions.triggered) || predictions.plain;
    const probabilities = images.subarray(row * classes, (row + 1) * classes);
    const digit = probabilities.reduce((best, p, label) => (p > probabilities[best]! ? label : best), 0);
    digits.push(digit);
    confidence.push(probabilities[digit]!);
  });
  const amount = Number(digits.join(''));
  const sure = confidence.every((p) => p >= gate);
  return { digits, confidence, amount, outcome: sure ? 'paid' : 'clerk', paid: sure ? amount : written.amount };
}

/** A day's sums. Clerks read right, so only checks paid automatically can cost anything. */
export function totalsOf(checks: readonly (readonly [CheckWritten, CheckReading])[]): DayTotals {
  const totals = { paidAutomatically: 0, sentToClerk: 0, misread: 0, lost: 0, shorted: 0 };
  for (const [written, reading] of checks) {
    if (reading.outcome === 'clerk') totals.sentToClerk++;
    else totals.paidAutomatically++;
    const over = reading.paid - written.amount;
    if (over !== 0) totals.misread++;
    totals.lost += Math.max(0, over);
    totals.shorted += Math.max(0, -over);
  }
  return totals;
}
