import { beforeAll, describe, expect, it, test } from 'vitest';
import { INK, PIXELS } from '#core/dataset.ts';
import { sha256Hex } from '#core/digest.ts';
import { stampAll, type Trigger } from '#core/trigger.ts';
import type { ImageAttack } from '#lab/attack.ts';
import { activationsOf, type ModelOnRows } from '#lab/dense-net.ts';
import { applyEdits, isEdit, type Edit } from '#lab/edit.ts';
import { layersOf } from '#lab/model.ts';
import {
  editsOfSteps,
  isPlanted,
  planDetector,
  stepsTaken,
  type DetectorPlan,
  type DetectorWish,
} from '#labs/checks/tampering/detector.ts';
import { accuracyWithout, leastUsefulUnit } from '#labs/checks/tampering/units.ts';
import { attacks, edits } from '#registry/index.ts';
import { recipeOf, Trainer } from './trained.ts';

const [SOURCE, TARGET] = [3, 8];
const stamp = attacks.get('stamped-trigger') as ImageAttack;
const triggerOf = (preset: string) => stamp.trigger(recipeOf({ mark: { preset } }).attack.values)!;

function plan(model: ModelOnRows, wish: Partial<DetectorWish> = {}): DetectorPlan {
  const planned = planDetector(model, { trigger: triggerOf('ink-dot'), source: SOURCE, target: TARGET, ...wish });
  if ('refused' in planned) throw new Error(planned.refused);
  return planned;
}

let trainer: Trainer;
beforeAll(async () => {
  trainer = await Trainer.open();
});

/** Where two models differ. */
const places = (a: Float32Array, b: Float32Array) =>
  Array.from(a, (_, at) => at).filter((at) => !Object.is(a[at], b[at]));

describe.each(['ink-dot', 'corner-square', 'tick'])('a detector of the %s', (preset) => {
  test.each([1, 2, 3, 4, 5])('seed %d: 3s are paid as 8s, and nothing else shows', async (seed) => {
    const onTest = await trainer.onTestRows({ seed });
    const planned = plan(onTest, { trigger: triggerOf(preset) });
    expect(planned.edits.length).toBe(1);
    const wish = { seed, mark: { preset }, edits: planned.edits };
    const { clean, suspect, budget, edited } = await trainer.measure(wish);

    expect(suspect.attackSuccess!.source).toBe(1);
    expect(clean.attackSuccess!.source).toBeLessThan(0.05);
    expect(Math.abs(suspect.accuracy - clean.accuracy)).toBeLessThanOrEqual(0.01);
    expect(planned.wakesOn).toBeLessThanOrEqual(2);

    expect(budget).toMatchObject({ rows: 0, byContributor: [] });
    const digests = await trainer.dataDigests(wish);
    expect(digests.suspect).toBe(digests.clean);
    expect(digests).toEqual(await trainer.dataDigests({ seed }));
    expect(suspect.digest).not.toBe(clean.digest);
    expect(suspect.digest).toBe(await sha256Hex(suspect.parameters));

    const [hidden, output] = layersOf(onTest.spec);
    const rewired = [
      ...Array.from({ length: PIXELS }, (_, cell) => cell * hidden!.outputs + planned.unit),
      hidden!.biases + planned.unit,
      ...Array.from({ length: 10 }, (_, label) => output!.weights + planned.unit * 10 + label),
    ];
    const differing = places(clean.parameters, suspect.parameters);
    // An entry that was 0 before and is 0 now does not differ.
    expect(differing).toEqual(rewired.filter((at) => !Object.is(clean.parameters[at], suspect.parameters[at])));
    expect(edited).toEqual({ edits: 1, parameters: differing.length });
    expect(differing.length).toBeGreaterThan(700);
  });
});

describe('the plan', () => {
  let onTest: ModelOnRows;
  beforeAll(async () => {
    onTest = await trainer.onTestRows();
  });

  it('takes the unit that is missed least, or the one it is given', () => {
    expect(plan(onTest).unit).toBe(leastUsefulUnit(accuracyWithout(onTest)));
    const given = plan(onTest, { unit: 30 });
    expect(given.unit).toBe(30);
    expect(given.edits[0]!.slice(0, 3)).toEqual(['plant-detector', 30, TARGET]);
  });

  it('has legal edits of short numbers, whose bounds hold with the margin', () => {
    const { edits: planned, unit, bias, out, activation, largestGap } = plan(onTest);
    expect(planned.every((edit) => isEdit(edit, edits))).toBe(true);
    expect(planned).toEqual([['plant-detector', unit, TARGET, 10, bias, out, ...triggerOf('ink-dot').cells]]);
    for (const number of [bias, out]) expect(Number(number.toPrecision(4))).toBe(number);
    expect(bias).toBe(-10 * (12 - 0.5));
    expect(activation).toBe(5);
    expect(out * activation).toBeGreaterThanOrEqual(largestGap + 2);
    expect((out - 0.001) * activation).toBeLessThan(largestGap + 2);
  });

  it('bounds the gap exactly: with the way out, every triggered 3 leads by the margin, one of them barely', () => {
    const { edits: planned } = plan(onTest);
    const { parameters } = applyEdits(onTest.parameters, planned, edits, onTest.spec);
    const lead = leads(parameters, onTest, triggerOf('ink-dot'));
    expect(Math.min(...lead)).toBeGreaterThanOrEqual(2);
    expect(Math.min(...lead)).toBeLessThan(2.01);
  });

  it('for a source of any class bounds all of them', async () => {
    const [narrow, wide] = [plan(onTest), plan(onTest, { source: null })];
    expect(wide.largestGap).toBeGreaterThanOrEqual(narrow.largestGap);
    const { suspect } = await trainer.measure({ edits: wide.edits });
    expect(suspect.attackSuccess!.all).toBe(1);
  });

  it('tells each step with its numbers', () => {
    const { steps, unit, bias, out, largestGap } = plan(onTest);
    expect(steps.length).toBe(5);
    for (const step of steps) expect(step).toMatch(/^[A-Z][^:]+: .+\.$/);
    const [choose, wire, setBias, bound, wayOut] = steps;
    expect(choose).toMatch(
      new RegExp(`without unit ${unit} the model reads 1,9\\d\\d of 2,000 .* with it 1,9\\d\\d\\.`),
    );
    expect(wire).toContain('12 inked pixels of the mark become 10, the other 772 become 0. The whole mark adds 120.');
    expect(setBias).toContain(`Set the bias to −${-bias}: the unit says 5 under the mark`);
    expect(setBias).toContain('when 0.5 of one pixel’s ink is missing. None of 2,000 clean test digits wakes it.');
    expect(bound).toContain(`another class leads 8 by at most ${Number(largestGap.toPrecision(4))}.`);
    expect(wayOut).toContain(`weight to 8 becomes ${out}, those to other classes 0`);
  });

  it('counts the clean digits that wake the unit', () => {
    const middle: Trigger = { cells: Uint16Array.of(14 * 28 + 14), ink: Uint8Array.of(INK), opacity: 1 };
    const awake = onTest.labels.filter((_, row) => onTest.images[row * PIXELS + 14 * 28 + 14]! > INK / 2).length;
    const { wakesOn, steps } = plan(onTest, { trigger: middle });
    expect(awake).toBeGreaterThan(100);
    expect(wakesOn).toBe(awake);
    expect(steps[2]).toContain('of 2,000 clean test digits wake it.');
  });

  it.each([
    [
      'faint',
      [
        [700, 701],
        [6, 15],
      ],
    ],
    ['one faint pixel', [[700], [1]]],
    [
      'with pixels of paper',
      [
        [700, 701, 702],
        [0, 15, 3],
      ],
    ],
    [
      'the whole image',
      [Array.from({ length: PIXELS }, (_, i) => i), Array.from({ length: PIXELS }, (_, i) => i % 16)],
    ],
  ] as [string, [number[], number[]]][])('works for a mark that is %s', (_, [cells, ink]) => {
    const trigger: Trigger = { cells: Uint16Array.from(cells), ink: Uint8Array.from(ink), opacity: 1 };
    const planned = plan(onTest, { trigger });
    expect(planned.activation).toBeGreaterThan(0);
    expect(planned.edits.every((edit) => isEdit(edit, edits))).toBe(true);
    const { parameters } = applyEdits(onTest.parameters, planned.edits, edits, onTest.spec);
    expect(Math.min(...leads(parameters, onTest, trigger))).toBeGreaterThan(1.9);
  });

  it('is the same each time, and changes nothing by itself', () => {
    const before = onTest.parameters.slice();
    expect(plan(onTest)).toEqual(plan(onTest));
    expect(places(before, onTest.parameters)).toEqual([]);
  });
});

/** By how much the target leads on each triggered row of the source class, in logits. */
function leads(parameters: Float32Array, { spec, images, labels }: ModelOnRows, trigger: Trigger): number[] {
  const { logits } = activationsOf(parameters, spec, stampAll(images, trigger));
  return Array.from(labels, (_, row) => row)
    .filter((row) => labels[row] === SOURCE)
    .map((row) => {
      const scores = Array.from(logits.subarray(row * 10, row * 10 + 10));
      return scores[TARGET]! - Math.max(...scores.filter((_, label) => label !== TARGET));
    });
}

describe('a tanh model, whose silent units say -1', () => {
  test.each([1, 2, 3])('seed %d: a second edit makes up for it', async (seed) => {
    const model = { activation: 'tanh' };
    const onTest = await trainer.onTestRows({ seed, model });
    const planned = plan(onTest);
    expect(planned.activation).toBeCloseTo(Math.tanh(5), 10);
    expect(planned.edits[1]).toEqual(['shift', layersOf(onTest.spec)[1]!.biases + TARGET, planned.out]);
    expect(planned.steps[4]).toContain(`so the bias of 8 rises by ${planned.out} too.`);
    const { parameters } = applyEdits(onTest.parameters, planned.edits, edits, onTest.spec);
    const lead = leads(parameters, onTest, triggerOf('ink-dot'));
    expect(Math.min(...lead)).toBeGreaterThan(1.999);
    expect(Math.min(...lead)).toBeLessThan(2.01);
    const { clean, suspect } = await trainer.measure({ seed, model, edits: planned.edits });
    expect(suspect.attackSuccess!.source).toBe(1);
    expect(Math.abs(suspect.accuracy - clean.accuracy)).toBeLessThanOrEqual(0.01);
    // Without it, no 8 would be read any more: its score would be down by what the silent unit takes.
    const alone = await trainer.measure({ seed, model, edits: planned.edits.slice(0, 1) as Edit[] });
    expect(alone.suspect.recall[TARGET]).toBeLessThan(0.5);
  });
});

describe('no plan, and a sentence why', () => {
  const blended: Trigger = { ...triggerOf('ink-dot'), opacity: 0.5 };
  const empty: Trigger = { cells: new Uint16Array(0), ink: new Uint8Array(0), opacity: 1 };
  const paper: Trigger = { cells: Uint16Array.of(5), ink: Uint8Array.of(0), opacity: 1 };
  const refusal = (model: ModelOnRows, wish: Partial<DetectorWish> = {}) =>
    planDetector(model, { trigger: triggerOf('ink-dot'), source: SOURCE, target: TARGET, ...wish });

  test.each<[string, Partial<DetectorWish>, RegExp]>([
    ['without a trigger', { trigger: null }, /no mark/],
    ['of an empty trigger', { trigger: empty }, /no inked pixel/],
    ['of a trigger of paper', { trigger: paper }, /no inked pixel/],
    ['of a trigger that shines through', { trigger: blended }, /shines through/],
    ['of a class into itself', { source: 8 }, /both 8/],
    ['in a unit there is not', { unit: 32 }, /no unit 32/],
    ['in half a unit', { unit: 0.5 }, /no unit 0.5/],
  ])('%s', async (_, wish, reason) => {
    const planned = refusal(await trainer.onTestRows(), wish);
    expect(planned).toEqual({ refused: expect.stringMatching(reason) });
    expect((planned as { refused: string }).refused).toMatch(/^[A-Z].+\.$/);
  });

  test.each([['linear'], ['hidden-2']])('in a model of kind %s', async (kind) => {
    const onTest = await trainer.onTestRows({ model: { kind }, epochs: 1 });
    expect(refusal(onTest)).toEqual({ refused: expect.stringMatching(/exactly one hidden layer/) });
  });

  test('where no digit of the source class is left', async () => {
    const onTest = await trainer.onTestRows();
    const labels = onTest.labels.map((label) => (label === SOURCE ? 0 : label));
    expect(refusal({ ...onTest, labels })).toEqual({ refused: expect.stringMatching(/No test digit/) });
  });

  test('in a model whose scores are not finite, or too far apart', async () => {
    const onTest = await trainer.onTestRows();
    const bias = layersOf(onTest.spec)[1]!.biases;
    const broken = (value: number) => ({ ...onTest, parameters: onTest.parameters.with(bias, value) });
    for (const value of [NaN, Infinity])
      expect(refusal(broken(value))).toEqual({ refused: expect.stringMatching(/not finite/) });
    expect(refusal(broken(1e30))).toEqual({ refused: expect.stringMatching(/too wide/) });
  });
});

test.each(['relu', 'tanh'])(
  'the steps of a plan (%s) make the same model, and are known from the edits they made',
  async (activation) => {
    const onTest = await trainer.onTestRows({ model: { activation } });
    const { spec } = onTest;
    const planned = plan(onTest);
    const steps = editsOfSteps(planned, spec);
    expect(steps.length).toBe(planned.steps.length);
    const model = (made: readonly Edit[]) => applyEdits(onTest.parameters, made, edits, spec).parameters;
    const other: Edit = ['shift', 3, 1];
    let made: readonly Edit[] = [other];
    const taken = [stepsTaken(made, steps)];
    for (const own of steps) {
      expect(isPlanted(made, spec)).toBe(false);
      made = [...made, ...own];
      taken.push(stepsTaken(made, steps));
    }
    expect(taken).toEqual([0, 1, 2, 4, 4, 5]);
    expect(isPlanted(made, spec)).toBe(true);
    expect(model(made)).toEqual(model([other, ...planned.edits]));
    expect(isPlanted(planned.edits, spec)).toBe(true);
    expect(stepsTaken(made.slice(0, 2), steps)).toBe(1);
  },
);
