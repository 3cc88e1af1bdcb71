import './runes.ts';
import { expect, test } from 'vitest';
import type { Edit } from '#lab/edit.ts';
import type { Evidence } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import { attacks, labs } from '#registry/index.ts';
import type { Experiment } from '#state/experiment.svelte.ts';
import { Repair } from '#state/repair.svelte.ts';

const usual = defaultRecipe(labs.get('checks')!, attacks);

/** An experiment that holds a recipe, and measures others by handing them back, once it has called as many off as it is told to. */
function bench(recipe: Partial<Recipe> = {}, cancelled = 0) {
  const asked: Recipe[] = [];
  const experiment = {
    recipe: { ...usual, ...recipe } as Recipe,
    replace(next: Recipe) {
      experiment.recipe = next;
    },
    ask: {
      measure: async (aside: Recipe) => {
        asked.push(aside);
        if (asked.length <= cancelled) return { ok: false, code: 'cancelled' };
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

test('a unit pruned on the way to being wired anew is no repair, and can be pruned as one', () => {
  const wired: Edit[] = [
    ['prune-unit', 1],
    ['paint', 1, 5, 10],
    ['set', 3, -115],
  ];
  const { experiment, repair } = bench({ edits: wired });
  expect(repair.isRepaired).toBe(false);
  repair.prune([1]);
  expect(experiment.recipe.edits).toEqual([...wired, ['prune-unit', 1]]);
  expect(repair.isRepaired).toBe(true);
  repair.takeBack();
  expect(experiment.recipe.edits).toEqual(wired);
});

test('in a recipe from a link, repaired rows and pruned units are known as repairs', () => {
  const { repair } = bench({ fixes: [[1]], edits: [['prune-unit', 2]] });
  expect(repair.isRepaired).toBe(true);
  expect(repair.unrepaired).toEqual(usual);
});

test.each<[string, Partial<Recipe>]>([
  ['undo', {}],
  ['a link', { edits: [] }],
  ['a lesson’s bench', { seed: 9, edits: [['flip-sign', 3]] }],
])('after %s nothing counts as repaired, and edits made from there are the attacker’s', (_, elsewhere) => {
  for (const repairIt of [(repair: Repair) => repair.prune([4]), (repair: Repair) => repair.restoreRelease()]) {
    const { experiment, repair } = bench({ edits: [['shift', 5, 1]] });
    const before = experiment.recipe;
    repairIt(repair);
    expect(repair.isRepaired).toBe(true);
    experiment.replace({ ...before, ...elsewhere });
    expect(repair.isRepaired).toBe(false);
    const edits: Recipe['edits'] = [...experiment.recipe.edits, ['shift', 7, 2]];
    experiment.replace({ ...experiment.recipe, edits });
    expect(repair.isRepaired).toBe(false);
    repair.takeBack();
    expect(experiment.recipe.edits).toEqual(edits);
  }
});

test('a repair holds while other things of the recipe change, and comes back with redo', () => {
  const { experiment, repair } = bench({ edits: [['shift', 5, 1]] });
  const before = experiment.recipe;
  repair.restoreRelease();
  const after = experiment.recipe;
  experiment.replace({ ...after, seed: 9 });
  expect(repair.unrepaired).toEqual({ ...before, seed: 9 });
  experiment.replace(before);
  experiment.replace(after);
  expect([repair.isRepaired, repair.unrepaired]).toEqual([true, before]);
});

test('what the suspect was like before is asked for again when the measurement was called off', async () => {
  const { asked, repair } = bench({}, 2);
  repair.takeOut([3]);
  await repair.follow();
  expect(asked.length).toBe(3);
  expect(repair.before?.recipe.fixes).toEqual([]);
});
