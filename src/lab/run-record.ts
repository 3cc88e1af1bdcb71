import * as v from 'valibot';
import { finiteOrNull } from './evidence-file.ts';
import type { Evidence } from './evidence.ts';
import { decodeRecipe, encodeRecipe } from './link.ts';
import { onOneLine } from './plain-text.ts';
import type { Recipe } from './recipe.ts';
import type { Catalog } from './repair.ts';
import { summaryOf, type TwinSummary } from './run-summary.ts';
import type { Score, ScoreValues } from './score.ts';

/** Grows when a field changes its meaning; it is part of what a run is stored under, so that versions leave each other alone. */
export const RUN_VERSION = 1;
/** More runs of a lab are not kept. */
export const MOST_RUNS = 200;
/** Nor more characters of recipes: one with every weight painted takes as many as a thousand usual ones. */
const MOST_RECIPE_CHARACTERS = 4_000_000;
const MOST_NAME_CHARACTERS = 60;
/** Longest training run is 200 epochs. */
const MOST_EPOCHS = 1000;

/** One twin of a run, in the few numbers that are kept of it. */
interface TwinOfRun {
  readonly scores: ScoreValues;
  /** Mean training loss by epoch; null where it was not a number. */
  readonly loss: readonly (number | null)[];
  /** SHA-256 of the parameters in use; empty when it is not known. */
  readonly digest: string;
}

/** A finished run as it is stored: small and plain. What else there is to see of it is computed again from the recipe. */
export interface RunRecord {
  readonly version: typeof RUN_VERSION;
  readonly lab: string;
  /** As text, see `encodeRecipe`. Runs of equal recipes are one run. */
  readonly recipe: string;
  /** Larger for a run that was looked at later. */
  readonly order: number;
  /** Given by the person; empty until then. */
  readonly name: string;
  /** Larger for one that was pinned later; 0 when it is not pinned. */
  readonly pinned: number;
  /** Engine that trained the suspect. */
  readonly engine: string;
  readonly clean: TwinOfRun;
  readonly suspect: TwinOfRun;
}

/** A run with its recipe read. */
export interface Run {
  readonly record: RunRecord;
  readonly recipe: Recipe;
}

const finite = v.pipe(v.number(), v.finite());
/** Running numbers; far from where adding one no longer makes a larger number. */
const running = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e12));
const score = v.fallback(v.nullable(finite), null);
const noScores: ScoreValues = { performance: null, success: null, money: null };
const twin = v.fallback(
  v.object({
    scores: v.fallback(v.object({ performance: score, success: score, money: score }), noScores),
    loss: v.fallback(v.pipe(v.array(v.nullable(finite)), v.maxLength(MOST_EPOCHS)), []),
    digest: v.fallback(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), ''),
  }),
  { scores: noScores, loss: [], digest: '' },
);
/** Only the recipe cannot be done without: everything else that is damaged is left blank. */
const schema = v.object({
  version: v.literal(RUN_VERSION),
  lab: v.string(),
  recipe: v.string(),
  order: v.fallback(running, 0),
  name: v.fallback(v.pipe(v.string(), v.transform(cleanName)), ''),
  pinned: v.fallback(running, 0),
  engine: v.fallback(v.pipe(v.string(), v.transform(cleanName)), ''),
  clean: twin,
  suspect: twin,
});

/**
 * A run from storage, which anybody may have written to; null when its recipe is not one that this version of the lab knows to
 * the last setting: its numbers would then belong to another.
 */
export function readRun(raw: unknown, lab: string, catalog: Catalog): Run | null {
  const parsed = v.safeParse(schema, raw);
  if (!parsed.success || parsed.output.lab !== lab) return null;
  const { recipe, changes } = decodeRecipe(parsed.output.recipe, lab, catalog, MOST_RECIPE_CHARACTERS);
  return changes.length > 0 ? null : { record: parsed.output, recipe };
}

/** The run that evidence stands for. */
export function runOf<E extends Evidence>(
  recipe: Recipe,
  evidence: E,
  scores: readonly Score<E>[],
  catalog: Catalog,
): Run {
  const twinOf = ({ scores: values, loss, digest }: TwinSummary): TwinOfRun => ({
    scores: {
      performance: finiteOrNull(values.performance),
      success: finiteOrNull(values.success),
      money: finiteOrNull(values.money),
    },
    loss: loss.map(finiteOrNull),
    digest,
  });
  const summary = summaryOf(scores, evidence);
  const record: RunRecord = {
    version: RUN_VERSION,
    lab: recipe.lab,
    recipe: encodeRecipe(recipe, catalog),
    order: 0,
    name: '',
    pinned: 0,
    engine: evidence.suspect.engine,
    clean: twinOf(summary.clean),
    suspect: twinOf(summary.suspect),
  };
  return { record, recipe };
}

/** Whether the suspect's training came to a loss that was no number. */
export function hasDiverged({ suspect: { loss } }: RunRecord): boolean {
  return loss.length > 0 && loss.at(-1) === null;
}

/** A name as it may be kept and shown: one line, no control characters, short. */
export function cleanName(text: string): string {
  return onOneLine(text).trim().slice(0, MOST_NAME_CHARACTERS);
}

/**
 * Runs that have to go because there are too many: the oldest first, and those that a person named or pinned only when there
 * is no other. The newest always stays.
 * @param runs newest first
 */
export function overflowing(runs: readonly Run[]): ReadonlySet<Run> {
  const isDear = ({ record }: Run) => record.name !== '' || record.pinned > 0;
  const oldestFirst = runs.slice(1).reverse();
  const queue = [...oldestFirst.filter((run) => !isDear(run)), ...oldestFirst.filter(isDear)];
  const gone = new Set<Run>();
  let characters = runs.reduce((sum, { record }) => sum + record.recipe.length, 0);
  for (const run of queue) {
    if (runs.length - gone.size <= MOST_RUNS && characters <= MOST_RECIPE_CHARACTERS) break;
    gone.add(run);
    characters -= run.record.recipe.length;
  }
  return gone;
}
