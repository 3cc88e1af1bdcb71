import { expect, test } from 'vitest';
import type { Challenge } from '#lab/challenge.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe, repairRecipe } from '#lab/repair.ts';
import { digestOf, judge, pack, recipeOf, support, unpack, type SealedCase, type Verdict } from '#lab/sealed.ts';
import { loadChallenges } from '#registry/challenges.ts';
import { attacks, edits, labs } from '#registry/index.ts';
import { catalog } from '../lab/catalog.ts';
import { boardOf, detectorsOf } from './boards.ts';

const cases = (await loadChallenges()).filter(
  (challenge): challenge is Challenge & { sealed: SealedCase } => challenge.sealed !== undefined,
);
const sources = import.meta.glob<string>('../../../src/challenges/*.ts', { query: '?raw', import: 'default' });
const VERDICTS: readonly Verdict[] = ['clean', 'data', 'weights'];
const recipesOf = ({ sealed, lab }: (typeof cases)[number]): Recipe =>
  recipeOf(sealed, defaultRecipe(labs.get(lab)!, attacks));

/** What proves each verdict with the fewest detectors; a clean model takes all of them. */
const PROOF: Readonly<Record<Verdict, Readonly<Record<string, readonly string[]>>>> = {
  data: { checks: ['label-audit', 'release-digest'], trucks: ['leverage', 'contributor-drift', 'release-digest'] },
  weights: { checks: ['release-digest', 'label-audit'], trucks: ['release-digest', 'leverage'] },
  clean: {},
};

test('five cases or more, each verdict among them', () => {
  expect(cases.length).toBeGreaterThanOrEqual(5);
  expect(new Set(cases.map(({ sealed }) => unpack(sealed).verdict))).toEqual(new Set(VERDICTS));
});

test.each(cases)(
  '$id hides its answer: neither its text nor the bytes behind it can be read',
  async ({ id, sealed }) => {
    const { verdict, change, text } = unpack(sealed);
    const source = (await sources[`../../../src/challenges/${id}.ts`]!()).split('sealed: {');
    const told = [...attacks.keys(), ...edits.keys(), ...text, '"verdict"', '"seed"', '"change"'];
    for (const word of told) expect(sealed.packed + atob(sealed.packed), word).not.toContain(word);
    // Every case tells the same story, so that the words around it say nothing either.
    expect(source[0]).toContain('Clean, trained on poisoned rows, or tampered with since: say which');
    expect(pack({ verdict, change, text }, sealed.salt)).toBe(sealed.packed);
    expect(sealed.verdict).toBe(await digestOf(sealed.salt, verdict));
  },
);

test('no two cases are packed, or judged, alike', () => {
  expect(new Set(cases.map(({ sealed }) => sealed.verdict)).size).toBe(cases.length);
  expect(new Set(cases.map(({ sealed }) => sealed.packed.slice(0, 8))).size).toBe(cases.length);
});

test.each(cases)('$id has a legal recipe, in which marks do not show on the checks', (challenge) => {
  const recipe = recipesOf(challenge);
  expect(repairRecipe(recipe, catalog)).toEqual({ recipe, changes: [] });
  expect(recipe.lab).toBe(challenge.lab);
  if (recipe.lab === 'checks') expect(recipe.desk.trigger).toBe(false);
});

test.each(cases)('$id is proved by its board, and no other verdict stands', { timeout: 120_000 }, async (challenge) => {
  const { sealed, lab } = challenge;
  const { verdict } = unpack(sealed);
  const board = await boardOf(recipesOf(challenge), PROOF[verdict][lab]);
  const detectors = await detectorsOf(lab);
  expect(await judge(sealed, verdict, board, detectors)).toBe('right');
  for (const other of VERDICTS)
    if (other !== verdict) expect(await judge(sealed, other, board, detectors), other).not.toBe('right');
  expect(await judge(sealed, verdict, { found: {}, complete: false, altered: [] }, detectors)).toBe('unproven');
});

const DETECTORS = [
  { id: 'release-digest', looksAt: 'weights' },
  { id: 'sealed-quiz', looksAt: 'model' },
  { id: 'leverage', looksAt: 'rows' },
] as const;
const finding = (signal: string, rows: number[] | null = null) => ({
  signal,
  rows: rows && { flagged: Uint32Array.from(rows), scores: null },
});
const boardWith = (found: Record<string, unknown>, complete = true, altered: string[] = []) =>
  ({ found, complete, altered }) as unknown as Parameters<typeof support>[1];

test('an alarm speaks for the verdict it is about', () => {
  const digest = boardWith({ 'release-digest': finding('alarm') });
  expect(support('weights', digest, DETECTORS)).toEqual(['release-digest']);
  expect(support('data', digest, DETECTORS)).toEqual([]);
  expect(support('clean', digest, DETECTORS)).toEqual([]);
  const rows = boardWith({ leverage: finding('alarm', [4]) });
  expect(support('data', rows, DETECTORS)).toEqual(['leverage']);
  expect(support('weights', rows, DETECTORS)).toEqual([]);
});

test('a suspicion, an alarm that points at no row, or one over behaviour alone proves nothing', () => {
  for (const found of [
    { leverage: finding('suspicious', [4]) },
    { leverage: finding('alarm', []) },
    { 'sealed-quiz': finding('alarm') },
  ])
    for (const verdict of ['data', 'weights'] as const)
      expect(support(verdict, boardWith(found), DETECTORS)).toEqual([]);
});

test('clean takes the whole board', () => {
  const quiet = { leverage: finding('quiet'), 'release-digest': finding('suspicious') };
  expect(support('clean', boardWith(quiet, false), DETECTORS)).toEqual([]);
  expect(support('clean', boardWith(quiet), DETECTORS)).toHaveLength(DETECTORS.length);
  expect(support('clean', boardWith({ ...quiet, 'sealed-quiz': finding('alarm') }), DETECTORS)).toEqual([]);
});

test('a detector whose settings were changed proves nothing, loud or silent', () => {
  const quiet = { leverage: finding('quiet'), 'release-digest': finding('quiet'), 'sealed-quiz': finding('quiet') };
  expect(support('clean', boardWith(quiet, true, ['leverage']), DETECTORS)).toEqual([]);
  const loud = { ...quiet, leverage: finding('alarm', [4]), 'release-digest': finding('alarm') };
  expect(support('data', boardWith(loud, true, ['leverage']), DETECTORS)).toEqual([]);
  expect(support('weights', boardWith(loud, true, ['leverage']), DETECTORS)).toEqual(['release-digest']);
});

test('a detector of weights, whichever it is, speaks for tampering', () => {
  const detectors = [...DETECTORS, { id: 'new-one', looksAt: 'weights' } as const];
  expect(support('weights', boardWith({ 'new-one': finding('alarm') }), detectors)).toEqual(['new-one']);
});

test('a wrong verdict that an alarm speaks for is wrong, and is not right by guessing', async () => {
  const sealed: SealedCase = { packed: '', salt: 'grain', verdict: await digestOf('grain', 'weights') };
  const both = boardWith({ 'release-digest': finding('alarm'), leverage: finding('alarm', [1]) });
  expect(await judge(sealed, 'data', both, DETECTORS)).toBe('wrong');
  expect(await judge(sealed, 'weights', both, DETECTORS)).toBe('right');
  expect(await judge(sealed, 'clean', both, DETECTORS)).toBe('unproven');
});
