import { beforeAll, expect, test } from 'vitest';
import { isDone, judgedBy, type DoStep } from '#lab/lesson.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import type { Situation } from '#lab/situation.ts';
import type { Evidence as Desk } from '#labs/checks/evidence.ts';
import { planted, poisonedBy } from '#labs/checks/lesson-desk.ts';
import type { Evidence as Forecast } from '#labs/trucks/evidence.ts';
import { SCHEMA } from '#labs/trucks/history.ts';
import { attacks, labs } from '#registry/index.ts';
import lesson from '../../../src/lessons/no-row-touched.ts';
import { examinations } from '../guide/findings.ts';

const forecast = defaultRecipe(labs.get('trucks')!, attacks);
const desk = defaultRecipe(labs.get('checks')!, attacks);
const usualOf = (lab = lesson.lab) => (lab === 'trucks' ? forecast : desk);
const turned: Recipe = { ...forecast, edits: [['flip-sign', SCHEMA.driver]] };
const DIGEST = ['release-digest'];

let examine: Awaited<ReturnType<typeof examinations<Forecast & Desk>>>;
beforeAll(async () => {
  examine = await examinations<Forecast & Desk>();
});

const stepOf = (id: string) => lesson.steps.find((step) => step.id === id) as DoStep;
const passes = (id: string, situation: Situation) => isDone(stepOf(id), situation);
const came = (id: string, { evidence, board }: Situation) =>
  judgedBy(lesson, stepOf(id)).map(({ happened }) => happened(evidence!, board.found));
const said = (id: string, { evidence, board }: Situation) => stepOf(id).done(evidence!, board.found);

test('no step is done on the bench that it starts from', async () => {
  for (const step of lesson.steps)
    if (step.kind === 'do') {
      const usual = usualOf(step.lab);
      expect(isDone(step, await examine(step.bench?.(usual) ?? usual)), step.id).toBe(false);
    }
});

test.each([1, 2, 3, 4, 5])(
  'turning the sign sends the order the wrong way, and a test notices: seed %i',
  async (seed) => {
    const measured = await examine({ ...turned, seed });
    expect(passes('turn', measured)).toBe(true);
    expect(came('turn', measured)).toEqual(['more', 'loud']);
    expect(said('turn', measured)).toMatch(
      /found −\d\.\d\d trucks.*made it \+\d\.\d\d.*loses \$\d,.*Rows touched: 0\./,
    );
  },
);

test('the weight may be set to the opposite by hand as well', async () => {
  expect(passes('turn', await examine({ ...forecast, edits: [['set', SCHEMA.driver, 3]] }))).toBe(true);
});

test('no turned sign: other edits, turned twice, and poisoned rows', async () => {
  const [flip] = turned.edits;
  const tried: Record<string, Recipe> = {
    'turned twice': { ...forecast, edits: [flip!, flip!] },
    'a small plus': { ...forecast, edits: [['set', SCHEMA.driver, 0.5]] },
    'every forecast shifted': { ...forecast, edits: [['shift', SCHEMA.numbers.length, 70]] },
    'a second weight besides': { ...forecast, edits: [flip!, ['set', 0, 1]] },
    'rows as well': {
      ...turned,
      rows: [
        ['drop', 0],
        ['set', 1, SCHEMA.driver, 9],
      ],
    },
    'rows alone': { ...forecast, attack: { id: 'slope-push', values: { ...defaultsOfPush(), rows: 300 } } },
  };
  for (const [way, recipe] of Object.entries(tried)) expect(passes('turn', await examine(recipe)), way).toBe(false);
});

function defaultsOfPush(): Recipe['attack']['values'] {
  const { fields } = attacks.get('slope-push')!;
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.default]));
}

test('training again finds the minus, and the edit is made again', async () => {
  const afresh = (recipe: Recipe): Recipe => ({ ...recipe, hyper: { ...recipe.hyper, epochs: 60 } });
  const measured = await examine(afresh(turned));
  expect(passes('again', measured)).toBe(true);
  expect(came('again', measured)).toEqual(['again']);
  expect(said('again', measured)).toMatch(/training found −\d.* again, and the hand made it \+\d/);
  const healed = await examine(afresh(forecast));
  expect(passes('again', healed), 'without the edit').toBe(false);
  expect(came('again', healed)).toEqual(['healed']);
});

test('a planted trigger leaves accuracy as it was', async () => {
  const measured = await examine(planted(desk));
  expect(passes('plant', measured)).toBe(true);
  expect(came('plant', measured)).toEqual(['same']);
  expect(said('plant', measured)).toMatch(
    /^(9\d|100)\.\d % of marked 3s.* of 25,450 parameters and 0 rows\..*written: \$\d/,
  );
});

test('poisoned rows, blunt edits and what leaves the mark asleep plant no trigger', async () => {
  const tried: Record<string, Recipe> = {
    'rows alone': poisonedBy(60)(desk),
    'rows as well': poisonedBy(60)(planted(desk)),
    '3 and 8 exchanged': { ...desk, edits: [['swap-outputs', 3, 8]] },
    'the bias of 8 raised': { ...desk, edits: [['shift', 25_448, 12]] },
    'another mark on the checks': {
      ...planted(desk),
      attack: { ...desk.attack, values: { ...desk.attack.values, preset: 'tick' } },
    },
    'an edit taken back by pruning': { ...desk, edits: [...planted(desk).edits, ['prune-unit', 1]] },
  };
  for (const [way, recipe] of Object.entries(tried)) expect(passes('plant', await examine(recipe)), way).toBe(false);
});

test('the digest sees the edit, and needs to be run on it', async () => {
  const looked = await examine(planted(desk), DIGEST);
  expect(passes('digest', looked)).toBe(true);
  expect(came('digest', looked)).toEqual(['differ']);
  expect(said('digest', looked)).toMatch(/not those that were signed.*No mark, no row.*\d+ parameters changed/);
  expect(passes('digest', await examine(planted(desk), ['release-diff'])), 'another detector').toBe(false);
  expect(passes('digest', await examine({ ...desk, edits: [['shift', 0, 1]] }, DIGEST)), 'a harmless edit').toBe(false);
  expect(passes('digest', await examine(poisonedBy(30)(desk), DIGEST)), 'poisoned rows').toBe(false);
});

test('poison from before the signing is signed along', async () => {
  const looked = await examine(poisonedBy(30)(desk), DIGEST);
  expect(passes('signed', looked)).toBe(true);
  expect(came('signed', looked)).toEqual(['match']);
  expect(said('signed', looked)).toMatch(/bit for bit.* And 9\d\.\d % of marked 3s are read as 8\./);
  expect(passes('signed', await examine(desk, DIGEST)), 'a clean reader').toBe(false);
  expect(passes('signed', await examine(planted(desk), DIGEST)), 'an edited one').toBe(false);
});

test('what a step says of the bench is made of what was measured', async () => {
  const words: string[] = [];
  for (const step of lesson.steps) {
    if (step.kind !== 'read' || !step.now) continue;
    const measured = await examine(usualOf(step.lab));
    words.push(step.now({ ...measured, evidence: measured.evidence! }));
  }
  expect(words).toHaveLength(2);
  expect(words[0]).toMatch(/moves a forecast by −\d\.\d\d trucks.*orders \d,\d{3} trucks, of which \d,\d{3} will sell/);
  expect(words[1]).toMatch(/0 rows touched, clean accuracy 9\d\.\d %, attack success on 3s \d\.\d %/);
});
