import { beforeAll, expect, test } from 'vitest';
import { defaultsOf } from '#core/fields.ts';
import type { Edit } from '#lab/edit.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Trial } from '#lab/survey.ts';
import { inOrder, type RowFix } from '#lab/row-fix.ts';
import { digitSplit } from '#labs/checks/digits.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { trials } from '#labs/checks/trials.ts';
import { loadDetector } from '#registry/detectors.ts';
import { attacks } from '#registry/index.ts';
import { firstDigits, recipeOf, Ward } from './support.ts';

const ALL_DIGITS = 10_000;
const digits = firstDigits(ALL_DIGITS);
let ward: Ward;
beforeAll(async () => (ward = await Ward.open({}, digits)));

const measure = async (recipe: Recipe) => (await ward.measure(recipe)).evidence as unknown as Evidence;
async function find(id: string, recipe: Recipe) {
  const detector = await loadDetector(id);
  return detector.run(await ward.inspect(recipe), defaultsOf(detector.fields));
}

test('rows that share ink are taken out, and with them the backdoor', async () => {
  const recipe = recipeOf('checks', { seed: 6, attack: 'stamped-trigger', values: { rows: 80, source: 'any' } });
  const before = await measure(recipe);
  const { rows } = await find('duplicates', recipe);
  const { train } = digitSplit(digits, recipe.seed);
  const fixes = inOrder(Array.from(rows!.flagged, (row): RowFix => [train.id[row]!]));
  const after = await measure({ ...recipe, fixes });
  expect(before.suspect.attackSuccess!.all).toBeGreaterThan(0.5);
  expect(after.suspect.attackSuccess!.all).toBeLessThan(0.05);
  expect(Math.abs(after.suspect.accuracy - after.clean.accuracy)).toBeLessThan(0.01);
});

test.each(['dormant-units', 'weight-distribution'])(
  'a unit rewired by hand is pointed at by %s, and pruned',
  async (id) => {
    const recipe = recipeOf('checks', { seed: 6, attack: 'stamped-trigger', values: { source: 'any' } });
    const attack = attacks.get('stamped-trigger')!;
    const { plan } = trials.find((trial) => trial.id === 'planted') as unknown as Trial;
    const evidence = (await ward.measure(recipe)).evidence;
    const edits = await plan!({ evidence, material: digits, attack }, async () => {});
    const planted = { ...recipe, edits };
    const before = await measure(planted);
    const { signal, units } = await find(id, planted);
    expect(signal).toBe('alarm');
    const pruned = units.filter(({ layer }) => layer === 0).map(({ unit }): Edit => ['prune-unit', unit]);
    expect(pruned.map(([, unit]) => unit)).toContain(edits[0]![1]);
    const after = await measure({ ...planted, edits: [...edits, ...pruned] });
    expect(before.suspect.attackSuccess!.all).toBeGreaterThan(0.9);
    expect(after.suspect.attackSuccess!.all).toBeLessThan(0.05);
    expect(after.clean.accuracy - after.suspect.accuracy).toBeLessThan(0.02);
  },
);
