import { controlOf, type Control } from './control.ts';

/** Half a row more keeps a slice that nobody expects from dividing by nothing. */
export const HALF_ROW = 0.5;

/**
 * The made-up history has every dealership report every month, so that its counts hardly differ; real deliveries do. Fewer standard
 * deviations of chance than these are therefore never an alarm.
 */
const LEAST_SURPRISE = 4;

/** Share of a count that is rounding of what is expected. */
const ROUNDING = 1e-9;

/** How far a count lies from what is expected, in the standard deviations of counts by chance (Poisson). */
export function surprise(rows: number, expected: number): number {
  const off = Math.abs(rows - expected);
  return off > ROUNDING * expected ? off / Math.sqrt(expected + HALF_ROW) : 0;
}

/** Limits for the most surprising count, from that of each clean table. */
export const surpriseLimits = (clean: readonly number[]): Control => controlOf(clean, LEAST_SURPRISE);
