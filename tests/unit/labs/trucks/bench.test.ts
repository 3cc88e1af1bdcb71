import { afterEach, expect, test, vi } from 'vitest';
import { defaultRecipe } from '#lab/repair.ts';
import { scalingOf } from '#core/table-inputs.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { TableAttack } from '#lab/attack.ts';
import { ForecastBench, type ForecastExperiment } from '#labs/trucks/bench.svelte.ts';
import type { Evidence } from '#labs/trucks/evidence.ts';
import { rowsOf, scalingsOf } from '#labs/trucks/rows.ts';
import { attacks, labs } from '#registry/index.ts';

const usual = defaultRecipe(labs.get('trucks')!, attacks);
const attack = attacks.get(usual.attack.id) as TableAttack;
const poisoned = (rows: number): Recipe => ({
  ...usual,
  attack: { ...usual.attack, values: { ...usual.attack.values, rows } },
});
const evidenceOf = (recipe: Recipe) => ({ recipe }) as Evidence;

afterEach(() => void vi.useRealTimers());

test('the exact answer is of the rows on screen, and of no others', async () => {
  vi.useFakeTimers();
  const asked: Recipe[] = [];
  const experiment = {
    recipe: usual,
    material: {},
    attack,
    evidence: evidenceOf(usual),
    ask: {
      reference: async (recipe: Recipe) => {
        asked.push(recipe);
        return { ok: true, value: recipe };
      },
    },
  };
  const bench = new ForecastBench(experiment as unknown as ForecastExperiment);
  const show = async (recipe: Recipe) => {
    experiment.evidence = evidenceOf(recipe);
    const before = bench.reference;
    bench.followReference(experiment.evidence);
    await vi.runAllTimersAsync();
    return before;
  };
  expect(await show(usual)).toBeNull();
  expect(bench.reference).toBe(usual);
  // Trained otherwise, on the very same rows.
  expect(await show({ ...usual, hyper: { ...usual.hyper, epochs: 3 } })).toBe(usual);
  const other = poisoned(7);
  expect(await show(other)).toBeNull();
  expect(bench.reference).toBe(other);
  expect(asked).toEqual([usual, other]);
});

test('each twin sees its rows by the rows it learns from, those that a defender took out left out', () => {
  const recipe = poisoned(20);
  const added = rowsOf(recipe, {}, attack);
  const fixes = Array.from(added.learned.id)
    .filter((id) => !added.train.id.includes(id))
    .sort((a, b) => a - b)
    .map((id): [number] => [id]);
  expect(fixes.length).toBe(20);
  const { clean, suspect } = scalingsOf(rowsOf({ ...recipe, fixes }, {}, attack));
  expect(suspect).toEqual(clean);
  expect(suspect).not.toEqual(scalingOf(added.poisoned.table, added.train.schema));
});
