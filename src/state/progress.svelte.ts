import {
  EMPTY,
  FIRST_KEY,
  isName,
  KEY,
  keptSolution,
  readStored,
  type ChallengeProgress,
  type LessonProgress,
  type ProgressFile,
  type TestProgress,
} from './progress-file.ts';
import { better, brought, mergeProgress } from './progress-merge.ts';

/** The course's test is taken twice. */
export type TestTime = 'before' | 'after';

const NO_LESSON: LessonProgress = { step: 1, done: [], answers: {}, finished: false };
const NO_CHALLENGE: ChallengeProgress = { solved: false, best: null, recipe: '', hints: 0 };
const NO_TEST: TestProgress = { answers: {}, finished: false };

/**
 * How far the course was taken, kept on this device and nowhere else. Storage that is refused or full is as good as none: progress
 * then lasts as long as the page.
 */
export class Progress {
  #file: ProgressFile = $state.raw(EMPTY);
  #isKept = $state(true);

  constructor() {
    this.#file = stored() ?? EMPTY;
  }

  /** All of it, to be saved as a file. */
  get file(): ProgressFile {
    return this.#file;
  }

  /** Whether the store holds what is here; else the page alone does, and it is lost with the page. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /** How far a lesson was taken; null when it was never opened. */
  of(lesson: string): LessonProgress | null {
    return entryOf(this.#file.lessons, lesson);
  }

  /** Notes the step one is at. */
  reach(lesson: string, step: number, finished: boolean): void {
    const known = this.of(lesson) ?? NO_LESSON;
    if (known.step !== step || known.finished < finished)
      this.#setLesson(lesson, (known) => ({ ...known, step, finished: known.finished || finished }));
  }

  /** Notes that a step was done on the bench. */
  finishStep(lesson: string, id: string): void {
    if (this.of(lesson)?.done.includes(id)) return;
    this.#setLesson(lesson, (known) => ({ ...known, done: [...known.done.filter((step) => step !== id), id] }));
  }

  /** Notes the first answer to a question; later ones change nothing. */
  answer(lesson: string, id: string, option: string): void {
    if (Object.hasOwn(this.of(lesson)?.answers ?? {}, id)) return;
    this.#setLesson(lesson, (known) => ({ ...known, answers: { [id]: option, ...known.answers } }));
  }

  /** Takes back what was done or answered at a step. */
  redo(lesson: string, id: string): void {
    this.#setLesson(lesson, (known) => ({
      ...known,
      done: known.done.filter((step) => step !== id),
      answers: without(known.answers, id),
    }));
  }

  /** Forgets that a lesson was ever taken. */
  forget(lesson: string): void {
    this.#keep((file) => ({ ...file, lessons: without(file.lessons, lesson) }));
  }

  /** What was reached of a challenge; null when neither a solution was found nor a hint asked for. */
  challenge(id: string): ChallengeProgress | null {
    return entryOf(this.#file.challenges, id);
  }

  /**
   * Notes a solution; of several the best is kept.
   * @param best its score, less being better; null where solutions have none
   * @param recipe link text; one that is too long is not kept
   */
  solve(id: string, best: number | null, recipe: string): void {
    const found = keptSolution(best, recipe);
    this.#setChallenge(id, (known) => ({ ...known, ...(known.solved ? better(known, found) : found), solved: true }));
  }

  /** Notes that so many hints were asked for. */
  hint(id: string, count: number): void {
    if ((this.challenge(id)?.hints ?? 0) < count)
      this.#setChallenge(id, (known) => ({ ...known, hints: Math.max(known.hints, count) }));
  }

  forgetChallenge(id: string): void {
    this.#keep((file) => ({ ...file, challenges: without(file.challenges, id) }));
  }

  /** The course's test as it was answered each time; null when it was not begun. */
  get tests(): ProgressFile['tests'] {
    return this.#file.tests;
  }

  /** Notes an answer, in the place of an earlier one; once the test was handed in, nothing. */
  mark(time: TestTime, item: string, option: string): void {
    this.#setTest(time, (known) =>
      known.finished ? known : { ...known, answers: { ...known.answers, [item]: option } },
    );
  }

  /** Has the answers of a test stand as they are. */
  handIn(time: TestTime): void {
    this.#setTest(time, (known) => ({ ...known, finished: true }));
  }

  forgetTest(time: TestTime): void {
    this.#keep((file) => ({ ...file, tests: { ...file.tests, [time]: null } }));
  }

  /**
   * Takes in what another device kept, losing nothing of either.
   * @returns of how many lessons, challenges and tests it brought something
   */
  take(theirs: ProgressFile): ReturnType<typeof brought> {
    const before = this.#newest();
    this.#keep((mine) => mergeProgress(mine, theirs));
    return brought(before, this.#file);
  }

  /** Forgets everything, what the first version kept as well. */
  forgetAll(): void {
    this.#keep(() => EMPTY);
    try {
      localStorage.removeItem(FIRST_KEY);
    } catch {
      // Where storage refuses, nothing was kept there.
    }
  }

  #setLesson(id: string, change: (known: LessonProgress) => LessonProgress): void {
    if (!isName(id)) return;
    this.#keep((file) => ({
      ...file,
      lessons: { ...file.lessons, [id]: change(entryOf(file.lessons, id) ?? NO_LESSON) },
    }));
  }

  #setChallenge(id: string, change: (known: ChallengeProgress) => ChallengeProgress): void {
    if (!isName(id)) return;
    this.#keep((file) => ({
      ...file,
      challenges: { ...file.challenges, [id]: change(entryOf(file.challenges, id) ?? NO_CHALLENGE) },
    }));
  }

  #setTest(time: TestTime, change: (known: TestProgress) => TestProgress): void {
    this.#keep((file) => ({ ...file, tests: { ...file.tests, [time]: change(file.tests[time] ?? NO_TEST) } }));
  }

  /** What is kept now: another tab may have gone on since this page read it. */
  #newest(): ProgressFile {
    const kept = stored();
    if (kept === null) return this.#file;
    return this.#isKept ? kept : mergeProgress(this.#file, kept);
  }

  #keep(change: (file: ProgressFile) => ProgressFile): void {
    this.#file = change(this.#newest());
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#file));
      this.#isKept = true;
    } catch {
      // Private windows and full disks refuse; progress still holds for this visit.
      this.#isKept = false;
    }
  }
}

function entryOf<T>(entries: Readonly<Record<string, T>>, id: string): T | null {
  return Object.hasOwn(entries, id) ? entries[id]! : null;
}

function without<T>(entries: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => key !== id));
}

/** What the store holds; null where it holds nothing or refuses. */
function stored(): ProgressFile | null {
  try {
    return readStored(localStorage.getItem(KEY), localStorage.getItem(FIRST_KEY));
  } catch {
    return null;
  }
}

/** One for the page, reached by import. */
export const progress = new Progress();
