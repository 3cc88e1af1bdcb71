import { describe, expect, it, test } from 'vitest';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import { axisChoices, axisOf, planDoses, planGrid, planSizes, seedsFrom, usualSpan } from '#lab/study.ts';
import { sizeQuestion } from '#labs/checks/size-question.ts';
import { attacks, labs } from '#registry/index.ts';
import { isLegal, usual } from './catalog.ts';

const attack = attacks.get('stamped-trigger')!;
const rowsOf = (recipe: Recipe) => recipe.attack.values['rows'];
const choiceOf = (id: string, recipe = usual) =>
  axisChoices(labs.get(recipe.lab)!, recipe).find((choice) => choice.id === id)!;
const over = (id: string, from: number, to: number, count: number) => axisOf(choiceOf(id), { from, to, count });

describe('a dose curve', () => {
  const plan = planDoses({ ...usual, seed: 5 }, attack, { upTo: 100, count: 6, seeds: 3 });

  it('has a legal run for each dose of each seed, seed after seed', () => {
    expect(plan.recipes).toHaveLength(plan.doses.length * 3);
    expect(plan.recipes.map(rowsOf)).toEqual([...plan.doses, ...plan.doses, ...plan.doses]);
    expect(plan.recipes.map(({ seed }) => seed)).toEqual([5, 6, 7].flatMap((seed) => plan.doses.map(() => seed)));
    expect(plan.recipes.every(isLegal)).toBe(true);
  });

  it('changes nothing but dose and seed', () => {
    for (const recipe of plan.recipes) {
      const values = { ...recipe.attack.values, rows: usual.attack.values['rows']! };
      expect({ ...recipe, seed: 1, attack: { ...recipe.attack, values } }).toEqual(usual);
    }
  });

  it('puts a model file away, and what was done to it', () => {
    const filed: Recipe = { ...usual, file: '0123456789abcdef', edits: [['flip-sign', 1]] };
    for (const { file, edits } of planDoses(filed, attack, { upTo: 9, count: 4, seeds: 1 }).recipes)
      expect([file, edits]).toEqual(['', []]);
    const edited: Recipe = { ...usual, edits: [['flip-sign', 1]] };
    expect(planDoses(edited, attack, { upTo: 9, count: 4, seeds: 1 }).recipes[0]!.edits).toEqual(edited.edits);
  });
});

test('seeds follow the bench’s own and stay legal', () => {
  expect(seedsFrom(1, 3)).toEqual([1, 2, 3]);
  expect(seedsFrom(999_999, 3)).toEqual([999_997, 999_998, 999_999]);
});

describe('what a sweep can vary', () => {
  it.each([...labs.values()])('is every number, choice and switch that applies, and the seed: $id', (lab) => {
    const recipe = defaultRecipe(lab, attacks);
    const ids = axisChoices(lab, recipe).map(({ id }) => id);
    expect(ids).toContain('hyper.learningRate');
    expect(ids).toContain('model.kind');
    expect(ids.at(-1)).toBe('seed');
    expect(ids).not.toContain('model.hidden2');
    for (const choice of axisChoices(lab, recipe)) {
      const axis = axisOf(choice, { ...usualSpan(choice), count: 5 });
      expect(axis.values.length).toBeGreaterThan(1);
      expect(axis.names).toHaveLength(axis.values.length);
      expect(new Set(axis.names).size).toBe(axis.names.length);
      expect(planGrid(recipe, [axis]).recipes.every(isLegal)).toBe(true);
    }
  });

  it('reads as its field does', () => {
    expect(over('hyper.learningRate', 0.01, 1, 3)).toMatchObject({
      term: 'learning rate',
      names: ['0.01', '0.1', '1'],
    });
    expect(over('hyper.augment', 0, 0, 5)).toMatchObject({ names: ['off', 'on'], values: [false, true] });
    expect(over('hyper.optimiser', 0, 0, 5).names).toEqual(['SGD with momentum', 'Adam']);
    expect(over('seed', 1, 3, 3).values).toEqual([1, 2, 3]);
  });
});

test('a grid runs along its rows, and edits fit no model of another shape', () => {
  const edited: Recipe = { ...usual, edits: [['flip-sign', 1]] };
  const grid = planGrid(edited, [over('model.hidden', 8, 16, 2), over('hyper.epochs', 1, 3, 3)]);
  expect(grid.recipes.map(({ model, hyper }) => [model['hidden'], hyper['epochs']])).toEqual([
    [8, 1],
    [16, 1],
    [8, 2],
    [16, 2],
    [8, 3],
    [16, 3],
  ]);
  expect(grid.recipes.every(({ edits }) => edits.length === 0)).toBe(true);
  expect(planGrid(edited, [over('seed', 1, 2, 2)]).recipes.map(({ edits }) => edits)).toEqual([
    edited.edits,
    edited.edits,
  ]);
});

describe('the question of size', () => {
  const plan = planSizes({ ...usual, model: { ...usual.model, kind: 'linear', hidden: 64 } }, attack, sizeQuestion, 40);
  const cells = plan.axes[0]!.values.length * plan.axes[1]!.values.length;

  it('holds one count over all sizes, from any contributor, on one kind of model', () => {
    const grid = plan.recipes.slice(0, cells);
    expect(new Set(grid.map(rowsOf))).toEqual(new Set([40]));
    expect(new Set(grid.map(({ data, model }) => `${data['rows']}/${model['hidden']}`)).size).toBe(20);
    for (const { model, attack: chosen } of plan.recipes) {
      expect(model['kind']).toBe('hidden-1');
      expect(chosen.values['contributor']).toBe('any');
    }
    expect(plan.recipes.every(isLegal)).toBe(true);
  });

  it('then holds one share, on the model of the bench', () => {
    expect(plan.sameShare).toEqual([
      { rows: 1000, poisoned: 5 },
      { rows: 2000, poisoned: 10 },
      { rows: 4000, poisoned: 20 },
    ]);
    const shared = plan.recipes.slice(cells);
    expect(shared.map((recipe) => [recipe.data['rows'], rowsOf(recipe), recipe.model['hidden']])).toEqual(
      plan.sameShare.map(({ rows, poisoned }) => [rows, poisoned, 64]),
    );
  });

  it('never poisons less than one row, and takes another width where the bench has none of these', () => {
    const small = planSizes({ ...usual, model: { ...usual.model, hidden: 24 } }, attack, sizeQuestion, 2);
    expect(small.sameShare.map(({ poisoned }) => poisoned)).toEqual([1, 1, 1]);
    expect(small.width).toBe(8);
  });
});
