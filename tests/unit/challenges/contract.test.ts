import { describe, expect, it, test } from 'vitest';
import { challengeText, readChallenge, standing, startOf, type Challenge } from '#lab/challenge.ts';
import { encodeRecipe } from '#lab/link.ts';
import { loadPacker } from '#lab/packer.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe, repairRecipe } from '#lab/repair.ts';
import { loadChallenge, loadChallenges } from '#registry/challenges.ts';
import { fileName } from '#registry/by-id.ts';
import { attacks, labs } from '#registry/index.ts';
import { catalog } from '../lab/catalog.ts';
import { situations } from '../guide/situations.ts';
import { boardOf } from './boards.ts';

const challenges = await loadChallenges();
await loadPacker();
const measure = { checks: await situations('checks'), trucks: await situations('trucks') };
const situationOf = (recipe: Recipe) => measure[recipe.lab as 'checks' | 'trucks'](recipe);
const usualOf = ({ lab }: Challenge) => defaultRecipe(labs.get(lab)!, attacks);
/** The detectors that see a stamped mark with the fewest rows. */
const NEAREST = ['duplicates', 'label-audit', 'label-drift', 'release-digest'];

const inTier = (tier: Challenge['tier']) => challenges.filter((challenge) => challenge.tier === tier);

test('there are enough of each tier, over both labs, numbered from 1', () => {
  expect(challenges.length).toBeGreaterThanOrEqual(15);
  for (const [tier, least] of [
    ['attack', 6],
    ['defend', 4],
    ['investigate', 5],
  ] as const) {
    expect(inTier(tier).length).toBeGreaterThanOrEqual(least);
    expect(inTier(tier).map(({ number }) => number)).toEqual(inTier(tier).map((_, place) => place + 1));
    expect(new Set(inTier(tier).map(({ lab }) => lab)).size).toBe(2);
  }
});

test('a challenge is loaded by the name of its file; of another there is none', async () => {
  const files = Object.keys(import.meta.glob('../../../src/challenges/*.ts')).map(fileName);
  expect(challenges.map(({ id }) => id).toSorted()).toEqual(files.toSorted());
  for (const id of ['nowhere', '', '../lessons/paid-too-much', '__proto__']) expect(await loadChallenge(id)).toBeNull();
});

test('a link says a challenge, or none', () => {
  for (const { id } of challenges) expect(readChallenge(challengeText(id))).toBe(id);
  for (const text of [
    '',
    'challenge-',
    'challenge-A',
    'lesson-quiet-1',
    `challenge-${'a'.repeat(61)}`,
    'challenge-a/b',
  ])
    expect(readChallenge(text)).toBeNull();
});

describe.each(challenges)('$tier $number, $id', (challenge) => {
  const usual = usualOf(challenge);
  const start = startOf(challenge, usual);

  it('says what it is about in few words', () => {
    expect(challenge.title.length).toBeGreaterThan(4);
    expect(challenge.aim).toMatch(/^[A-Z].{20,120}[.?]$/);
    expect(challenge.story.length).toBeGreaterThan(0);
    for (const paragraph of challenge.story) expect(paragraph.length).toBeLessThan(320);
  });

  it('has hints, each another', () => {
    expect(challenge.hints.length).toBeGreaterThanOrEqual(3);
    expect(new Set(challenge.hints).size).toBe(challenge.hints.length);
  });

  it('starts from a legal recipe that a link can hold', () => {
    expect(repairRecipe(start, catalog)).toEqual({ recipe: start, changes: [] });
    expect(start.lab).toBe(challenge.lab);
    expect(encodeRecipe(start, catalog).length).toBeLessThan(2000);
  });

  if (challenge.sealed) {
    it('has neither goals nor a solution that one could read', () => {
      expect([challenge.goals, challenge.solution, challenge.bench]).toEqual([[], null, undefined]);
      expect(challenge.room).toBe('detect');
    });
    return;
  }

  it('is not solved where it starts, and keeps its rules there', async () => {
    const found = standing(challenge, await situationOf(start))!;
    const rules = found.slice(0, challenge.rules?.length ?? 0).filter(({ goal }) => goal.text !== 'One row poisoned');
    expect(rules.every(({ met }) => met)).toBe(true);
    expect(found.every(({ met }) => met)).toBe(false);
    const texts = found.map(({ goal }) => goal.text);
    expect(new Set(texts).size).toBe(texts.length);
    for (const { now } of found) expect(now).toMatch(/^\S(?!.*(NaN|undefined|null|Infinity))/);
  });

  it('is solved by its solution, legal and short enough to be kept', { timeout: 120_000 }, async () => {
    const solution = challenge.solution!.recipe!(start);
    expect(repairRecipe(solution, catalog)).toEqual({ recipe: solution, changes: [] });
    expect(encodeRecipe(solution, catalog).length).toBeLessThan(2000);
    const situation = await situationOf(solution);
    // The whole board takes half a minute: here are those of it that raise an alarm on a few rows more.
    const asksBoard = challenge.goals.some(({ text }) => text.includes('board'));
    const board = asksBoard ? { ...(await boardOf(solution, NEAREST)), complete: true } : situation.board;
    const found = standing(challenge, { ...situation, board })!;
    expect(found.filter(({ met }) => !met).map(({ goal, now }) => `${goal.text}: ${now}`)).toEqual([]);
    const score = challenge.score?.of({ ...situation, evidence: situation.evidence!, board });
    if (score !== undefined) expect(Number.isInteger(score) && score > 0).toBe(true);
  });
});
