import { deviation, mean } from '#core/statistics.ts';
import type { Signal } from '#lab/detector.ts';

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

type Loudness = Extract<Signal, 'quiet' | 'suspicious' | 'alarm'>;
const LOUDNESS: readonly Loudness[] = ['quiet', 'suspicious', 'alarm'];

/** How loud a value is. */
export function signalOf(value: number, { suspicious, alarm }: Control): Loudness {
  return value > alarm ? 'alarm' : value > suspicious ? 'suspicious' : 'quiet';
}

export function loudest(signals: readonly Loudness[]): Loudness {
  return LOUDNESS[Math.max(0, ...signals.map((signal) => LOUDNESS.indexOf(signal)))]!;
}

/**
 * How sure such limits are, in words. The largest of many values follows Gumbel's law (1935), by which 3 and 6 standard deviations
 * above the mean are crossed once in 84 and once in 3,900; a spread known from a dozen models makes that several times as often.
 */
export function sureOf({ clean }: Control): string {
  return (
    `Limits lie ${LOOK} and ${ALARM} standard deviations beyond the mean of ${clean.length} clean models with other seeds. ` +
    'By Gumbel’s law of largest values a clean model crosses them once in 84 and once in 3,900; since the spread itself is ' +
    `known from ${clean.length} models only, count on several times as often.`
  );
}
