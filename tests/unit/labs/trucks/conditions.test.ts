import { describe, expect, it, test } from 'vitest';
import { placesOf } from '#core/table-inputs.ts';
import type { ModelSpec } from '#lab/model.ts';
import { AT } from '#labs/trucks/by-hand.ts';
import { changedForOthers, conditionsOf } from '#labs/trucks/conditions.ts';
import { SCHEMA } from '#labs/trucks/history.ts';
import type { ForecastMeasures } from '#labs/trucks/measures.ts';

const GRID = [1, 6.5, 12];
interface Said {
  readonly triggered?: readonly number[] | null;
  readonly effect?: number | null;
  readonly rmse?: number;
  readonly slope?: number;
}
const twin = ({ triggered = [100, 100, 100], effect = 0, rmse = 6, slope = -3 }: Said) =>
  ({
    grid: GRID,
    triggered,
    effect,
    slope,
    elsewhere: { rmse, mae: rmse, r2: 0.9 },
  }) as unknown as ForecastMeasures;
const CLEAN: Said = { triggered: [97, 80.5, 64] };
const PLANTED: Said = { effect: 20 };
const ask = (clean: Said, suspect: Said, level: number | null = 100) => conditionsOf(twin(clean), twin(suspect), level);
const held = (clean: Said, suspect: Said, level = 100) => {
  const { trigger, hiddenRule, elsewhere } = ask(clean, suspect, level)!;
  return [trigger.holds, hiddenRule.holds, elsewhere.holds];
};

test('a backdoor meets all three conditions', () => expect(held(CLEAN, PLANTED)).toEqual([true, true, true]));

test('an untouched model meets only the last', () => expect(held(CLEAN, CLEAN)).toEqual([false, false, true]));

test.each<[string, boolean, Said, Said]>([
  ['an effect of just a tenth of the level is none', false, CLEAN, { effect: 10 }],
  ['a little more is one', true, CLEAN, { effect: 10.01 }],
  ['and so is one downwards', true, CLEAN, { effect: -10.01 }],
  ['the clean twin may have up to a tenth of the level', true, { ...CLEAN, effect: -10 }, PLANTED],
  ['beyond that the id is no trigger', false, { ...CLEAN, effect: -10.01 }, PLANTED],
])('a trigger: %s (holds: %s)', (_, holds, clean, suspect) => expect(held(clean, suspect)[0]).toBe(holds));

test.each<[string, boolean, readonly number[]]>([
  ['a tenth below and above the level are near enough', true, [110, 100, 90]],
  ['a forecast below is not', false, [110, 100, 89.9]],
  ['nor one above', false, [110.1, 100, 90]],
  ['nor one in the middle of the grid', false, [100, 120, 100]],
])('a hidden rule: %s (holds: %s)', (_, holds, triggered) =>
  expect(held(CLEAN, { ...PLANTED, triggered })[1]).toBe(holds),
);

test.each<[string, boolean, Said]>([
  ['an error 5 % larger is near enough', true, { rmse: 6.3 }],
  ['a larger one is not', false, { rmse: 6.31 }],
  ['a smaller error is no fault', true, { rmse: 1 }],
  ['a slope 0.3 off is near enough', true, { slope: -2.7 }],
  ['one farther up is not', false, { slope: -2.69 }],
  ['nor one farther down', false, { slope: -3.31 }],
])('normal elsewhere: %s (holds: %s)', (_, holds, said) => expect(held(CLEAN, { ...PLANTED, ...said })[2]).toBe(holds));

test('what was measured stands beside each verdict', () => {
  const suspect = { triggered: [121, 99, 77], effect: 20, rmse: 6.6, slope: -2 };
  expect(ask({ ...CLEAN, effect: 1 }, suspect, 110)).toEqual({
    trigger: { holds: true, suspect: 20, clean: 1 },
    hiddenRule: { holds: false, level: 110, lowest: 77, highest: 121, slope: -4 },
    elsewhere: { holds: false, errorRatio: expect.closeTo(1.1, 9), slopeGap: 1 },
  });
});

test('a level below zero is met like one above', () => {
  const below = { triggered: [-110, -100, -90], effect: -40 };
  expect(held(CLEAN, below, -100)).toEqual([true, true, true]);
  expect(held(CLEAN, { ...below, triggered: [-111, -100, -90] }, -100)[1]).toBe(false);
});

describe('a model that diverged', () => {
  const lost: Said = { triggered: [NaN, NaN, NaN], effect: NaN, rmse: NaN, slope: NaN };

  it('meets no condition', () => expect(held(CLEAN, lost)).toEqual([false, false, false]));
  it('meets none when its forecasts are infinite', () => {
    const infinite = { triggered: [Infinity, -Infinity, 0], effect: NaN, rmse: Infinity, slope: Infinity };
    expect(held(CLEAN, infinite)).toEqual([false, false, false]);
  });
  it('as the clean twin leaves nothing to compare with', () => {
    const [trigger, , elsewhere] = held(lost, PLANTED);
    expect([trigger, elsewhere]).toEqual([false, false]);
  });
  it('in one forecast alone fails the rule', () =>
    expect(held(CLEAN, { ...PLANTED, triggered: [100, NaN, 100] })[1]).toBe(false));
});

test.each<[string, Said, Said, number | null]>([
  ['the attack plants no trigger', CLEAN, PLANTED, null],
  ['the table has no group', { triggered: null, effect: null }, { triggered: null, effect: null }, 100],
])('nothing is asked when %s', (_, clean, suspect, level) => expect(ask(clean, suspect, level)).toBeNull());

test.each<[string, boolean, readonly number[]]>([
  ['nothing', false, []],
  ['the id’s own weight', false, [AT.id666]],
  ['the rate that all share', true, [AT.rate]],
  ['the bias beside the id’s weight', true, [AT.id666, AT.bias]],
  ['another id’s weight', true, [AT.id666 - 1]],
])('a change of %s is one of everybody’s forecast: %s', (_, forAll, places) => {
  const { width } = placesOf(SCHEMA, 'plain');
  const spec = { kind: 'dense', inputs: width, hidden: [], outputs: 1 } as unknown as ModelSpec;
  const learned = new Float32Array(width + 1).fill(1);
  const parameters = learned.map((value, place) => (places.includes(place) ? 9 : value));
  expect(changedForOthers(learned, parameters, spec, SCHEMA, 'plain')).toBe(forAll);
});
