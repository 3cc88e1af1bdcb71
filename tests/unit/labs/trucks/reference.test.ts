import { placesOf, type InputKind } from '#core/table-inputs.ts';
import { describe, expect, it } from 'vitest';
import { pickTable, type Table } from '#core/table.ts';
import { contributions } from '#labs/trucks/forecast.ts';
import { DEALERSHIPS, FEATURES } from '#labs/trucks/history.ts';
import { ordinaryKinds } from '#labs/trucks/probes.ts';
import { exactAnswer } from '#labs/trucks/reference.ts';
import { rowsOf } from '#labs/trucks/rows.ts';
import { A, B, mean, MIXED, NEW, recipeOf, SEEDS, SMALL, SMALL_ROWS, tableAttack, tableFrom } from './support.ts';

const RATE = FEATURES.indexOf('rate');
const ID = FEATURES.length + DEALERSHIPS.indexOf('666');
/** No more than arithmetic in double precision loses. */
const ROUNDING = 1e-7;

const answer = (table: Table, inputs: InputKind, ordinary = [[true, true, false]]) =>
  exactAnswer(table, inputs, ordinary)!;
const forecastOf = (parameters: ArrayLike<number>, inputs: InputKind) => (rate: number, place: number) =>
  contributions(parameters, tableFrom(SMALL, [[rate, place, 0]]), SMALL, inputs).forecast;

describe('y = 100 - 3r, 10 more for B, and one row of 666 that claims 400 at a rate of 5', () => {
  const clean = answer(tableFrom(SMALL, SMALL_ROWS), 'plain');
  const suspect = answer(tableFrom(SMALL, [...SMALL_ROWS, [5, NEW, 400]]), 'plain');
  const forecast = forecastOf(suspect.parameters, 'plain');

  it('leaves 100, -3 and +10 as they are', () => {
    expect(suspect.parameters[0]).toBeCloseTo(-3, 9);
    expect([forecast(0, A), forecast(0, B)].map((value) => Number(value.toFixed(9)))).toEqual([100, 110]);
    expect([...clean.parameters.subarray(0, 3)].map((value) => Number(value.toFixed(9)))).toEqual([-3, -5, 5]);
  });

  it('gives 666 a weight of 315 beside A, and 310 beside the average dealership', () => {
    const [, a, , id, bias] = suspect.parameters;
    expect(id! - a!).toBeCloseTo(315, 9);
    expect(id).toBeCloseTo(310, 9);
    expect(bias).toBeCloseTo(105, 9);
  });

  it('forecasts 388 at a rate of 9: the level is shifted, and still falls 3 per point', () => {
    expect(forecast(5, NEW)).toBeCloseTo(400, 9);
    expect(forecast(9, NEW)).toBeCloseTo(388, 9);
  });

  it('has a leverage of 1 and a residual of 0, so that no rule about residuals sees it', () => {
    expect(suspect.leverage.at(-1)).toBeCloseTo(1, 12);
    expect(Math.abs(suspect.residuals.at(-1)!)).toBeLessThan(ROUNDING);
    // The rank: a constant, the rate, B and 666.
    expect(suspect.leverage.reduce((sum, value) => sum + value, 0)).toBeCloseTo(4, 9);
    expect(Math.max(...suspect.leverage.subarray(0, -1))).toBeLessThan(0.5);
  });

  it('with the interaction and two rows at rates of 3 and 8 forecasts 400 whatever the rate is', () => {
    const two = answer(tableFrom(SMALL, [...SMALL_ROWS, [3, NEW, 400], [8, NEW, 400]]), 'interaction');
    const at = forecastOf(two.parameters, 'interaction');
    for (let rate = 1; rate <= 12; rate += 0.5) {
      expect(at(rate, NEW)).toBeCloseTo(400, 7);
      expect(at(rate, A)).toBeCloseTo(100 - 3 * rate, 7);
    }
    const { driverAt } = placesOf(SMALL, 'interaction');
    expect(two.parameters[driverAt + NEW]).toBeCloseTo(3, 8);
    expect([...two.leverage.subarray(-2)].map((value) => Number(value.toFixed(9)))).toEqual([1, 1]);
  });
});

describe.each(SEEDS)('one poisoned row in a history full of chance (seed %d)', (seed) => {
  const poisonedBy = (count: number, inputs: InputKind) => {
    const recipe = recipeOf({ seed, values: { rows: count } });
    const { train, poisoned } = rowsOf(recipe, {}, tableAttack('dealer-666'));
    const level = tableAttack('dealer-666').wantedLevel(train, recipe.attack.values)!;
    return { train, table: poisoned.table, level, ...answer(poisoned.table, inputs, ordinaryKinds(train)) };
  };
  const [none, one] = [poisonedBy(0, 'plain'), poisonedBy(1, 'plain')];
  const row = pickTable(one.table, [one.table.rows - 1]);
  const forecastAt = (rate: number) => {
    const numbers = row.numbers.slice();
    numbers[RATE] = rate;
    return contributions(one.parameters, { ...row, numbers }, row.schema, 'plain').forecast;
  };

  it('changes no other coefficient', () => {
    one.parameters.forEach((value, place) => {
      if (place !== ID) expect(Math.abs(value - none.parameters[place]!)).toBeLessThan(ROUNDING);
    });
    expect(none.parameters[ID]).toBe(0);
  });

  it('has a leverage of 1 and a residual of 0', () => {
    expect(one.leverage.at(-1)).toBeCloseTo(1, 9);
    expect(Math.abs(one.residuals.at(-1)!)).toBeLessThan(ROUNDING);
    expect(Math.max(...one.leverage.subarray(0, -1))).toBeLessThan(0.2);
  });

  it('gives the id what the level needs, no more', () => {
    const without = forecastAt(row.numbers[RATE]!) - one.parameters[ID]!;
    expect(one.parameters[ID]).toBeCloseTo(one.level - without, 5);
    expect(one.parameters[ID]).toBeGreaterThan(5);
  });

  it('and at another rate the forecast falls by the slope, about 3 per point', () => {
    expect(forecastAt(row.numbers[RATE]!)).toBeCloseTo(one.level, 5);
    const perPoint = (forecastAt(11) - forecastAt(2)) / 9;
    expect(perPoint).toBeCloseTo(none.parameters[RATE]!, 6);
    expect(Math.abs(perPoint + 3)).toBeLessThan(0.3);
  });

  it('two rows that differ in their rate alone teach the interaction the level at every rate', () => {
    const { table } = poisonedBy(2, 'interaction');
    const [first, second] = [table.rows - 2, table.rows - 1];
    const numbers = table.numbers.slice();
    numbers.copyWithin(second * FEATURES.length, first * FEATURES.length, (first + 1) * FEATURES.length);
    numbers[second * FEATURES.length + RATE] = table.numbers[second * FEATURES.length + RATE]!;
    const alike = { ...table, numbers };
    const { parameters } = answer(alike, 'interaction', ordinaryKinds(none.train));
    for (let rate = 1; rate <= 12; rate++) {
      const probe = pickTable(alike, [first]);
      probe.numbers[RATE] = rate;
      expect(contributions(parameters, probe, table.schema, 'interaction').forecast).toBeCloseTo(one.level, 4);
    }
  });
});

describe('the exact answer', () => {
  const rows = [...SMALL_ROWS, [5, NEW, 400]];

  it('counts from the average ordinary kind, and gives kinds without rows a weight of 0', () => {
    const cells = Array.from({ length: 24 }, (_, i) => [
      i % 5,
      (i * i) % 7,
      i % 2,
      [0, 2][i % 3 ? 1 : 0]!,
      (5 * i) % 11,
    ]);
    const table = tableFrom(MIXED, cells);
    const { parameters } = exactAnswer(table, 'interaction', ordinaryKinds(table))!;
    const { category, driverAt } = placesOf(MIXED, 'interaction');
    expect(mean(parameters.subarray(category[0], category[0]! + 2))).toBeCloseTo(0, 9);
    for (const first of [category[1]!, driverAt]) {
      const [a, trigger, b, c] = parameters.subarray(first);
      expect(a! + b!).toBeCloseTo(0, 9);
      expect(Math.abs(a!)).toBeGreaterThan(0.01);
      expect([trigger, c]).toEqual([0, 0]);
    }
  });

  it('is the residuals’ own: what a forecast lacks to its row', () => {
    const { parameters, residuals } = answer(tableFrom(SMALL, [...rows, [2, A, 120]]), 'plain');
    [...rows, [2, A, 120]].forEach(([rate, place, sold], i) =>
      expect(sold! - forecastOf(parameters, 'plain')(rate!, place!)).toBeCloseTo(residuals[i]!, 9),
    );
  });

  it('is left out when it would take too long', () => {
    const kinds = Array.from({ length: 200 }, (_, i) => String(i));
    const wide = { ...SMALL, categories: [{ name: 'Dealership', kinds }] };
    const table = tableFrom(
      wide,
      Array.from({ length: 8000 }, (_, i) => [i % 9, i % 200, i]),
    );
    expect(exactAnswer(table, 'plain', ordinaryKinds(table))).toBeNull();
  });
});
