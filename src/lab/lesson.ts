import type { Evidence } from './evidence.ts';
import type { Recipe } from './recipe.ts';
import type { BoardFound, Measured, Room, Situation } from './situation.ts';

/** One answer to choose, with what is said of it afterwards. */
export interface Option {
  readonly id: string;
  readonly text: string;
}

/** What detectors found on the suspect that the evidence is of, by the detector's id. */
type Found = BoardFound['found'];

interface AnyStep {
  /** Unique in its lesson; progress is kept under it. */
  readonly id: string;
  readonly title: string;
  /** Paragraphs. */
  readonly text: readonly string[];
  /** What on the page it is about: an id of `labs/parts/guide/targets.ts`. */
  readonly target?: string;
  /** The lab on whose bench it is taken; the lesson's where it is left out. */
  readonly lab?: string;
  /** The room of the lab that it is about; the bench where it is left out. */
  readonly room?: Room;
  /** Whether the bench of weights and biases (the workbench) is open in it. */
  readonly workbench?: boolean;
}

/** Something to read and look at. */
interface ReadStep<E extends Evidence = Evidence> extends AnyStep {
  readonly kind: 'read';
  /** A sentence with the numbers that are on the bench now. */
  now?(situation: Measured<E>): string;
}

/** What the learner expects, committed before it is tried out. */
export interface PredictStep<E extends Evidence = Evidence> extends AnyStep {
  readonly kind: 'predict';
  readonly options: readonly Option[];
  /** The option that came true, once the step that judges it is done. */
  happened(evidence: E, found?: Found): string;
}

/** Something to do on the bench. */
export interface DoStep<E extends Evidence = Evidence> extends AnyStep {
  readonly kind: 'do';
  /** Stations it needs, ids of `labs/parts/guide/targets.ts`; the others are put to rest. */
  readonly stations: readonly string[];
  /** Whether it is about a run that is being played: `evidence` is then of the step on screen, and not of the run's end alone. */
  readonly during?: boolean;
  /** Whether the learner has done it; the bench as `bench` leaves it must not do. */
  until(situation: Measured<E>): boolean;
  /** By which bound the bench misses it, in a sentence with what is on it now and what is asked for; null where by none. */
  lacks?(situation: Measured<E>): string | null;
  /** Given one at a time, the last one saying it all. */
  readonly hints: readonly string[];
  /** What to see in it, with the numbers that were measured. */
  done(evidence: E, found?: Found): string;
  /** Predictions that it shows to be right or wrong. */
  readonly judges: readonly string[];
}

/** A question on what was seen; it may be answered until it is right. */
export interface AskStep extends AnyStep {
  readonly kind: 'ask';
  /** Exactly one is right; the others are mistakes that people make. */
  readonly options: readonly (Option & { readonly right: boolean; readonly why: string })[];
}

type Step<E extends Evidence = Evidence> = (ReadStep<E> | PredictStep<E> | DoStep<E> | AskStep) & {
  /** The recipe that it starts from, made from the lab's usual one; the usual one where it is left out. */
  readonly bench?: (usual: Recipe) => Recipe;
};

/** A lesson as data. `src/lessons/<id>.ts`, see CONTRIBUTING. */
export interface Lesson<E extends Evidence = Evidence> {
  readonly id: string;
  /** Place in the course, from 1. */
  readonly number: number;
  readonly title: string;
  /** The lab on whose bench it is taken, but for the steps that name another. */
  readonly lab: string;
  readonly minutes: number;
  /** What one can say or do afterwards, in a sentence. */
  readonly promise: string;
  readonly steps: readonly Step<E>[];
}

/** A place in a lesson: its id and the step's number, from 1; one past the last step is the end of the lesson. */
export interface Place {
  readonly lesson: string;
  readonly step: number;
}

/** A place as it stands in a link: "lesson-the-id-3". */
export const placeText = ({ lesson, step }: Place): string => `lesson-${lesson}-${step}`;

/** The place that a link's text says; null when it says none. */
export function readPlace(text: string): Place | null {
  const [, lesson, step] = /^lesson-([a-z0-9-]{1,60})-(\d{1,3})$/.exec(text) ?? [];
  return lesson && step ? { lesson, step: Number(step) } : null;
}

/** The step of a lesson that a link's text says, from 1 to one past its last; the first where it says none. */
export const stepAt = <E extends Evidence>({ steps }: Lesson<E>, text: string): number =>
  Math.min(Math.max(1, readPlace(text)?.step ?? 1), steps.length + 1);

/** The predictions of a lesson that a step judges. */
export function judgedBy<E extends Evidence>({ steps }: Lesson<E>, { judges }: DoStep<E>): PredictStep<E>[] {
  return steps.filter((step) => step.kind === 'predict').filter(({ id }) => judges.includes(id));
}

/** The lab on whose bench a place of a lesson is taken; its end is where its last step was. */
export const labAt = <E extends Evidence>({ steps, lab }: Lesson<E>, step: number): string =>
  steps[Math.min(step, steps.length) - 1]?.lab ?? lab;

/** The evidence that a step is judged by; null while nothing is measured that it asks for. */
export const judging = <E extends Evidence>({ during }: DoStep<E>, { evidence, shown }: Situation<E>): E | null =>
  during ? shown : evidence;

/** Whether a situation is what a step waits for; never while nothing is measured for it. */
export function isDone<E extends Evidence>(step: DoStep<E>, situation: Situation<E>): boolean {
  const evidence = judging(step, situation);
  return evidence !== null && step.until({ ...situation, evidence });
}

/** By which bound a situation misses what a step waits for, in words; null where it meets it, or misses it by something else. */
export function lacking<E extends Evidence>(step: DoStep<E>, situation: Situation<E>): string | null {
  const evidence = judging(step, situation);
  if (evidence === null || !step.lacks || isDone(step, situation)) return null;
  return step.lacks({ ...situation, evidence });
}
