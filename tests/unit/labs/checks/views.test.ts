import { expect, test } from 'vitest';
import { PIXELS, SIDE, type Dataset } from '#core/dataset.ts';
import { digitModel, layersOf, parameterCount, parameterParts } from '#lab/model.ts';
import { centred } from '#labs/checks/centre.ts';
import { composeTiles, moveCursor, rowsShown } from '#labs/checks/contact-sheet.ts';
import { money, percent, sureness } from '#labs/parts/format.ts';
import { band, rosette } from '#labs/parts/guilloche.ts';
import { firstLayerPictures, outgoing, unitChange } from '#labs/checks/model-pictures.ts';
import { inWords } from '#labs/checks/number-words.ts';

test.each([
  [0, 'Zero'],
  [11, 'Eleven'],
  [70, 'Seventy'],
  [83, 'Eighty-three'],
  [3000, 'Three thousand'],
  [8008, 'Eight thousand eight'],
  [12_345, 'Twelve thousand three hundred forty-five'],
  [999_999, 'Nine hundred ninety-nine thousand nine hundred ninety-nine'],
])('$%d in words', (dollars, words) => expect(inWords(dollars)).toBe(words));

test('figures are written as on a ledger, and a probability is never rounded up to certainty', () => {
  expect([money(3000), percent(0.9514), sureness(0.9999), sureness(1), sureness(NaN)]).toEqual([
    '$3,000',
    '95.1 %',
    '99 %',
    '100 %',
    'no',
  ]);
});

test('a drawn digit is moved to the middle, ink kept, and never out of the picture', () => {
  const corner = new Uint8Array(PIXELS);
  corner[0] = corner[1] = corner[SIDE] = 15;
  const moved = centred(corner);
  expect(moved.reduce((sum, level) => sum + level, 0)).toBe(45);
  expect(moved[13 * SIDE + 13]).toBe(15);
  const wide = new Uint8Array(PIXELS).fill(0).map((_, cell) => (cell % SIDE === 0 || cell === SIDE - 1 ? 15 : 0));
  expect(centred(wide).reduce((sum, level) => sum + level, 0)).toBe(wide.reduce((sum, level) => sum + level, 0));
  expect(centred(new Uint8Array(PIXELS))).toEqual(new Uint8Array(PIXELS));
});

const rows: Dataset = {
  rows: 4,
  classes: 10,
  x: new Uint8Array(4 * PIXELS).fill(15),
  y: Uint8Array.of(7, 3, 3, 8),
  id: Int32Array.of(10, 11, 12, 13),
  source: new Uint8Array(4),
  contributor: Uint8Array.of(0, 3, 0, 3),
  batch: new Uint8Array(4).fill(1),
  provenance: { sources: ['s'], contributors: ['a', 'b', 'c', 'd'] },
};

test('the contact sheet shows rows by label, filtered', () => {
  const all = { label: null, contributor: null, poisoned: 'hidden' as const };
  const poisoned = new Set([2, 3]);
  expect(rowsShown(rows, poisoned, all)).toEqual([1, 2, 0, 3]);
  expect(rowsShown(rows, poisoned, { ...all, label: 3 })).toEqual([1, 2]);
  expect(rowsShown(rows, poisoned, { ...all, contributor: 3 })).toEqual([1, 3]);
  expect(rowsShown(rows, poisoned, { ...all, poisoned: 'only' })).toEqual([2, 3]);
  expect(rowsShown(rows, poisoned, { ...all, poisoned: 'first' })).toEqual([2, 3, 1, 0]);
});

test('tiles are drawn in the colour asked for, ink as alpha', () => {
  const [width, height] = [2 * SIDE, SIDE];
  const picture = { width, height, data: new Uint8ClampedArray(4 * width * height) } as ImageData;
  const half = new Uint8Array(PIXELS);
  half[5] = 15;
  composeTiles(picture, () => half, [0, 1], 2, [1, 2, 3]);
  expect([...picture.data.subarray(4 * (SIDE + 5), 4 * (SIDE + 5) + 4)]).toEqual([1, 2, 3, 255]);
  expect(picture.data.reduce((sum, value) => sum + value, 0)).toBe(2 * (1 + 2 + 3 + 255));
});

test('the cursor stays on the sheet', () => {
  expect(moveCursor('ArrowUp', 3, 100, 10)).toBe(0);
  expect(moveCursor('ArrowDown', 95, 100, 10)).toBe(99);
  expect(moveCursor('End', 0, 100, 10)).toBe(99);
  expect(moveCursor('a', 0, 100, 10)).toBeNull();
});

test('pictures, counts and outgoing weights point at the right parameters', () => {
  const spec = digitModel([4]);
  const parameters = Float32Array.from({ length: parameterCount(spec) }, (_, i) => i);
  const [, unit] = firstLayerPictures(spec);
  expect(unit).toMatchObject({ name: 'Unit 1', offset: 1, stride: 4, bias: 784 * 4 + 1 });
  expect(parameterParts(spec)).toEqual({ weights: 784 * 4 + 40, biases: 14 });
  expect([...outgoing(spec, 1, parameters)]).toEqual(
    Array.from({ length: 10 }, (_, c) => layersOf(spec)[1]!.weights + 10 + c),
  );
  const moved = parameters.slice();
  moved[unit!.offset + 3 * unit!.stride]! += 3;
  moved[unit!.bias]! += 4;
  expect(unitChange(unit!, moved, parameters)).toBe(5);
});

test('the engraving stays inside its frame', () => {
  const numbers = (paths: string[]) => paths.flatMap((path) => [...path.matchAll(/[\d.-]+/g)].map(Number));
  expect(Math.max(...numbers(band(920, 200, 360, 14)))).toBeLessThanOrEqual(920);
  expect(Math.min(...numbers(rosette(100, 100, 60, 12, 5)))).toBeGreaterThanOrEqual(40);
});
