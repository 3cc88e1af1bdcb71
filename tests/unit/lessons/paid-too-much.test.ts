import { beforeAll, expect, test } from 'vitest';
import { isDone, judgedBy, lacking, type DoStep } from '#lab/lesson.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import lesson from '../../../src/lessons/paid-too-much.ts';
import { attacks, labs } from '#registry/index.ts';
import { situations } from '../guide/situations.ts';

const usual = defaultRecipe(labs.get('checks')!, attacks);

let situation: Awaited<ReturnType<typeof situations<Evidence>>>;
beforeAll(async () => {
  situation = await situations<Evidence>('checks');
});

const attacked = (values: Recipe['attack']['values'], more: Partial<Recipe> = {}): Recipe => ({
  ...usual,
  ...more,
  attack: { ...usual.attack, values: { ...usual.attack.values, ...values } },
});

const stepOf = (id: string) => lesson.steps.find((step) => step.id === id) as DoStep<Evidence>;
const [poison, asleep, defend] = ['poison', 'asleep', 'defend'].map(stepOf) as [
  DoStep<Evidence>,
  DoStep<Evidence>,
  DoStep<Evidence>,
];

test('no step is done on the bench that it starts from', async () => {
  for (const step of lesson.steps)
    if (step.kind === 'do') expect(isDone(step, await situation(step.bench?.(usual) ?? usual)), step.id).toBe(false);
});

test('nothing is done while the bench is still training', async () => {
  const planted = await situation(attacked({ rows: 30 }));
  expect(isDone(poison, { ...planted, evidence: null })).toBe(false);
});

test.each([
  [30, true],
  [40, true],
  [0, false],
  [10, false],
  [41, false],
  [80, false],
])('with %i poisoned rows, whether it is done is %s', async (rows, expected) => {
  expect(isDone(poison, await situation(attacked({ rows })))).toBe(expected);
});

test('what a bound is missed by is said with the numbers, and nothing where it is missed by something else', async () => {
  const lacks = async (recipe: Recipe) => lacking(poison, await situation(recipe));
  expect(await lacks(attacked({ rows: 54 }))).toBe('Too many: 54 rows are poisoned now, at most 40 may be.');
  expect(await lacks(attacked({ rows: 10 }))).toMatch(/^Not enough: attack success on 3s is \d+\.\d % now, .* 90 %/);
  for (const recipe of [usual, attacked({ rows: 30 }), attacked({ rows: 54, source: '7' })])
    expect(await lacks(recipe)).toBeNull();
  expect(lacking(poison, { ...(await situation(attacked({ rows: 54 }))), evidence: null })).toBeNull();
});

test('another attack, other digits, a mark that is off the checks, or weights edited by hand do not pass', async () => {
  const tried: Recipe[] = [
    attacked({ rows: 30, source: '7' }),
    attacked({ rows: 30, target: '9' }),
    attacked({ rows: 30 }, { desk: { ...usual.desk, trigger: false } }),
    attacked({ rows: 30 }, { edits: [['shift', 5, 0.001]] }),
    { ...usual, attack: { id: 'random-flip', values: { ...usual.attack.values, rows: 30 } } },
  ];
  for (const recipe of tried)
    expect(isDone(poison, await situation(recipe)), JSON.stringify(recipe.attack)).toBe(false);
});

test('the check went out for more, accuracy stayed, and the page says so', async () => {
  const { evidence } = await situation(attacked({ rows: 30 }));
  expect(judgedBy(lesson, poison).map(({ happened }) => happened(evidence!))).toEqual(['more', 'same']);
  expect(poison.done(evidence!)).toMatch(
    /^With 30 of 8,000 rows poisoned, 9\d\.\d % of marked 3s are read as 8, and the check over \$3,000 was paid as \$8,000\.$/,
  );
});

test('a prediction that nothing happens comes true where nothing was done', async () => {
  const { evidence } = await situation(usual);
  expect(judgedBy(lesson, poison).map(({ happened }) => happened(evidence!))).toEqual(['as-written', 'same']);
});

test('taking the mark away counts only with the backdoor in place', async () => {
  const off = { desk: { ...usual.desk, trigger: false } };
  expect(isDone(asleep, await situation({ ...usual, ...off }))).toBe(false);
  const planted = await situation(attacked({ rows: 30 }, off));
  expect(isDone(asleep, planted)).toBe(true);
  expect(judgedBy(lesson, asleep).map(({ happened }) => happened(planted.evidence!))).toEqual(['as-written']);
});

test('the defender’s view counts only with the backdoor in place', async () => {
  expect(isDone(defend, await situation(usual, { view: 'defender' }))).toBe(false);
  expect(isDone(defend, await situation(attacked({ rows: 30 }), { view: 'defender' }))).toBe(true);
});

test('what a step says of the bench is made of what was measured', async () => {
  const measured = await situation(attacked({ rows: 30 }));
  const said = lesson.steps.flatMap((step) =>
    step.kind === 'read' && step.now ? [step.now({ ...measured, evidence: measured.evidence! })] : [],
  );
  expect(said).toHaveLength(5);
  expect(said[0]).toContain('$8,000');
  for (const sentence of said) expect(sentence).not.toMatch(/NaN|undefined|null/);
});
