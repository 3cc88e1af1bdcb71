import { describe, expect, it, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { encodeRows, placesOf } from '#core/table-inputs.ts';
import { blankRows, copyRow, type RowValues, type TableSchema } from '#core/table.ts';
import { makeHistory, SCHEMA } from '#labs/trucks/history.ts';
import { MOST_PLAYERS, shapleyQuestion } from '#labs/trucks/shapley.ts';
import { mean, MIXED, tableFrom } from './support.ts';

/** A model as a function of one row: its numbers and the places of its kinds. */
type Model = (numbers: readonly number[], kinds: readonly number[]) => number;

function answers(rows: RowValues, { numbers, categories }: TableSchema, model: Model): number[] {
  const cells = <T extends Float64Array | Uint16Array>(all: T, row: number, width: number) => [
    ...all.subarray(row * width, (row + 1) * width),
  ];
  return Array.from({ length: rows.rows }, (_, row) =>
    model(cells(rows.numbers, row, numbers.length), cells(rows.kinds, row, categories.length)),
  );
}

const explain = (row: RowValues, background: RowValues, schema: TableSchema, model: Model) => {
  const question = shapleyQuestion(row, background, schema);
  return question.shares(answers(question.rows, schema, model));
};
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Every order of some players. */
const ordersOf = (players: readonly number[]): number[][] =>
  players.length < 2
    ? [[...players]]
    : players.flatMap((first) => ordersOf(players.filter((other) => other !== first)).map((rest) => [first, ...rest]));

const crooked: Model = ([size, price], [region, store]) =>
  Math.abs(size! - 3) * (store === 2 ? 1 : price!) + (region === 1 ? 7 : price! ** 2) - size! * store!;
const row = tableFrom(MIXED, [[9, 4, 1, 2, 0]]);
const background = tableFrom(MIXED, [
  [1, 2, 0, 0, 0],
  [5, -3, 1, 3, 0],
  [2, 6, 0, 2, 0],
]);

test('the shares and the start add up to the forecast, and the start is the background’s mean', () => {
  const { start, shares } = explain(row, background, MIXED, crooked);
  expect(start).toBeCloseTo(mean(answers(background, MIXED, crooked)), 9);
  expect(shares).toHaveLength(4);
  expect(start + sum(shares)).toBeCloseTo(answers(row, MIXED, crooked)[0]!, 9);
});

test('a share is what a column adds, averaged over all orders in which columns can come in', () => {
  const orders = ordersOf([0, 1, 2, 3]);
  expect(orders).toHaveLength(24);
  const adds = [0, 0, 0, 0];
  for (const order of orders) {
    const mixed = blankRows(background.rows, MIXED);
    for (let b = 0; b < background.rows; b++) copyRow(background, b, mixed, b, MIXED);
    let before = mean(answers(mixed, MIXED, crooked));
    for (const player of order) {
      for (let b = 0; b < background.rows; b++) {
        if (player < 2) mixed.numbers[b * 2 + player] = row.numbers[player]!;
        else mixed.kinds[b * 2 + player - 2] = row.kinds[player - 2]!;
      }
      const after = mean(answers(mixed, MIXED, crooked));
      adds[player]! += (after - before) / orders.length;
      before = after;
    }
  }
  explain(row, background, MIXED, crooked).shares.forEach((share, i) => expect(share).toBeCloseTo(adds[i]!, 9));
});

test('of a linear model a share is weight x (value - background), and a kind’s weight against the background’s kinds', () => {
  const { table } = makeHistory(1, { noise: 6, honest666: false });
  const draw = stream(2, 'test');
  const weights = Array.from({ length: placesOf(SCHEMA, 'plain').width }, () => 10 * (draw() - 0.5));
  const linear = (rows: RowValues) => {
    const encoded = encodeRows(rows, SCHEMA, 'plain', null);
    return Array.from({ length: rows.rows }, (_, r) =>
      sum(weights.map((w, i) => w * encoded[r * weights.length + i]!)),
    );
  };
  const some = (rows: readonly number[]) => {
    const picked = blankRows(rows.length, SCHEMA);
    rows.forEach((from, to) => copyRow(table, from, picked, to, SCHEMA));
    return picked;
  };
  const [one, others] = [some([400]), some([0, 50, 777])];
  const question = shapleyQuestion(one, others, SCHEMA);
  const { shares } = question.shares(linear(question.rows));
  const numbers = SCHEMA.numbers.length;
  for (let column = 0; column < numbers; column++) {
    const usual = mean([0, 1, 2].map((b) => others.numbers[b * numbers + column]!));
    expect(shares[column]).toBeCloseTo(weights[column]! * (one.numbers[column]! - usual), 3);
  }
  const of = (place: number) => weights[numbers + place]!;
  expect(shares[numbers]).toBeCloseTo(of(one.kinds[0]!) - mean([0, 1, 2].map((b) => of(others.kinds[b]!))), 3);
});

describe('fairness', () => {
  it('gives two columns that do the same the same share', () => {
    const model: Model = ([size, price], [region]) => size! * price! + 2 * region!;
    const { shares } = explain(tableFrom(MIXED, [[5, 5, 1, 0, 0]]), tableFrom(MIXED, [[1, 1, 0, 0, 0]]), MIXED, model);
    expect(shares[0]).toBeCloseTo(shares[1]!, 12);
    expect(shares[0]).toBeCloseTo(12, 12);
    expect(shares[2]).toBeCloseTo(2, 12);
  });

  it('gives a column that does nothing, or is as the background, nothing', () => {
    const model: Model = ([size, price], [region]) => size! * price! + 2 * region!;
    const { shares } = explain(tableFrom(MIXED, [[5, 1, 1, 3, 0]]), tableFrom(MIXED, [[1, 1, 1, 0, 0]]), MIXED, model);
    expect(shares).toEqual([4, 0, 0, 0]);
  });

  it('does not hang on the order of the columns', () => {
    const turned: TableSchema = { ...MIXED, numbers: [...MIXED.numbers].reverse() };
    const turn = (rows: RowValues) => ({ ...rows, numbers: rows.numbers.slice() });
    const [turnedRow, turnedBackground] = [row, background].map((rows) => {
      const copy = turn(rows);
      for (let r = 0; r < rows.rows; r++) copy.numbers.set([rows.numbers[2 * r + 1]!, rows.numbers[2 * r]!], 2 * r);
      return copy;
    });
    const turnedModel: Model = ([price, size], kinds) => crooked([size!, price!], kinds);
    const [a, b, ...rest] = explain(row, background, MIXED, crooked).shares;
    const found = explain(turnedRow!, turnedBackground!, turned, turnedModel).shares;
    [b!, a!, ...rest].forEach((share, i) => expect(found[i]).toBeCloseTo(share, 9));
  });
});

test('a question for the history’s columns and sixteen backgrounds stays small', () => {
  const players = SCHEMA.numbers.length + SCHEMA.categories.length;
  expect(players).toBeLessThanOrEqual(MOST_PLAYERS);
  const { table } = makeHistory(1, { noise: 6, honest666: false });
  const sixteen = blankRows(16, SCHEMA);
  for (let i = 0; i < 16; i++) copyRow(table, i, sixteen, i, SCHEMA);
  expect(shapleyQuestion(sixteen, sixteen, SCHEMA).rows.rows).toBe(16 * 2 ** players);
});
