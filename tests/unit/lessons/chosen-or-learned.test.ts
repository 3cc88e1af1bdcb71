import { beforeAll, expect, test } from 'vitest';
import { isDone } from '#lab/lesson.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { attacks, labs } from '#registry/index.ts';
import lesson from '../../../src/lessons/chosen-or-learned.ts';
import { situations, situationsAt } from '../guide/situations.ts';
import { stepsOf } from '../guide/steps.ts';

const usual = defaultRecipe(labs.get('checks')!, attacks);
const PER_EPOCH = 125;

let situation: Awaited<ReturnType<typeof situations<Evidence>>>;
let at: Awaited<ReturnType<typeof situationsAt<Evidence>>>;
beforeAll(async () => {
  situation = await situations<Evidence>('checks');
  at = await situationsAt<Evidence>('checks');
});

const hyper = (values: Recipe['hyper'], more: Partial<Recipe> = {}): Recipe => ({
  ...usual,
  ...more,
  hyper: { ...usual.hyper, ...values },
});
const poisoned = (rows: number, recipe = usual): Recipe => ({
  ...recipe,
  attack: { ...recipe.attack, values: { ...recipe.attack.values, rows } },
});

const { stepOf, benchOf, happenedAt } = stepsOf(lesson);

test('no step is done on the bench that it starts from, nor on the usual one', async () => {
  for (const step of lesson.steps) {
    if (step.kind !== 'do') continue;
    for (const recipe of [usual, step.bench?.(usual) ?? usual])
      expect(isDone(step, await situation(recipe, { room: step.room ?? 'bench' })), step.id).toBe(false);
  }
});

test('one step is one step, and more than half of the parameters moved in it', async () => {
  for (const step of [0, 2, PER_EPOCH]) expect(isDone(stepOf('one-step'), await at(usual, step))).toBe(false);
  const one = await at(usual, 1);
  expect(isDone(stepOf('one-step'), one)).toBe(true);
  expect(happenedAt('one-step', one.shown!)).toEqual(['most']);
  expect(stepOf('one-step').done(one.shown!)).toMatch(/^This one step moved 1\d,\d{3} of 25,450 parameters/);
});

test('before the first step nothing has moved, and at the end of the run nearly everything', async () => {
  expect(happenedAt('one-step', (await at(usual, 0)).shown!)).toEqual(['few']);
  expect(happenedAt('one-step', (await situation(usual)).evidence!)).toEqual(['most']);
});

test('the epoch ends where it ends, and most was learned in it', async () => {
  const epoch = stepOf('epoch');
  for (const step of [0, 1, PER_EPOCH - 1, PER_EPOCH + 1, 2 * PER_EPOCH])
    expect(isDone(epoch, await at(usual, step)), `${step}`).toBe(false);
  const end = await at(usual, PER_EPOCH);
  expect(isDone(epoch, end)).toBe(true);
  expect(happenedAt('epoch', end.shown!)).toEqual(['most']);
  expect(happenedAt('epoch', (await at(usual, 1)).shown!)).toEqual(['little']);
  expect(epoch.done(end.shown!)).toMatch(/^After epoch 1 of 10 it reads (8|9)\d\.\d % right/);
});

test.each([1, 2, 3])('a learning rate of 3 learns nothing with seed %i, and the loss stays a number', async (seed) => {
  const { evidence } = await situation(hyper({ learningRate: 3 }, { seed }));
  expect(happenedAt('rate', evidence!)).toEqual(['nothing']);
  expect(evidence!.suspect.status).toBe('trained');
});

test('a learning rate of 3, and nothing else, is what is asked for', async () => {
  const rate = stepOf('rate');
  const high = await situation(hyper({ learningRate: 3 }));
  expect(isDone(rate, high)).toBe(true);
  expect(rate.done(high.evidence!)).toMatch(
    /^The loss stayed a number, but it ended at 2\.30; a blind guess among ten digits has 2\.30\. The reader gets 1\d\.\d % right, for it takes every digit for a \d\./,
  );
  const tried = [
    hyper({ learningRate: 1 }),
    hyper({ learningRate: 3, epochs: 1 }),
    hyper({ learningRate: 3 }, { seed: 2 }),
    hyper({ learningRate: 3 }, { model: { ...usual.model, hidden: 8 } }),
    poisoned(30, hyper({ learningRate: 3 })),
  ];
  for (const recipe of tried) expect(isDone(rate, await situation(recipe)), JSON.stringify(recipe)).toBe(false);
});

test('a run that diverged is said to have diverged', async () => {
  const { evidence } = await situation(hyper({ learningRate: 3 }));
  const diverged = { ...evidence!, suspect: { ...evidence!.suspect, status: 'diverged' as const } };
  expect(stepOf('rate').done(diverged)).toMatch(/^The run diverged: in epoch 10/);
});

test.each([
  [0.15, true],
  [0.18, true],
  [0.2, true],
  [0.1, false],
  [0.3, false],
  [0.5, false],
])('a learning rate of %f found: %s', async (learningRate, found) => {
  expect(isDone(stepOf('search'), await situation(hyper({ learningRate })))).toBe(found);
});

test('a good high rate counts only with the rest as it was', async () => {
  for (const recipe of [hyper({ learningRate: 0.18, epochs: 20 }), poisoned(30, hyper({ learningRate: 0.18 }))])
    expect(isDone(stepOf('search'), await situation(recipe))).toBe(false);
});

test('thirty epochs are about as good as ten, and the page says by how much', async () => {
  const epochs = stepOf('epochs');
  const many = await situation(hyper({ epochs: 30 }));
  expect(isDone(epochs, many)).toBe(true);
  expect(happenedAt('epochs', many.evidence!)).toEqual(['about']);
  expect(epochs.done(many.evidence!)).toMatch(
    /^It read 9\d\.\d % right after epoch 10 of this run and 9\d\.\d % after epoch 30\./,
  );
  for (const recipe of [
    hyper({ epochs: 29 }),
    hyper({ epochs: 30, learningRate: 0.18 }),
    poisoned(1, hyper({ epochs: 30 })),
  ])
    expect(isDone(epochs, await situation(recipe))).toBe(false);
});

test('twins of one seed are the same bit for bit until poison comes by', async () => {
  const twins = stepOf('twins');
  const bench = benchOf('twins', usual);
  const one = await at(bench, 1);
  expect(isDone(twins, one)).toBe(true);
  expect(happenedAt('twins', one.shown!)).toEqual(['same']);
  expect(twins.done(one.shown!)).toContain(`Both digests begin with ${one.shown!.suspect.digest.slice(0, 8)}`);
  for (const step of [0, 20, PER_EPOCH]) expect(isDone(twins, await at(bench, step)), `${step}`).toBe(false);
  expect(happenedAt('twins', (await at(bench, 20)).shown!)).toEqual(['poison']);
  // Without poison the twins are one model, which proves nothing.
  expect(isDone(twins, await at(usual, 1))).toBe(false);
});

test('what the first step says of the bench is made of what was measured', async () => {
  const measured = await situation(usual);
  const [shelves] = lesson.steps;
  const said = shelves!.kind === 'read' && shelves!.now!({ ...measured, evidence: measured.evidence! });
  expect(said).toMatch(/^It learned 25,450 parameters: 25,408 weights and 42 biases\. With them it reads 9\d\.\d %/);
});
