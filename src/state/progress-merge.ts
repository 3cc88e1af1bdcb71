import {
  MOST_TAKEN,
  type ChallengeProgress,
  type LessonProgress,
  type ProgressFile,
  type TestProgress,
} from './progress-file.ts';

/**
 * Two devices' progress as one, losing nothing of either: of each lesson the furthest step and all that was done, of each challenge
 * the better solution. Where both answered the same question, the first one's answer stands.
 */
export function mergeProgress(mine: ProgressFile, theirs: ProgressFile): ProgressFile {
  return {
    lessons: byId(mine.lessons, theirs.lessons, mergeLessons),
    challenges: byId(mine.challenges, theirs.challenges, mergeChallenges),
    tests: {
      before: mergeTests(mine.tests.before, theirs.tests.before),
      after: mergeTests(mine.tests.after, theirs.tests.after),
    },
  };
}

/** What a merge brought, as how many of each are new or went on; all zero where it brought nothing. */
export function brought(before: ProgressFile, after: ProgressFile) {
  const times = ['before', 'after'] as const;
  return {
    lessons: changed(before.lessons, after.lessons),
    challenges: changed(before.challenges, after.challenges),
    tests: times.filter((time) => differ(before.tests[time], after.tests[time])).length,
  };
}

/** The better of two solutions of a challenge: less is better, and any score is better than none; the first of two alike. */
export function better<T extends { readonly best: number | null }>(first: T, second: T): T {
  if (second.best === null) return first;
  return first.best === null || second.best < first.best ? second : first;
}

type ById<T> = Readonly<Record<string, T>>;

function byId<T>(mine: ById<T>, theirs: ById<T>, merge: (mine: T, theirs: T) => T): ById<T> {
  const both = Object.entries(mine).map(([id, entry]): [string, T] => [
    id,
    Object.hasOwn(theirs, id) ? merge(entry, theirs[id]!) : entry,
  ]);
  return filledUp(Object.fromEntries(both), theirs);
}

/** Mine, and of theirs what is missing, as long as there is room. */
function filledUp<T>(mine: ById<T>, theirs: ById<T>): ById<T> {
  const missing = Object.entries(theirs).filter(([id]) => !Object.hasOwn(mine, id));
  const room = Math.max(0, MOST_TAKEN - Object.keys(mine).length);
  return { ...mine, ...Object.fromEntries(missing.slice(0, room)) };
}

function mergeLessons(mine: LessonProgress, theirs: LessonProgress): LessonProgress {
  const done = [...new Set([...mine.done, ...theirs.done])];
  return {
    step: Math.max(mine.step, theirs.step),
    done: done.slice(0, Math.max(MOST_TAKEN, mine.done.length)),
    answers: filledUp(mine.answers, theirs.answers),
    finished: mine.finished || theirs.finished,
  };
}

function mergeChallenges(mine: ChallengeProgress, theirs: ChallengeProgress): ChallengeProgress {
  const solutions = [mine, theirs].filter(({ solved }) => solved);
  const { best, recipe } = solutions.length === 2 ? better(mine, theirs) : (solutions[0] ?? mine);
  return { solved: solutions.length > 0, best, recipe, hints: Math.max(mine.hints, theirs.hints) };
}

/** A test that was handed in is never mixed with another's answers. */
function mergeTests(mine: TestProgress | null, theirs: TestProgress | null): TestProgress | null {
  if (!mine || !theirs) return mine ?? theirs;
  if (mine.finished || theirs.finished) return mine.finished ? mine : theirs;
  return { answers: filledUp(mine.answers, theirs.answers), finished: false };
}

function changed<T>(before: ById<T>, after: ById<T>): number {
  return Object.entries(after).filter(([id, entry]) => differ(Object.hasOwn(before, id) ? before[id] : null, entry))
    .length;
}

/** Whether two entries say different things; the order in which they were answered says nothing. */
function differ(a: unknown, b: unknown): boolean {
  return sorted(a) !== sorted(b);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
