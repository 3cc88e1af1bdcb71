import * as v from 'valibot';

/** The version is part of the key, so that no version of the lab writes over what another has kept. */
const VERSION = 2;
const SCHEMA = 'poison-lab/progress';
export const KEY = `${SCHEMA}/${VERSION}`;
/** What the first version kept: lessons alone, by their ids. It is read where there is nothing newer, and left as it is. */
export const FIRST_KEY = `${SCHEMA}/1`;

/** More than any lesson has steps, and more than there are of anything; whoever stored more is not this page. */
const MOST = 200;
/** How far a file may fill a list, so that there is room left for what is still to be done. */
export const MOST_TAKEN = 100;
const MOST_RECIPE_CHARACTERS = 2000;

const Name = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/));
const Answers = v.pipe(
  v.record(Name, Name),
  v.check((answers) => Object.keys(answers).length <= MOST),
);

const LessonEntry = v.object({
  /** The step one is at, from 1. */
  step: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST)),
  /** Ids of the steps that were done on the bench. */
  done: v.pipe(v.array(Name), v.maxLength(MOST)),
  /** The option first chosen, by the id of the step that asks. */
  answers: Answers,
  /** Whether its end was reached. */
  finished: v.boolean(),
});
export type LessonProgress = Readonly<v.InferOutput<typeof LessonEntry>>;

const RecipeText = v.pipe(v.string(), v.maxLength(MOST_RECIPE_CHARACTERS), v.regex(/^[\w.-]*$/));
const ChallengeEntry = v.object({
  solved: v.boolean(),
  /** Score of the best solution, less being better; null while there is none, or where solutions have no score. */
  best: v.nullable(v.pipe(v.number(), v.finite())),
  /** That solution's recipe as link text; empty where there is none, or it is too long to be kept. */
  recipe: RecipeText,
  /** How many hints were asked for. */
  hints: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST)),
});
export type ChallengeProgress = Readonly<v.InferOutput<typeof ChallengeEntry>>;

const TestEntry = v.object({
  /** The option chosen, by the id of the item. */
  answers: Answers,
  /** Whether it was handed in; its answers then stand. */
  finished: v.boolean(),
});
export type TestProgress = Readonly<v.InferOutput<typeof TestEntry>>;

type ById<T> = Readonly<Record<string, T>>;

/** All that is kept of one learner's way through the course. */
export interface ProgressFile {
  readonly lessons: ById<LessonProgress>;
  readonly challenges: ById<ChallengeProgress>;
  /** The course's test, taken before it and after it. */
  readonly tests: { readonly before: TestProgress | null; readonly after: TestProgress | null };
}

export const EMPTY: ProgressFile = { lessons: {}, challenges: {}, tests: { before: null, after: null } };

/** What was made of a stranger's text: what could be read, and how many entries could not. */
export interface ReadProgress {
  readonly file: ProgressFile;
  readonly dropped: number;
}

/**
 * What this device keeps, from the texts of its store; null where there is none. Each entry that is nonsense is left out alone.
 * @param text what stands under {@link KEY}; null when nothing does
 * @param first what stands under {@link FIRST_KEY}, of which the lessons are taken over where there is nothing newer
 */
export function readStored(text: string | null, first: string | null): ProgressFile | null {
  if (text === null && first === null) return null;
  return text === null ? readProgress({ lessons: parsed(first!) }).file : readProgress(parsed(text)).file;
}

/** Progress from parsed JSON that anybody may have written. */
export function readProgress(raw: unknown): ReadProgress {
  const { lessons, challenges, tests } = recordOf(raw);
  const { before, after } = recordOf(tests);
  const read = {
    lessons: readById(LessonEntry, lessons),
    challenges: readById(ChallengeEntry, challenges),
    before: readTest(before),
    after: readTest(after),
  };
  return {
    file: {
      lessons: read.lessons.entries,
      challenges: read.challenges.entries,
      tests: { before: read.before.entry, after: read.after.entry },
    },
    dropped: Object.values(read).reduce((sum, { dropped }) => sum + dropped, 0),
  };
}

/** Progress as the text of a file that {@link readSaved} takes back. */
export function savedText(file: ProgressFile): string {
  return `${JSON.stringify({ schema: SCHEMA, version: VERSION, ...file }, null, 2)}\n`;
}

/** Progress from the text of a file; a sentence when it is none that this version can read. */
export function readSaved(text: string): ReadProgress | { readonly sentence: string } {
  const raw = recordOf(parsed(text));
  if (raw['schema'] !== SCHEMA)
    return { sentence: 'This file is not progress from this lab. Choose one that was saved with “Save to a file”.' };
  if (raw['version'] !== VERSION)
    return { sentence: 'This file is from another version of the lab. Reload the page, then open it once more.' };
  return readProgress(raw);
}

/** A solution as it may be kept: without its recipe when that is too long or no link text, and without a score that is no number. */
export function keptSolution(best: number | null, recipe: string): Pick<ChallengeProgress, 'best' | 'recipe'> {
  return { best: Number.isFinite(best) ? best : null, recipe: v.is(RecipeText, recipe) ? recipe : '' };
}

/** Whether something may be kept under this id. */
export const isName = (id: string): boolean => v.is(Name, id);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The fields of an object; none of anything else. */
function recordOf(raw: unknown): Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Record<string, unknown>) : {};
}

function readById<T>(schema: v.GenericSchema<unknown, T>, raw: unknown): { entries: ById<T>; dropped: number } {
  const all = Object.entries(recordOf(raw));
  const good = all.slice(0, MOST).flatMap(([id, entry]): [string, T][] => {
    const read = v.safeParse(schema, entry);
    return isName(id) && read.success ? [[id, read.output]] : [];
  });
  return { entries: Object.fromEntries(good), dropped: all.length - good.length };
}

function readTest(raw: unknown): { entry: TestProgress | null; dropped: number } {
  const read = v.safeParse(TestEntry, raw);
  const isThere = raw !== null && raw !== undefined;
  return { entry: read.success ? read.output : null, dropped: isThere && !read.success ? 1 : 0 };
}
