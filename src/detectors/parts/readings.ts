import { logOf } from '#core/elementary.ts';
import { deviation, mean } from '#core/statistics.ts';
import { studentLimit } from '#core/student-t.ts';
import type { CleanModel, Inspection, Measurement, ModelInHand, Picture, Signal } from '#lab/detector.ts';
import { CLEAN_MODELS, FEWEST_CLEAN } from './control.ts';
import { figure } from './words.ts';

/** A number read off a model, and how it is to be looked at. */
export interface Score {
  readonly label: string;
  readonly value: number;
  /** `root` for counts and shares of rare rows, `log` for sizes that differ by factors: on these they scatter evenly. */
  readonly scale: Scale;
  /** Spread below which differences do not matter, on that scale; clean models may happen to agree. */
  readonly grain: number;
  /** On which side of the clean models' values one is out of the ordinary. */
  readonly side: 'above' | 'below' | 'either';
}

/** A score of the suspect, and the values that clean models have there. */
export interface Reading extends Score {
  readonly clean: readonly number[];
}

type Scale = 'linear' | 'root' | 'log';
const ON_SCALE: Readonly<Record<Scale, (reading: number) => number>> = {
  linear: (reading) => reading,
  root: Math.sqrt,
  log: logOf,
};

/** A reading held against the clean ones. */
export type Judged<R extends Reading = Reading> = R & {
  /**
   * How many standard deviations the value lies from the clean models' mean, on the side that matters; the spread allows for
   * the mean being known from a few models only. Infinite for what is no number.
   */
  readonly distance: number;
  readonly signal: Loudness;
};

type Loudness = Extract<Signal, 'quiet' | 'suspicious' | 'alarm'>;

/** All readings of a detector together, each held against the limits. */
export interface Verdict<R extends Reading = Reading> {
  readonly signal: Loudness;
  /** Farthest first. */
  readonly judged: readonly Judged<R>[];
  /** Limits on the distance. */
  readonly limits: { readonly suspicious: number; readonly alarm: number };
  readonly sure: string;
}

/** Chances that a clean model crosses a limit with any of a detector's readings. */
const [SUSPICIOUS, ALARM] = [1 / 20, 1 / 500];

/** Why there is nothing to say about a model whose parameters are not all numbers; null when they are. */
export function whyUnfit({ parameters }: ModelInHand): string | null {
  return parameters.every(Number.isFinite)
    ? null
    : 'Some of the model’s parameters are no numbers: it diverged in training, or was broken afterwards.';
}

/** The clean models that did not diverge, or a sentence when they are too few to draw limits from. */
export async function cleanModels(inspection: Inspection): Promise<readonly CleanModel[] | string> {
  const models = (await inspection.baseline(CLEAN_MODELS)).filter((model) => !whyUnfit(model));
  return models.length >= FEWEST_CLEAN
    ? models
    : 'With these hyperparameters clean models diverge too, so there is nothing to compare with.';
}

/** Scores of the suspect with those of clean models, matched by label; a score that fewer than two of them have is left out. */
export function readingsOf<S extends Score>(own: readonly S[], usual: readonly (readonly Score[])[]): (S & Reading)[] {
  const byLabel = usual.map((scores) => new Map(scores.map(({ label, value }) => [label, value])));
  return own
    .map((score) => ({ ...score, clean: byLabel.flatMap((values) => values.get(score.label) ?? []) }))
    .filter(({ clean }) => clean.length > 1);
}

/**
 * Holds readings against limits of prediction: Student's t for one more value of the kind, with the chance of a false alarm shared
 * out among all readings (Bonferroni).
 * @param readings one or more, each with two clean values or more
 */
export function judge<R extends Reading>(readings: readonly R[]): Verdict<R> {
  const clean = Math.min(...readings.map((reading) => reading.clean.length));
  const limitFor = (chance: number) =>
    studentLimit(chance / readings.reduce((sides, { side }) => sides + (side === 'either' ? 2 : 1), 0), clean - 1);
  const limits = { suspicious: limitFor(SUSPICIOUS), alarm: limitFor(ALARM) };
  const judged = readings
    .map((reading) => {
      const distance = distanceOf(reading);
      const signal: Loudness =
        distance > limits.alarm ? 'alarm' : distance > limits.suspicious ? 'suspicious' : 'quiet';
      return { ...reading, distance, signal };
    })
    .sort((a, b) => (a.distance === b.distance ? 0 : b.distance - a.distance));
  return { signal: judged[0]!.signal, judged, limits, sure: sureOf(readings.length, clean, limits) };
}

function distanceOf({ value, clean, scale, grain, side }: Reading): number {
  // Where all agree on nothing at all, a log scale has no place for it.
  if (clean.every((usual) => usual === value)) return 0;
  const place = ON_SCALE[scale];
  const usual = clean.map(place);
  const spread = Math.max(deviation(usual), grain) * Math.sqrt(1 + 1 / clean.length);
  const away = (place(value) - mean(usual)) / spread;
  const distance = side === 'above' ? away : side === 'below' ? -away : Math.abs(away);
  return Number.isNaN(distance) ? Infinity : distance;
}

function sureOf(readings: number, clean: number, { suspicious, alarm }: Verdict['limits']): string {
  const looks = readings === 1 ? 'one number' : `${readings} numbers at once`;
  return (
    `${clean} numbers from clean models with other seeds show how far each scatters. Looking at ${looks}, limits of ` +
    `${figure(suspicious)} standard deviations (to look) and ${figure(alarm)} (for an alarm) are crossed by 1 clean model in ` +
    `${1 / SUSPICIOUS} and by 1 in ${1 / ALARM}, by Student’s t; that takes the numbers to scatter normally, which they do only roughly.`
  );
}

/** Readings described: those beyond a limit, or at least the farthest. */
const [MOST_TOLD, LEAST_TOLD] = [8, 3];

/** The farthest readings as a table: the value, and what clean models have. */
export function tell({ judged }: Verdict): Measurement[] {
  const loud = judged.filter(({ signal }) => signal !== 'quiet').length;
  return judged.slice(0, Math.min(MOST_TOLD, Math.max(LEAST_TOLD, loud))).map((reading) => ({
    label: reading.label,
    text: `${figure(reading.value)}; clean models ${figure(Math.min(...reading.clean))} to ${figure(Math.max(...reading.clean))}`,
  }));
}

/** Beyond this a distance says no more than "far", and a longer bar would hide all others. */
const FAR = 1000;

/** Bars shown at most. */
const MOST_BARS = 24;

/** How far each reading lies from clean models' own, as bars with the limits; the farthest when there are many. */
export function barsOf({ judged, limits }: Verdict, title: string): Picture {
  const bars = judged.slice(0, MOST_BARS).map(({ label, distance, signal }) => ({
    label,
    value: Math.min(FAR, Math.max(0, distance)),
    loud: signal !== 'quiet',
  }));
  return { kind: 'bars', title, bars, limits: [limits.suspicious, limits.alarm] };
}
