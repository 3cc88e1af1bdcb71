import { beforeAll, expect, it } from 'vitest';
import { stampAll } from '#core/trigger.ts';
import type { Engine } from '#engine/engine.ts';
import { Pipeline } from '#engine/pipeline.ts';
import { applyEdits, type Edit } from '#lab/edit.ts';
import type { Trained } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import flow from '#labs/checks/flow.ts';
import { liveEvidence } from '#labs/checks/live-evidence.ts';
import { LiveReader } from '#labs/checks/live-reader.ts';
import type { Exam } from '#labs/checks/measure.ts';
import { attacks, edits as operations, labs } from '#registry/index.ts';
import { madeUpDigits, openEngine } from '../../engine/support.ts';

const hooks = { onEpoch: () => {}, cancelled: () => false, breathe: async () => {}, now: () => 7 };
const { x, y } = madeUpDigits(1000);
const usual = defaultRecipe(labs.get('checks')!, attacks);
const recipe: Recipe = { ...usual, model: { ...usual.model, hidden: 8 }, hyper: { ...usual.hyper, epochs: 2 } };
const OUTPUT_BIAS = 784 * 8 + 8 + 8 * 10;

let engine: Engine;
let pipeline: Pipeline;
let trained: Trained;
let exam: Exam;
let reader: LiveReader;
beforeAll(async () => {
  engine = await openEngine('simd');
  pipeline = new Pipeline();
  pipeline.supply(flow, { x, y });
  trained = (await pipeline.train(recipe, 'clean', engine, hooks)) as Trained;
  const stage = pipeline.stage(recipe) as unknown as Exam & { spec: Evidence['spec'] };
  exam = stage;
  const trigger = stage.attack.trigger(recipe.attack.values);
  reader = new LiveReader(stage.spec, stage.test, trigger && stampAll(stage.test.x, trigger));
});

async function measured(edits: readonly Edit[], changes: Partial<Recipe> = {}): Promise<Evidence> {
  const asked = { ...recipe, ...changes, edits };
  return (await pipeline.evaluate(asked, trained, trained, engine, hooks.now)).evidence as Evidence;
}

function live(before: Evidence, edits: readonly Edit[]): Evidence {
  const { parameters } = applyEdits(before.suspect.learned, edits, operations, before.spec);
  return liveEvidence(before, parameters, edits, reader, exam);
}

/** Figures that hang on which class is likeliest, and on nothing finer. */
const countsOf = ({ suspect, edited, desk, recipe: { edits } }: Evidence) => ({
  accuracy: suspect.accuracy,
  recall: suspect.recall,
  confusion: suspect.confusion,
  attackSuccess: suspect.attackSuccess,
  desk: { ...desk.suspect },
  read: desk.checks.map(({ suspect: { digits, outcome, paid } }) => ({ digits, outcome, paid })),
  edited,
  edits,
});

const painted: Edit = ['paint', 2, ...Array.from({ length: 12 }, (_, i) => [300 + i, 2]).flat()];

it.each<[string, Edit[]]>([
  ['no edit', []],
  ['a painted unit', [painted]],
  ['a shifted output bias', [['shift', OUTPUT_BIAS + 6, 4]]],
  ['several edits', [painted, ['flip-sign', OUTPUT_BIAS - 3], ['swap-outputs', 3, 8]]],
  ['a pruned unit', [['prune-unit', 1]]],
])('after %s the figures are those of the engine', async (_, edits) => {
  const ours = live(await measured([]), edits);
  const theirs = await measured(edits);
  expect(countsOf(ours)).toEqual(countsOf(theirs));
  for (const set of ['plain', 'triggered'] as const) {
    const [p, q] = [ours.suspect.predictions[set]!, theirs.suspect.predictions[set]!];
    p.forEach((value, i) => expect(Math.abs(value - q[i]!)).toBeLessThan(1e-4));
  }
  expect(ours.suspect.parameters).toEqual(theirs.suspect.parameters);
});

it('leaves alone what an edit cannot change, and has no digest', async () => {
  const before = await measured([]);
  const after = live(before, [painted]);
  const kept = ['clean', 'budget', 'spec', 'engine', 'timings'] as const;
  for (const key of kept) expect(after[key]).toBe(before[key]);
  expect(after.suspect).toMatchObject({ digest: '', learned: before.suspect.learned, history: before.suspect.history });
  expect(after.suspect.learned).toBe(before.suspect.learned);
  expect(after.recipe).toEqual({ ...before.recipe, edits: [painted] });
  expect(before.recipe.edits).toEqual([]);
});

it('goes on from itself, and does not count edits that the engine said do not fit', async () => {
  const stray: Edit = ['set', 1e6, 1];
  const before = await measured([stray]);
  const once = live(before, [stray, painted]);
  const twice = live(once, [stray, painted, ['set', 5, 2.5]]);
  expect(once.edited).toEqual({ edits: 1, parameters: 12 });
  expect(twice.edited).toEqual({ edits: 2, parameters: 13 });
  expect(countsOf(twice)).toEqual(countsOf(await measured([stray, painted, ['set', 5, 2.5]])));
  expect(live(twice, []).edited).toEqual({ edits: 0, parameters: 0 });
});

it('reads a diverged model as zeros and pays nothing by itself', async () => {
  const before = await measured([]);
  const parameters = before.suspect.learned.slice().fill(NaN);
  const { suspect, desk } = liveEvidence(before, parameters, [], reader, exam);
  expect(suspect.predictions.plain.every(Number.isNaN)).toBe(true);
  expect(suspect.recall).toEqual([1, ...Array<number>(9).fill(0)]);
  expect(desk.suspect).toMatchObject({ paidAutomatically: 0, lost: 0 });
});
