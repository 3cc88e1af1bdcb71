import * as v from 'valibot';

/** The version is part of the key, so that no version of the lab writes over what another has kept. */
const KEY = 'poison-lab/progress/1';
/** More than any lesson has; whoever stored more is not this page. */
const MOST = 200;

const Name = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/));
const LessonProgress = v.object({
  /** The step one is at, from 1. */
  step: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST)),
  /** Ids of the steps that were done on the bench. */
  done: v.pipe(v.array(Name), v.maxLength(MOST)),
  /** The option first chosen, by the id of the step that asks. */
  answers: v.record(Name, Name),
  /** Whether its end was reached. */
  finished: v.boolean(),
});
export type LessonProgress = Readonly<v.InferOutput<typeof LessonProgress>>;

const NONE: LessonProgress = { step: 1, done: [], answers: {}, finished: false };

/**
 * How far each lesson was taken, kept on this device and nowhere else. Storage that is refused or full is as good as none: progress
 * then lasts as long as the page. A lesson whose entry is nonsense is as if never taken; the others keep theirs.
 */
export class Progress {
  #lessons: Readonly<Record<string, LessonProgress>> = $state.raw({});

  constructor() {
    this.#lessons = stored();
  }

  /** How far a lesson was taken; null when it was never opened. */
  of(lesson: string): LessonProgress | null {
    return Object.hasOwn(this.#lessons, lesson) ? this.#lessons[lesson]! : null;
  }

  /** Notes the step one is at. */
  reach(lesson: string, step: number, finished: boolean): void {
    const known = this.of(lesson) ?? NONE;
    if (known.step !== step || known.finished < finished)
      this.#keep(lesson, { ...known, step, finished: known.finished || finished });
  }

  /** Notes that a step was done on the bench. */
  finishStep(lesson: string, id: string): void {
    const known = this.of(lesson) ?? NONE;
    if (!known.done.includes(id)) this.#keep(lesson, { ...known, done: [...known.done, id] });
  }

  /** Notes the first answer to a question; later ones change nothing. */
  answer(lesson: string, id: string, option: string): void {
    const known = this.of(lesson) ?? NONE;
    if (!Object.hasOwn(known.answers, id))
      this.#keep(lesson, { ...known, answers: { ...known.answers, [id]: option } });
  }

  /** Takes back what was done or answered at a step. */
  redo(lesson: string, id: string): void {
    const known = this.of(lesson) ?? NONE;
    const answers = Object.entries(known.answers).filter(([step]) => step !== id);
    this.#keep(lesson, {
      ...known,
      done: known.done.filter((step) => step !== id),
      answers: Object.fromEntries(answers),
    });
  }

  /** Forgets that a lesson was ever taken. */
  forget(lesson: string): void {
    this.#keep(lesson, null);
  }

  #keep(lesson: string, progress: LessonProgress | null): void {
    // Read again, so that a lesson taken in another tab keeps its progress.
    const others = Object.entries({ ...this.#lessons, ...stored() }).filter(([id]) => id !== lesson);
    this.#lessons = Object.fromEntries(progress ? [...others, [lesson, progress]] : others);
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#lessons));
    } catch {
      // Private windows and full disks refuse; progress still holds for this visit.
    }
  }
}

function stored(): Record<string, LessonProgress> {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof raw !== 'object' || raw === null) return {};
    const entries = Object.entries(raw).slice(0, MOST);
    return Object.fromEntries(
      entries.flatMap(([id, entry]) => {
        const read = v.safeParse(LessonProgress, entry);
        return v.is(Name, id) && read.success ? [[id, read.output]] : [];
      }),
    );
  } catch {
    return {};
  }
}

/** One for the page, reached by import. */
export const progress = new Progress();
