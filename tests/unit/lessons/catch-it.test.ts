import { beforeAll, expect, test } from 'vitest';
import { isDone, judgedBy, type DoStep } from '#lab/lesson.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import type { RowFix } from '#lab/row-fix.ts';
import type { Situation } from '#lab/situation.ts';
import { digitSplit } from '#labs/checks/digits.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { planted, poisonedBy } from '#labs/checks/lesson-desk.ts';
import { loadDetector } from '#registry/detectors.ts';
import { attacks, labs } from '#registry/index.ts';
import lesson from '../../../src/lessons/catch-it.ts';
import { firstDigits } from '../detectors/support.ts';
import { examinations } from '../guide/findings.ts';

const usual = defaultRecipe(labs.get('checks')!, attacks);
const poisoned = poisonedBy(60)(usual);
const edited = planted(usual);
const ALL_DIGITS = 10_000;

let examine: Awaited<ReturnType<typeof examinations<Evidence>>>;
beforeAll(async () => {
  examine = await examinations<Evidence>();
});

const stepOf = (id: string) => lesson.steps.find((step) => step.id === id) as DoStep<Evidence>;
const passes = (id: string, situation: Situation<Evidence>) => isDone(stepOf(id), situation);
const came = (id: string, { evidence, board }: Situation<Evidence>) =>
  judgedBy(lesson, stepOf(id)).map(({ happened }) => happened(evidence!, board.found));
const said = (id: string, { evidence, board }: Situation<Evidence>) => stepOf(id).done(evidence!, board.found);

/** What is left of a recipe's rows once those that a detector points at are taken out. */
async function without(recipe: Recipe, detector: string): Promise<Recipe> {
  const { board } = await examine(recipe, [detector]);
  const { train } = digitSplit(firstDigits(ALL_DIGITS), recipe.seed);
  return { ...recipe, fixes: Array.from(board.found[detector]!.rows!.flagged, (row): RowFix => [train.id[row]!]) };
}

test('no step is done on the bench that it starts from, whatever is run on another reader', async () => {
  for (const step of lesson.steps)
    if (step.kind === 'do')
      expect(isDone(step, await examine(step.bench?.(usual) ?? usual)), `${step.id} before anything is run`).toBe(
        false,
      );
});

test('performance is blind to the stamped rows, and the step says so', async () => {
  const looked = await examine(poisoned, ['performance']);
  expect(passes('blind', looked)).toBe(true);
  expect(came('blind', looked)).toEqual(['quiet']);
  expect(said('blind', looked)).toMatch(/as well as clean models.* And yet \d+\.\d % of marked 3s are read as 8/);
  expect(passes('blind', await examine(usual, ['performance'])), 'a clean reader').toBe(false);
  expect(passes('blind', await examine(poisoned, ['label-drift'])), 'another detector').toBe(false);
  expect(passes('blind', await examine(edited, ['performance'])), 'an edited reader').toBe(false);
});

test('the same ink is seen in as many rows as were stamped', async () => {
  const looked = await examine(poisoned, ['duplicates']);
  expect(passes('sees', looked)).toBe(true);
  expect(came('sees', looked)).toEqual(['as-many']);
  expect(said('sees', looked)).toContain('In truth 60 are poisoned.');
  expect(passes('sees', await examine(usual, ['duplicates'], { lift: 4 })), 'a false alarm').toBe(false);
  expect(passes('sees', await examine(poisoned, ['performance']))).toBe(false);
});

test('taking out the rows that were pointed at cures it', async () => {
  const cured = await examine(await without(poisoned, 'duplicates'));
  expect(passes('cure', cured)).toBe(true);
  expect(came('cure', cured)).toEqual(['cured']);
  expect(said('cure', cured)).toMatch(/^Taken out: 60 rows\. Attack success on 3s is \d\.\d % now/);
});

test('a cure by other means than taking rows out does not pass', async () => {
  const cured = await without(poisoned, 'duplicates');
  const tried: Record<string, Recipe> = {
    'no poison any more': { ...cured, attack: usual.attack },
    'less poison': poisonedBy(1)(cured),
    'another attack': { ...cured, attack: { id: 'random-flip', values: { ...poisoned.attack.values } } },
    'too few rows out': { ...cured, fixes: cured.fixes.slice(0, 20) },
    'rows of no consequence': { ...poisoned, fixes: [[0], [1], [2]] },
    'rows relabelled': { ...cured, fixes: cured.fixes.map(([id]) => [id, 3]) },
    'an edit besides': { ...cured, edits: [['prune-unit', 1]] },
  };
  for (const [way, recipe] of Object.entries(tried)) expect(passes('cure', await examine(recipe)), way).toBe(false);
});

test('of an edited reader rows tell nothing, and the release tells all', async () => {
  const looked = await examine(edited, ['duplicates', 'release-diff']);
  expect(passes('edited', looked)).toBe(true);
  expect(came('edited', looked)).toEqual(['release']);
  expect(said('edited', looked)).toMatch(/No patch of ink recurs.*differ from the release.*paid \$\d/);
  expect(passes('edited', await examine(edited, ['release-diff'])), 'one of the two').toBe(false);
  expect(passes('edited', await examine(edited, ['duplicates'])), 'the other').toBe(false);
  expect(passes('edited', await examine(poisoned, ['duplicates', 'release-diff'])), 'poisoned rows').toBe(false);
});

test('the lowest limit makes a detector cry wolf on a clean reader', async () => {
  const { lift } = (await loadDetector('duplicates')).fields;
  expect(lift).toMatchObject({ default: 16, min: 4 });
  const alarmed = await examine(usual, ['duplicates'], { lift: 4 });
  expect(passes('wolf', alarmed)).toBe(true);
  expect(came('wolf', alarmed)).toEqual(['some']);
  expect(said('wolf', alarmed)).toMatch(/^\d+ rows pointed at, and not one is poisoned/);
  expect(passes('wolf', await examine(usual, ['duplicates'])), 'the usual limit').toBe(false);
  expect(passes('wolf', await examine(poisoned, ['duplicates'])), 'a true alarm').toBe(false);
});

test('what a step says of the bench is made of what was measured', async () => {
  const looked = await examine(poisoned);
  const words = lesson.steps.flatMap((step) =>
    step.kind === 'read' && step.now ? [step.now({ ...looked, evidence: looked.evidence! })] : [],
  );
  expect(words).toEqual([expect.stringMatching(/60 of 8,000 rows poisoned, attack success on 3s (9\d|100)\.\d %\.$/)]);
});
