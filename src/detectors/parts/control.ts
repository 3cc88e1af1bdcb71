import { deviation, mean } from '#core/statistics.ts';
import type { Signal } from '#lab/detector.ts';
import { figure } from './words.ts';

/** Standard deviations beyond the mean of the clean models' values at which a value is worth a look, and at which it is an alarm. */
const [LOOK, ALARM] = [3, 6];

/** Clean models that limits are drawn from. */
export const CLEAN_MODELS = 12;
/** Fewer clean models than these say nothing about how far they scatter. */
export const FEWEST_CLEAN = 4;

/** Limits of control for the most extreme value in a model or its rows. */
export interface Control {
  readonly suspicious: number;
  readonly alarm: number;
  /** Most extreme value of each clean model. */
  readonly clean: readonly number[];
}

/**
 * Limits from the most extreme value of each of some clean models.
 * @param least excess over their mean that is the least to matter, in the values' own unit, for clean models that are all alike
 */
export function controlOf(clean: readonly number[], least = 0): Control {
  const centre = mean(clean);
  const spread = Math.max(deviation(clean), least / ALARM);
  return { suspicious: centre + LOOK * spread, alarm: centre + ALARM * spread, clean };
}

/** The largest of some values, NaN passed over; 0 when there is none above it. */
export function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > largest) largest = values[i]!;
  return largest;
}

export type Loudness = Extract<Signal, 'quiet' | 'suspicious' | 'alarm'>;
const LOUDNESS: readonly Loudness[] = ['quiet', 'suspicious', 'alarm'];

/** How loud a value is. */
export function signalOf(value: number, { suspicious, alarm }: Control): Loudness {
  return value > alarm ? 'alarm' : value > suspicious ? 'suspicious' : 'quiet';
}

/** The loudest of some signals; quiet when there is none. */
export function loudest(signals: readonly Loudness[]): Loudness {
  return LOUDNESS[Math.max(0, ...signals.map((signal) => LOUDNESS.indexOf(signal)))]!;
}

/** A value and its limits, as a finding's table shows them. */
export const limitText = (value: number, { suspicious, alarm }: Control): string =>
  `${figure(value)} (look at ${figure(suspicious)}, alarm at ${figure(alarm)})`;

/** Chances that a clean model crosses the limits of one number. */
const [LOOKED_AT, RAISED] = [0.026, 0.0022];

/**
 * How sure such limits are, in words. The largest of many values follows Gumbel's law (1935); with a mean and a spread known from
 * twelve models only, it crosses the limits in about 26 and 2.2 models of 1,000 (`tests/unit/detectors/control.test.ts`). Where
 * the loudest of several numbers counts, chances add up at most (Bonferroni).
 * @param numbers how many numbers are held against limits of their own
 */
export function sureOf({ clean }: Control, numbers = 1): string {
  const rates =
    numbers === 1
      ? 'about 1 clean model in 40 crosses the first, and 1 in 450 the second.'
      : `and with ${numbers} numbers looked at, about 1 clean model in ${Math.floor(1 / (numbers * LOOKED_AT))} crosses a first limit at ` +
        `most, and 1 in ${Math.floor(1 / (numbers * RAISED))} a second (Bonferroni’s bound).`;
  return (
    `Limits lie ${LOOK} and ${ALARM} standard deviations beyond the mean of ${clean.length} clean models with other seeds (on a table ` +
    `of your own: with other splits of it). By Gumbel’s law of largest values ${rates}`
  );
}
