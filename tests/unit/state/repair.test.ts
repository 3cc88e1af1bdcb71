import './runes.ts';
import { expect, test } from 'vitest';
import type { Evidence } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import { attacks, labs } from '#registry/index.ts';
import type { Experiment } from '#state/experiment.svelte.ts';
import { Repair } from '#state/repair.svelte.ts';

const usual = defaultRecipe(labs.get('checks')!, attacks);

/** An experiment that holds a recipe, and measures others by handing them back. */
function bench(recipe: Partial<Recipe> = {}) {
  const asked: Recipe[] = [];
  const experiment = {
    recipe: { ...usual, ...recipe } as Recipe,
    replace(next: Recipe) {
      experiment.recipe = next;
    },
    ask: {
      measure: async (aside: Recipe) => {
        asked.push(aside);
        return { ok: true, value: { evidence: { recipe: aside } as Evidence } };
      },
    },
  };
  return { experiment, asked, repair: new Repair(experiment as unknown as Experiment) };
}

test('rows are taken out and relabelled by id, the later word on a row holds, and all of it can be taken back', () => {
  const { experiment, repair } = bench();
  expect(repair.isRepaired).toBe(false);
  repair.takeOut([30, 10]);
  repair.relabel([10, 20], Uint8Array.of(3, 8));
  expect(experiment.recipe.fixes).toEqual([[10, 3], [20, 8], [30]]);
  expect(repair.isRepaired).toBe(true);
  repair.takeBack();
  expect(experiment.recipe).toEqual(usual);
});

test('units are pruned once, and edits that were there before stay', () => {
  const { experiment, repair } = bench({ edits: [['shift', 5, 1]] });
  repair.prune([4, 7]);
  repair.prune([7, 9]);
  expect(experiment.recipe.edits).toEqual([
    ['shift', 5, 1],
    ['prune-unit', 4],
    ['prune-unit', 7],
    ['prune-unit', 9],
  ]);
  expect(repair.unrepaired.edits).toEqual([['shift', 5, 1]]);
});

test('the release is restored by dropping every edit, and what the suspect was like before is measured once', async () => {
  const { experiment, asked, repair } = bench({ edits: [['flip-sign', 5]], fixes: [] });
  await repair.follow();
  expect([repair.before, asked.length]).toEqual([null, 0]);
  repair.restoreRelease();
  expect(experiment.recipe.edits).toEqual([]);
  await repair.follow();
  await repair.follow();
  expect(asked.map(({ edits }) => edits)).toEqual([[['flip-sign', 5]]]);
  expect(repair.before?.recipe.edits).toEqual([['flip-sign', 5]]);
  repair.takeBack();
  await repair.follow();
  expect([repair.before, experiment.recipe.edits]).toEqual([null, [['flip-sign', 5]]]);
});

test('in a recipe from a link, repaired rows and pruned units are known as repairs', () => {
  const { repair } = bench({ fixes: [[1]], edits: [['prune-unit', 2]] });
  expect(repair.isRepaired).toBe(true);
  expect(repair.unrepaired).toEqual(usual);
});
