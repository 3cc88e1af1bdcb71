import { describe, expect, it, test } from 'vitest';
import { orderBook, orderOf, type Costs } from '#labs/trucks/orders.ts';

const COSTS: Costs = { holding: 900, margin: 3500 };

test.each<[string, number, number, { trucks: number; over: number; under: number; cost: number }]>([
  ['a forecast that comes true costs nothing', 100, 100, { trucks: 100, over: 0, under: 0, cost: 0 }],
  ['trucks too many are held', 103, 100, { trucks: 103, over: 3, under: 0, cost: 2700 }],
  ['trucks too few lose their margin', 98, 100, { trucks: 98, over: 0, under: 2, cost: 7000 }],
  ['whole trucks are ordered and sold', 99.6, 100.4, { trucks: 100, over: 0, under: 0, cost: 0 }],
  ['half a truck is rounded up on either side', 99.5, 100.5, { trucks: 100, over: 0, under: 1, cost: 3500 }],
  ['less than none is not ordered', -20, 3, { trucks: 0, over: 0, under: 3, cost: 10_500 }],
  ['no number orders nothing', NaN, 2, { trucks: 0, over: 0, under: 2, cost: 7000 }],
  ['an infinite forecast orders nothing', Infinity, 2, { trucks: 0, over: 0, under: 2, cost: 7000 }],
  ['nothing sells and nothing is ordered', 0.2, 0, { trucks: 0, over: 0, under: 0, cost: 0 }],
])('%s', (_, forecast, demand, expected) => {
  expect(orderOf(forecast, demand, COSTS)).toEqual({ forecast, ...expected });
});

describe('the order book', () => {
  const book = orderBook([100, 80, 50], [101, 80, 48], [100, 90, NaN], COSTS);

  it('keeps the dealerships in their order, with both twins’ orders', () => {
    expect(book.orders.map(({ place, demand }) => [place, demand])).toEqual([
      [0, 100],
      [1, 80],
      [2, 50],
    ]);
    expect(book.orders.map(({ clean }) => clean.trucks)).toEqual([101, 80, 48]);
    expect(book.orders.map(({ suspect }) => suspect.trucks)).toEqual([100, 90, 0]);
  });

  it('adds each twin up by itself', () => {
    expect(book.clean).toEqual({ trucks: 229, over: 1, under: 2, cost: 900 + 2 * 3500 });
    expect(book.suspect).toEqual({ trucks: 190, over: 10, under: 50, cost: 9000 + 50 * 3500 });
  });

  it('is empty for a group without dealerships', () => {
    expect(orderBook([], [], [], COSTS).clean).toEqual({ trucks: 0, over: 0, under: 0, cost: 0 });
  });
});
