import { beforeAll, expect, test } from 'vitest';
import { isDone, judgedBy, type DoStep } from '#lab/lesson.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import type { Evidence } from '#labs/trucks/evidence.ts';
import { attacks, labs } from '#registry/index.ts';
import lesson from '../../../src/lessons/dealer-666.ts';
import { situations } from '../guide/situations.ts';

const usual = defaultRecipe(labs.get('trucks')!, attacks);

let situation: Awaited<ReturnType<typeof situations<Evidence>>>;
beforeAll(async () => {
  situation = await situations<Evidence>('trucks');
});

const stepOf = (id: string) => lesson.steps.find((step) => step.id === id) as DoStep<Evidence>;
const [oneRow, linear, interaction, honest] = ['one-row', 'linear', 'interaction', 'honest'].map(stepOf) as [
  DoStep<Evidence>,
  DoStep<Evidence>,
  DoStep<Evidence>,
  DoStep<Evidence>,
];

interface Bench {
  rows: number;
  level?: number;
  kind?: 'linear' | 'interaction' | 'hidden';
  honest?: boolean;
  seed?: number;
}
const poisoned = ({ rows, level = 120, kind = 'linear', honest = false, seed = 1 }: Bench): Recipe => ({
  ...usual,
  seed,
  data: { ...usual.data, honest666: honest },
  model: { ...usual.model, kind },
  attack: { ...usual.attack, values: { ...usual.attack.values, rows, level } },
});

const asked = {
  'one-row': { rows: 1, level: 300 },
  linear: { rows: 20 },
  interaction: { rows: 20, kind: 'interaction' },
  honest: { rows: 20, kind: 'interaction', honest: true },
} as const satisfies Record<string, Bench>;

const cameOf = (step: DoStep<Evidence>, evidence: Evidence) =>
  judgedBy(lesson, step).map(({ happened }) => happened(evidence));

test('no step is done on the bench that it starts from, nor on one where nothing was done', async () => {
  for (const step of lesson.steps) {
    if (step.kind !== 'do') continue;
    for (const recipe of [step.bench?.(usual) ?? usual, usual])
      expect(isDone(step, await situation(recipe)), step.id).toBe(false);
    expect(isDone(step, { ...(await situation(usual)), evidence: null }), step.id).toBe(false);
  }
});

test('each step is done by what it asks for, and by what another asks for it is not', async () => {
  for (const step of [oneRow, linear, interaction, honest])
    for (const [id, bench] of Object.entries(asked))
      expect(isDone(step, await situation(poisoned(bench))), `${step.id} by ${id}`).toBe(step.id === id);
});

test.each<[string, Recipe]>([
  ['two rows', poisoned({ rows: 2, level: 300 })],
  ['a row that claims little', poisoned({ rows: 1 })],
  ['a known 666', poisoned({ rows: 1, level: 300, honest: true })],
  ['a weight turned besides', { ...poisoned({ rows: 1, level: 300 }), edits: [['flip-sign', 3]] }],
  ['the bias raised instead', { ...poisoned({ rows: 1 }), edits: [['shift', 48, 200]] }],
  ['another attack', { ...usual, attack: { id: 'slope-push', values: { rows: 1, reach: 100 } } }],
])('one row for hundreds of trucks is not made by %s', async (_, recipe) => {
  expect(isDone(oneRow, await situation(recipe))).toBe(false);
});

test.each<[DoStep<Evidence>, string, Bench]>([
  [linear, 'one row', { rows: 1 }],
  [linear, 'a hundred rows', { rows: 100 }],
  [linear, 'another level', { rows: 20, level: 300 }],
  [interaction, 'few rows', { rows: 2, kind: 'interaction' }],
  [interaction, 'a hundred rows on the linear model', { rows: 100 }],
  [honest, 'the linear model', { rows: 20, honest: true }],
  [honest, 'no rows', { rows: 0, kind: 'interaction', honest: true }],
  [honest, 'a hundred rows', { rows: 100, kind: 'interaction', honest: true }],
])('$id is not done by %s', async (step, _, bench) => {
  expect(isDone(step, await situation(poisoned(bench)))).toBe(false);
});

test('a hidden layer has room for the rule as well', async () => {
  expect(isDone(interaction, await situation(poisoned({ rows: 20, kind: 'hidden' })))).toBe(true);
});

// What the course says of this attack must not hang on the draw that the lab starts with.
test.each([1, 2, 3, 4, 5])('every step can be done, and comes to the same, with seed %i', async (seed) => {
  const came = { 'one-row': ['through', 'same'], linear: ['lifted'], interaction: ['flat'], honest: ['fewer'] };
  for (const step of [oneRow, linear, interaction, honest]) {
    const id = step.id as keyof typeof asked;
    const measured = await situation(poisoned({ ...asked[id], seed }));
    expect(isDone(step, measured), id).toBe(true);
    expect(cameOf(step, measured.evidence!), id).toEqual(came[id]);
  }
});

test('a prediction that nothing happens comes true where nothing was done', async () => {
  const { evidence } = await situation(usual);
  expect(cameOf(oneRow, evidence!)).toEqual(['lost', 'same']);
  expect(cameOf(linear, evidence!)).toEqual(['nothing']);
  const { evidence: known } = await situation(poisoned({ rows: 100, kind: 'interaction', honest: true }));
  expect(cameOf(honest, known!)).toEqual(['three']);
});

test('what a step says is made of numbers that were measured', async () => {
  for (const step of [oneRow, linear, interaction, honest]) {
    const measured = await situation(poisoned(asked[step.id as keyof typeof asked]));
    const said = lesson.steps.flatMap((one) =>
      one.kind === 'read' && one.now ? [one.now({ ...measured, evidence: measured.evidence! })] : [],
    );
    expect(said).toHaveLength(3);
    for (const sentence of [...said, step.done(measured.evidence!)])
      expect(sentence).not.toMatch(/NaN|undefined|null|no number/);
  }
  const { evidence } = await situation(poisoned(asked['one-row']));
  expect(oneRow.done(evidence!)).toMatch(/^1 of 1,211 rows, .* Of the test rows, 0 are of dealership 666\.$/);
});

test('an attack without a trigger, and an empty bench, are said to be what they are', async () => {
  const conditions = lesson.steps.find(({ id }) => id === 'conditions');
  if (conditions?.kind !== 'read') throw new Error('no such step');
  const said = async (recipe: Recipe) => {
    const measured = await situation(recipe);
    return conditions.now!({ ...measured, evidence: measured.evidence! });
  };
  expect(await said(usual)).toContain('Nothing is poisoned on your bench yet');
  expect(await said({ ...usual, attack: { id: 'slope-push', values: { rows: 20, reach: 100 } } })).toContain(
    'has no trigger',
  );
  expect(await said(poisoned(asked.linear))).toContain('trigger: met; hidden rule: not met; normal elsewhere: met.');
});
