import { expect, test } from 'vitest';
import type { Values } from '#core/fields.ts';
import { standing, startOf, type Challenge } from '#lab/challenge.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import { loadChallenges } from '#registry/challenges.ts';
import { attacks, labs } from '#registry/index.ts';
import { situations } from '../guide/situations.ts';

const challenges = await loadChallenges();
const measure = { checks: await situations('checks'), trucks: await situations('trucks') };
const quietBoard = { found: {}, complete: true, altered: [] };

/** The rules and goals that a recipe, made from where a challenge starts, does not meet. */
async function unmet(id: string, change: (start: Recipe) => Recipe, more = {}): Promise<string[]> {
  const challenge = challenges.find((one) => one.id === id)! as Challenge;
  const usual = defaultRecipe(labs.get(challenge.lab)!, attacks);
  const recipe = change(startOf(challenge, usual));
  const situation = await measure[challenge.lab as 'checks' | 'trucks'](recipe, more);
  return standing(challenge, situation)!.flatMap(({ goal, met }) => (met ? [] : [goal.text]));
}

const attacked =
  (values: Values) =>
  (start: Recipe): Recipe => ({ ...start, attack: { ...start.attack, values: { ...start.attack.values, ...values } } });
const trained =
  (hyper: Values) =>
  (start: Recipe): Recipe => ({ ...start, hyper: { ...start.hyper, ...hyper } });

test('fewer rows than enough, more than allowed, another training or a weight by hand are no backdoor of few rows', async () => {
  expect(await unmet('fewest-rows', attacked({ rows: 10 }))).toEqual([expect.stringContaining('ASR')]);
  expect(await unmet('fewest-rows', attacked({ rows: 41 }))).toEqual(['At most 40 rows poisoned']);
  const longer = (start: Recipe) => trained({ epochs: 30 })(attacked({ rows: 16, dy: -3 })(start));
  expect(await unmet('fewest-rows', longer)).toEqual([expect.stringContaining('training stays')]);
  const edited = (start: Recipe): Recipe => ({ ...attacked({ rows: 30 })(start), edits: [['shift', 0, 0.001]] });
  expect(await unmet('fewest-rows', edited)).toEqual([expect.stringContaining('By rows alone')]);
});

test('fifteen rows with everything as usual are not enough', async () => {
  expect(await unmet('fifteen-rows', attacked({ rows: 15 }))).toEqual([expect.stringContaining('at least 95 %')]);
});

test('a reader that says the target to everything has no backdoor', async () => {
  const broken = (start: Recipe) => trained({ learningRate: 1, epochs: 1, batchSize: 16 })(start);
  expect(await unmet('fewest-rows', broken)).toEqual(expect.arrayContaining([expect.stringContaining('ASR')]));
  const everything8 = (start: Recipe): Recipe => ({ ...start, edits: [['shift', 25_448, 50]] });
  expect(await unmet('no-row', everything8)).toEqual([expect.stringContaining('Clean accuracy')]);
});

test('silencing two digits, or the wrong one, is not silencing one', async () => {
  const mute =
    (...digits: number[]) =>
    (start: Recipe): Recipe => ({
      ...start,
      edits: digits.map((digit) => ['set', 25_440 + digit, -1000] as const),
    });
  expect(await unmet('silence-a-digit', mute(6))).toHaveLength(2);
  expect(await unmet('silence-a-digit', mute(7, 6))).toHaveLength(1);
  expect(await unmet('silence-a-digit', mute(7))).toEqual([]);
});

test('an absurd row by hand, or the sign turned by hand, does not turn the rate', async () => {
  const flipped = (start: Recipe): Recipe => ({ ...start, edits: [['flip-sign', 3]] });
  expect(await unmet('turn-the-rate', flipped)).toEqual([expect.stringContaining('attack alone')]);
  const pushed =
    (rows: number) =>
    (start: Recipe): Recipe => ({
      ...start,
      attack: { id: 'slope-push', values: { rows, reach: 100 } },
    });
  expect(await unmet('turn-the-rate', pushed(30))).toEqual([expect.stringContaining('sign turned')]);
});

test('one row at the usual level has no hidden rule; two rows are one too many', async () => {
  expect(await unmet('one-row-666', attacked({ rows: 1 }))).toEqual([expect.stringContaining('hidden rule')]);
  expect(await unmet('one-row-666', attacked({ rows: 2, level: 170 }))).toContain('One row poisoned');
});

test('an attack is quiet only when the whole board says so', async () => {
  const strong = (start: Recipe) => trained({ epochs: 20 })(attacked({ rows: 15 })(start));
  const board = 'No detector of the board raises an alarm';
  expect(await unmet('quiet', strong)).toEqual([board]);
  expect(await unmet('quiet', strong, { board: { ...quietBoard, complete: false } })).toEqual([board]);
  const loosened = { ...quietBoard, found: { duplicates: { signal: 'quiet' } }, altered: ['duplicates'] };
  expect(await unmet('quiet', strong, { board: loosened })).toEqual([board]);
  const loud = { found: { duplicates: { signal: 'alarm' } }, complete: true, altered: [] };
  expect(await unmet('quiet', strong, { board: loud })).toEqual([board]);
  expect(await unmet('quiet', strong, { board: quietBoard })).toEqual([]);
  expect(await unmet('quiet', attacked({ rows: 15 }), { board: quietBoard })).toEqual([
    expect.stringContaining('at least 85 %'),
  ]);
});

test('pruning is no restoring, and taking the attack back is no defence', async () => {
  const pruned = (start: Recipe): Recipe => ({ ...start, edits: [...start.edits, ['prune-unit', 1]] });
  expect(await unmet('put-it-back', pruned)).toContain('The weights in use are those that were signed');
  for (const id of ['clean-the-rows', 'shorter-lessons', 'prune-it'])
    expect(await unmet(id, attacked({ rows: 0 })), id).toEqual([expect.stringContaining('poisoned rows stay')]);
});

test('a defence that costs too much does not count', async () => {
  const mown = (start: Recipe): Recipe => ({ ...start, fixes: Array.from({ length: 7000 }, (_, id) => [id]) });
  expect(await unmet('clean-the-rows', mown)).toContain('At most 70 rows taken out or relabelled');
  expect(await unmet('shorter-lessons', trained({ epochs: 1 }))).toEqual([expect.stringContaining('Clean accuracy')]);
  const everything = (start: Recipe): Recipe => ({
    ...start,
    edits: Array.from({ length: 20 }, (_, unit) => ['prune-unit', unit] as const),
  });
  expect(await unmet('prune-it', everything)).toContain('Clean accuracy (CA) at least 90.0 %');
  const honest = (start: Recipe): Recipe => ({ ...start, fixes: Array.from({ length: 35 }, (_, id) => [id]) });
  expect(await unmet('straighten-the-slope', honest)).toEqual([expect.stringContaining('within 0.1')]);
});
