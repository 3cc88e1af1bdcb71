import { expect, test } from 'vitest';
import { domainOf, heightFor, unitsOf } from '#charts/axes.ts';
import { faintness, paint, rgbOf, type Inks } from '#charts/scatter-paint.ts';
import { nearest, place, walk, walkingOrder, within, type Placed } from '#charts/scatter.ts';
import { useRender } from './render.ts';

test('a domain is that of the finite values, and never empty', () => {
  expect(domainOf([3, NaN, 1], new Float32Array([7]), [Infinity])).toEqual([1, 7]);
  expect(domainOf([5, 5])).toEqual([4, 6]);
  expect(domainOf([])).toEqual([0, 1]);
});

test('drawing units follow the size of text, and a plot fits on a phone', () => {
  expect(unitsOf(560, 16)).toBe(560);
  expect(unitsOf(840, 24)).toBe(560);
  expect(unitsOf(0, 0)).toBe(200);
  expect([280, 560, 900].map(heightFor)).toEqual([210, 314, 360]);
});

const placed = place(
  [1, 2, 2, NaN, 3],
  [5, 9, 8, 1, 5],
  (v) => 10 * v,
  (v) => 100 - 10 * v,
);
const look = Uint8Array.of(0, 1, 2, 0, 0);

test('the nearest point within reach is found, the one on top where two are as near', () => {
  expect(nearest(placed, look, 11, 51, 12)).toBe(0);
  expect(nearest(placed, look, 20, 15, 12)).toBe(2);
  expect(nearest(placed, look, 22, 50, 12)).toBe(4);
  expect(nearest(placed, look, 20, 50, 12)).toBe(4);
  expect(nearest(placed, look, 60, 60, 12)).toBeNull();
});

test('keys walk from left to right, past points that have no place, and stop at the ends', () => {
  const order = walkingOrder(placed);
  expect([...order]).toEqual([0, 2, 1, 4]);
  const keys = (from: number | null, ...pressed: string[]) =>
    pressed.reduce<number | null>((current, key) => walk(key, current, order), from);
  expect(keys(null, 'ArrowRight')).toBe(0);
  expect(keys(null, 'ArrowLeft')).toBe(4);
  expect(keys(0, 'ArrowRight', 'ArrowRight')).toBe(1);
  expect(keys(0, 'ArrowLeft')).toBe(0);
  expect(keys(0, 'End', 'ArrowRight')).toBe(4);
  expect(keys(4, 'Home')).toBe(0);
  expect(keys(0, 'PageDown')).toBe(2);
  expect(keys(0, 'x')).toBeNull();
  expect(walk('ArrowRight', null, new Uint32Array())).toBeNull();
});

const inks: Inks = { faint: [90, 90, 90], clean: [0, 0, 200], poisoned: [200, 0, 0], paper: [255, 255, 255] };

/** A 100 x 100 picture of the points, and the RGBA of a pixel in it. */
function painted(points: Placed, looks: Uint8Array, scale = 1) {
  const pixels = { width: 100, height: 100, data: new Uint8ClampedArray(40_000) };
  paint(pixels, points, looks, scale, inks);
  return (x: number, y: number) => [...pixels.data.subarray(4 * (100 * y + x), 4 * (100 * y + x) + 4)];
}

test('dots are round, crosses are crosses, each with a rim of paper, and faint points are squares', () => {
  const at = painted({ x: Float32Array.of(20, 50, 80), y: Float32Array.of(50, 50, 50) }, Uint8Array.of(0, 1, 2));
  expect(at(20, 50)).toEqual([90, 90, 90, 153]);
  expect(at(50, 50)).toEqual([0, 0, 200, 255]);
  expect([at(52, 50), at(50, 52)]).toEqual([at(50, 50), at(50, 50)]);
  expect(at(54, 50).slice(0, 3)).toEqual(inks.paper);
  expect(at(53, 53)[3]).toBeLessThan(128);
  expect([at(80, 50), at(83, 53), at(77, 53)]).toEqual(Array(3).fill([200, 0, 0, 255]));
  expect(at(84, 50)[3]).toBe(0);
  expect(at(5, 5)).toEqual([0, 0, 0, 0]);
});

test('crowds are darker, poisoned points lie on top, and places outside are left out', () => {
  const same = { x: new Float32Array(9).fill(50), y: new Float32Array(9).fill(50) };
  expect(painted(same, new Uint8Array(9))(50, 50)[3]).toBeGreaterThan(250);
  expect(painted(same, Uint8Array.of(2, 1, 1, 0, 0, 0, 0, 0, 0))(50, 50)).toEqual([200, 0, 0, 255]);
  const outside = { x: Float32Array.of(-50, NaN, 1e9), y: Float32Array.of(50, 50, NaN) };
  for (const kind of [0, 1, 2]) painted(outside, new Uint8Array(3).fill(kind));
});

test('a place is the same share of the picture whatever the density of the screen', () => {
  const at = painted({ x: Float32Array.of(25), y: Float32Array.of(25) }, Uint8Array.of(1), 2);
  expect([at(50, 50), at(54, 50)]).toEqual(Array(2).fill([0, 0, 200, 255]));
});

test('the more points there are, the fainter they get, within bounds', () => {
  expect(faintness(10, 100_000)).toBe(0.6);
  expect(faintness(10_000, 100_000)).toBe(0.25);
  expect(faintness(1e6, 100_000)).toBe(0.12);
});

test('colours are read as the browser writes them', () => {
  expect([rgbOf('rgb(0, 114, 178)'), rgbOf('rgba(1, 2, 3, 0.5)'), rgbOf('')]).toEqual([
    [0, 114, 178],
    [1, 2, 3],
    [0, 0, 0],
  ]);
});

const render = useRender();

test('the plot can be walked by keyboard and says so, and its legend has the looks that occur', async () => {
  const html = await render('/src/charts/Scatter.svelte', {
    title: 'Rows',
    x: [1, 2, 3],
    y: [4, 5, 6],
    look: Uint8Array.of(0, 0, 2),
    names: ['training rows', 'your dealership', 'poisoned rows'],
    xLabel: 'last year',
    yLabel: 'sold',
    format: String,
    formatX: String,
  });
  expect(html).toContain(
    'role="application" tabindex="0" aria-label="Rows: sold against last year, 3 points: 2 training rows, 1 poisoned rows. ' +
      'The left and right arrow keys walk through them."',
  );
  expect(html).toContain('poisoned rows');
  expect(html).not.toContain('your dealership');
});

test('a rectangle holds the points between its corners, whichever way it was drawn', () => {
  const placed: Placed = { x: Float32Array.of(1, 5, 9, NaN), y: Float32Array.of(1, 5, 9, 5) };
  expect([...within(placed, [0, 0], [5, 5])]).toEqual([0, 1]);
  expect([...within(placed, [10, 2], [2, 10])]).toEqual([1, 2]);
});
