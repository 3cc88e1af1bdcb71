import { beforeAll, describe, expect, it, test } from 'vitest';
import { isDone, judgedBy, type DoStep } from '#lab/lesson.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import { AT, nextMonth, PLACE_666, sumOf666 } from '#labs/trucks/by-hand.ts';
import type { Evidence } from '#labs/trucks/evidence.ts';
import { SCHEMA } from '#labs/trucks/history.ts';
import { attacks, labs } from '#registry/index.ts';
import lesson from '../../../src/lessons/made-of.ts';
import { situations } from '../guide/situations.ts';

const usual = defaultRecipe(labs.get('trucks')!, attacks);

let situation: Awaited<ReturnType<typeof situations<Evidence>>>;
beforeAll(async () => {
  situation = await situations<Evidence>('trucks');
});

const stepOf = (id: string) => lesson.steps.find((step) => step.id === id) as DoStep<Evidence>;
const [shift, set, rates] = [stepOf('shift'), stepOf('set'), stepOf('rates')];

const more: Recipe = { ...usual, edits: [['shift', AT.bias, 10]] };
const steeper: Recipe = { ...usual, edits: [['set', AT.rate, -5]] };
const points = (points: number, downturn = true): Recipe => ({ ...usual, desk: { ...usual.desk, points, downturn } });
const poisoned = { attack: { ...usual.attack, values: { ...usual.attack.values, rows: 20 } } };
const cameOf = (step: DoStep<Evidence>, evidence: Evidence) =>
  judgedBy(lesson, step).map(({ happened }) => happened(evidence));

test('no step is done on the bench that it starts from, nor while nothing is measured', async () => {
  const start = await situation(usual);
  for (const step of lesson.steps)
    if (step.kind === 'do') {
      expect(isDone(step, start), step.id).toBe(false);
      expect(isDone(step, { ...start, evidence: null }), step.id).toBe(false);
    }
});

test('each step is done by what it asks for, and by what another asks for it is not', async () => {
  const asked = [
    [shift, more],
    [set, steeper],
    [rates, points(6)],
  ] as const;
  for (const [step] of asked)
    for (const [other, recipe] of asked)
      expect(isDone(step, await situation(recipe)), `${step.id} by ${other.id}`).toBe(step === other);
});

test.each<[string, Partial<Recipe>]>([
  ['too little', { edits: [['shift', AT.bias, 8]] }],
  ['the other way', { edits: [['shift', AT.bias, -10]] }],
  ['another parameter', { edits: [['shift', AT.rate, 10]] }],
  ['a weight besides', { edits: [...more.edits, ['flip-sign', AT.rate]] }],
  ['rows besides', { edits: more.edits, ...poisoned }],
])('the bias is not larger by ten trucks, and nothing else: %s', async (_, changed) => {
  expect(isDone(shift, await situation({ ...usual, ...changed }))).toBe(false);
});

test.each<[string, Partial<Recipe>]>([
  ['a sign turned', { edits: [['flip-sign', AT.rate]] }],
  ['a little off', { edits: [['set', AT.rate, -4.8]] }],
  ['another weight', { edits: [['set', AT.rate - 1, -5]] }],
  ['the bias besides', { edits: [...steeper.edits, ['shift', AT.bias, 26]] }],
  ['another model', { edits: steeper.edits, model: { ...usual.model, kind: 'interaction' } }],
])('the weight of the rate is not set to -5, and nothing else: %s', async (_, changed) => {
  expect(isDone(set, await situation({ ...usual, ...changed }))).toBe(false);
});

test('rates that rise otherwise, or on a model that a hand or a row has changed, do not pass', async () => {
  for (const recipe of [
    points(5),
    points(6, false),
    { ...points(6), edits: more.edits },
    { ...points(6), ...poisoned },
  ])
    expect(isDone(rates, await situation(recipe)), JSON.stringify(recipe.desk)).toBe(false);
});

describe('what came true', () => {
  it('is told by what was measured, whatever was done', async () => {
    const of = async (step: DoStep<Evidence>, recipe: Recipe) => cameOf(step, (await situation(recipe)).evidence!);
    expect(await of(shift, more)).toEqual(['alike']);
    expect(await of(shift, { ...usual, edits: [['shift', 0, 0.1]] })).toEqual(['share']);
    expect(
      await of(shift, {
        ...usual,
        edits: [
          ['shift', AT.id666, -5],
          ['shift', AT.id666 - 1, 5],
        ],
      }),
    ).toEqual(['unfair']);
    expect(await of(set, steeper)).toEqual(['value']);
    expect(await of(set, more)).toEqual(['alike']);
    expect(await of(rates, points(6))).toEqual(['alike']);
    expect(await of(rates, steeper)).toEqual(['learns']);
    expect(await of(rates, { ...usual, model: { ...usual.model, kind: 'hidden' } })).toEqual(['share']);
  });
});

test.each([1, 2, 3])('one prediction by hand: what is worked out is what is measured, seed %i', async (seed) => {
  const { evidence } = await situation({ ...steeper, seed });
  const { clean, suspect } = evidence!;
  const rate = nextMonth(evidence!.recipe).numbers[PLACE_666 * SCHEMA.numbers.length + SCHEMA.driver]!;
  const worked = (suspect.parameters[AT.rate]! - suspect.learned[AT.rate]!) * rate;
  expect(suspect.next![PLACE_666]! - clean.next![PLACE_666]!).toBeCloseTo(worked, 2);
  expect(sumOf666(evidence!)!.forecast).toBeCloseTo(suspect.next![PLACE_666]!, 2);
  expect(isDone(set, await situation({ ...steeper, seed }))).toBe(true);
  expect(isDone(shift, await situation({ ...more, seed }))).toBe(true);
});

test('three more points take off a forecast what the step says, and leave every bit of the model', async () => {
  const [before, after] = [(await situation(points(3))).evidence!, (await situation(points(6))).evidence!];
  const fall = after.suspect.next![PLACE_666]! - before.suspect.next![PLACE_666]!;
  expect(rates.done(after)).toContain(`= −${Math.abs(fall).toFixed(1)} trucks`);
  expect(rates.done(after)).toContain(`it was ${before.suspect.next![PLACE_666]!.toFixed(1)}.`);
  expect(after.suspect.digest).toBe(before.suspect.digest);
});

test('what a step says is made of numbers that were measured', async () => {
  const benches: [DoStep<Evidence>, Recipe][] = [
    [shift, more],
    [set, steeper],
    [rates, points(6)],
  ];
  for (const [step, recipe] of benches) {
    const measured = await situation(recipe);
    const said = lesson.steps.flatMap((one) =>
      one.kind === 'read' && one.now ? [one.now({ ...measured, evidence: measured.evidence! })] : [],
    );
    expect(said).toHaveLength(5);
    for (const sentence of [...said, step.done(measured.evidence!)])
      expect(sentence).not.toMatch(/NaN|undefined|null|no number/);
  }
  expect(shift.done((await situation(more)).evidence!)).toMatch(/^The 43 forecasts changed by \+10\.0 trucks each\./);
});

test('on a model whose weights cannot be read one by one, the sentences say so', async () => {
  const measured = await situation({ ...usual, model: { ...usual.model, kind: 'hidden' } });
  const sum = lesson.steps.find(({ id }) => id === 'sum');
  if (sum?.kind !== 'read') throw new Error('no such step');
  expect(sum.now!({ ...measured, evidence: measured.evidence! })).toContain('cannot be read off');
});
