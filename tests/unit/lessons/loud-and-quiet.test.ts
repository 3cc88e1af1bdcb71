import { beforeAll, expect, test } from 'vitest';
import { isDone } from '#lab/lesson.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { attacks, labs } from '#registry/index.ts';
import lesson from '../../../src/lessons/loud-and-quiet.ts';
import { situations } from '../guide/situations.ts';
import { stepsOf } from '../guide/steps.ts';

const usual = defaultRecipe(labs.get('checks')!, attacks);

let situation: Awaited<ReturnType<typeof situations<Evidence>>>;
beforeAll(async () => {
  situation = await situations<Evidence>('checks');
});

const { stepOf, benchOf, happenedAt } = stepsOf(lesson);

const withAttack = (recipe: Recipe, values: Recipe['attack']['values']): Recipe => ({
  ...recipe,
  attack: { ...recipe.attack, values: { ...recipe.attack.values, ...values } },
});
const swapped = (share: number, more: Recipe['attack']['values'] = {}, seed = usual.seed): Recipe =>
  withAttack({ ...benchOf('look', usual), seed }, { share, ...more });
const stamped = (rows: number, more: Recipe['attack']['values'] = {}, seed = usual.seed): Recipe =>
  withAttack({ ...usual, seed }, { rows, ...more });
const edited = (recipe: Recipe): Recipe => ({ ...recipe, edits: [['shift', 5, 0.001]] });

test('no step is done on the bench that it starts from, nor on the usual one', async () => {
  for (const step of lesson.steps) {
    if (step.kind !== 'do') continue;
    for (const recipe of [usual, step.bench?.(usual) ?? usual])
      expect(isDone(step, await situation(recipe)), step.id).toBe(false);
  }
});

test.each([
  [0, false],
  [0.3, false],
  [0.5, false],
  [0.7, true],
  [1, true],
])('with a share of %f of the 3s relabelled, whether it is done is %s', async (share, expected) => {
  expect(isDone(stepOf('swap'), await situation(swapped(share)))).toBe(expected);
});

test('another attack, other digits, or weights edited by hand are no swapped labels', async () => {
  const { values } = stamped(0).attack;
  const tried = [
    stamped(30),
    swapped(0.7, { source: '7' }),
    swapped(0.7, { target: '9' }),
    edited(swapped(0.7)),
    { ...usual, attack: { id: 'random-flip', values: { ...values, share: 0.7 } } },
  ];
  for (const recipe of tried) expect(isDone(stepOf('swap'), await situation(recipe))).toBe(false);
});

test.each([1, 2, 3])('swapped labels are loud with seed %i', async (seed) => {
  const { evidence } = await situation(swapped(0.7, {}, seed));
  expect(happenedAt('swap', evidence!)).toEqual(['fall']);
  expect(evidence!.suspect.recall[3]).toBeLessThan(0.1);
  expect(evidence!.budget.rows).toBeGreaterThan(300);
});

test('the defender’s view counts only with the labels swapped', async () => {
  const look = stepOf('look');
  for (const recipe of [usual, swapped(0.3), stamped(23)])
    expect(isDone(look, await situation(recipe, { view: 'defender' }))).toBe(false);
  const seen = await situation(swapped(0.7), { view: 'defender' });
  expect(isDone(look, seen)).toBe(true);
  expect(look.done(seen.evidence!)).toMatch(/^Of the 3s, the suspect reads \d\.\d % right, the clean twin 9\d\.\d %/);
});

test.each([
  [0, false],
  [10, false],
  [15, false],
  [22, true],
  [23, true],
  [25, true],
  [26, false],
  [200, false],
])('with %i stamped rows, whether it is done is %s', async (rows, expected) => {
  expect(isDone(stepOf('stamp'), await situation(stamped(rows)))).toBe(expected);
});

test('other digits, edited weights or swapped labels are no trigger', async () => {
  for (const recipe of [stamped(23, { source: '7' }), stamped(23, { target: '9' }), edited(stamped(23)), swapped(0.7)])
    expect(isDone(stepOf('stamp'), await situation(recipe))).toBe(false);
});

test('a trigger takes few rows, and neither accuracy nor recall shows it', async () => {
  const { evidence } = await situation(stamped(23));
  expect(happenedAt('stamp', evidence!)).toEqual(['few', 'neither']);
  expect(stepOf('stamp').done(evidence!)).toMatch(/^With 23 of 8,000 rows \(0\.29 %\), 9\d\.\d % of marked 3s/);
  const { evidence: loud } = await situation(swapped(0.7));
  expect(happenedAt('stamp', loud!)).toEqual(['many', 'recall']);
});

test.each([1, 2, 3])('many rows gain little and stay quiet with seed %i', async (seed) => {
  const { evidence } = await situation(stamped(200, {}, seed));
  expect(happenedAt('many', evidence!)).toEqual(['little']);
  expect(evidence!.budget.rows).toBeLessThan(200);
});

test('two hundred rows have to be asked for, and the page says how many there were', async () => {
  const many = stepOf('many');
  for (const rows of [25, 100, 199]) expect(isDone(many, await situation(stamped(rows)))).toBe(false);
  const asked = await situation(stamped(200));
  expect(isDone(many, asked)).toBe(true);
  const { rows } = asked.evidence!.budget;
  expect(many.done(asked.evidence!)).toContain(
    `You asked for 200; there were only ${rows} 3s from Northgate Scanning (outside vendor).`,
  );
});

test.each([1, 2, 3])('six thousand clean rows more do not drown the mark with seed %i', async (seed) => {
  const small = await situation({ ...benchOf('share', usual), seed });
  expect(small.evidence!.budget).toMatchObject({ rows: 30, rowsTotal: 2000 });
  expect(happenedAt('share', small.evidence!)).toEqual(['most']);
  const { evidence } = await situation(stamped(30, {}, seed));
  expect(evidence!.budget).toMatchObject({ rows: 30, rowsTotal: 8000 });
  expect(happenedAt('share', evidence!)).toEqual(['most']);
});

test('clean rows count only with as many poisoned ones as before', async () => {
  const share = stepOf('share');
  expect(isDone(share, await situation(stamped(30)))).toBe(true);
  const small = benchOf('share', usual);
  const tried = [
    small,
    { ...small, data: { rows: 4000 } },
    stamped(29),
    stamped(200),
    edited(stamped(30)),
    swapped(0.7),
  ];
  for (const recipe of tried) expect(isDone(share, await situation(recipe))).toBe(false);
});

test('a prediction of what does not come true is not right', async () => {
  const { evidence } = await situation(usual);
  expect(happenedAt('swap', evidence!)).toEqual(['same']);
  expect(happenedAt('many', evidence!)).toEqual(['worse']);
  expect(happenedAt('share', evidence!)).toEqual(['gone']);
});

test('the number in the second bank works better than the share in the first, as a question says', async () => {
  const first = (await situation({ ...stamped(10), data: { ...usual.data, rows: 1000 } })).evidence!;
  const second = (await situation(stamped(40))).evidence!;
  expect(second.suspect.attackSuccess!.source).toBeGreaterThan(first.suspect.attackSuccess!.source + 0.1);
});

test('what a step says of the bench is made of what was measured', async () => {
  const measured = await situation(stamped(23));
  const said = lesson.steps.flatMap((step) =>
    step.kind === 'read' && step.now ? [step.now({ ...measured, evidence: measured.evidence! })] : [],
  );
  expect(said).toHaveLength(2);
  for (const sentence of said) expect(sentence).not.toMatch(/NaN|undefined|null|nobody/);
});
