import { describe, expect, it, test } from 'vitest';
import { applyPatch, imageOf, NO_PATCH, PIXELS } from '#core/dataset.ts';
import { decodePattern, encodePattern } from '#core/pattern.ts';
import { stream } from '#core/rng.ts';
import { stamp, stampAll, type Trigger } from '#core/trigger.ts';
import { sampleData } from '../sample.ts';

const draw = stream(1, 'pictures');
const randomPicture = () => Uint8Array.from({ length: PIXELS }, () => (draw() < 0.3 ? Math.floor(draw() * 16) : 0));
const over = (cells: number[], ink: number[], opacity: number): Trigger => ({
  cells: Uint16Array.from(cells),
  ink: Uint8Array.from(ink),
  opacity,
});
const everywhere = Array.from({ length: PIXELS }, (_, cell) => cell);

describe('a stamp', () => {
  const images = new Uint8Array([...randomPicture(), ...randomPicture(), ...randomPicture()]);
  const key = randomPicture();

  it('leaves the image as it is at opacity 0', () => {
    expect(stampAll(images, over(everywhere, [...key], 0))).toEqual(images);
  });

  it('is the key at opacity 1', () => {
    const stamped = stampAll(images, over(everywhere, [...key], 1));
    for (let row = 0; row < 3; row++) expect(imageOf(stamped, row)).toEqual(key);
  });

  it('mixes and rounds in between', () => {
    const image = new Uint8Array(PIXELS).fill(10);
    stamp(image, 0, over([5, 6], [15, 0], 0.2));
    expect([image[4], image[5], image[6], image[7]]).toEqual([10, 11, 8, 10]);
  });

  it('touches only its row and its cells, and stampAll only a copy', () => {
    const before = images.slice();
    const stamped = stampAll(images, over([3], [9], 1));
    expect(images).toEqual(before);
    const changed = everywhere.concat(everywhere).filter((_, i) => stamped[i] !== images[i]);
    expect(changed.every((cell) => cell === 3)).toBe(true);
    const one = images.slice();
    stamp(one, 1, over([3], [9], 1));
    expect(imageOf(one, 0)).toEqual(imageOf(images, 0));
    expect(one[PIXELS + 3]).toBe(9);
  });
});

describe('a pattern as text', () => {
  it('comes back as it was drawn', () => {
    for (let i = 0; i < 20; i++) {
      const picture = randomPicture();
      expect(decodePattern(encodePattern(picture))).toEqual(picture);
    }
    expect(encodePattern(new Uint8Array(PIXELS))).toBe('');
  });

  it('leaves out cells off the grid and cells that are no cells', () => {
    expect(decodePattern('zzf')).toEqual(new Uint8Array(PIXELS));
    expect(decodePattern('!!f00')).toEqual(new Uint8Array(PIXELS));
    expect(decodePattern('00f')[0]).toBe(15);
  });
});

test('a patch changes the rows it names and shares the rest', () => {
  const data = sampleData(20);
  expect(applyPatch(data, NO_PATCH)).toBe(data);
  const relabelled = applyPatch(data, { touched: Uint32Array.of(2, 5), labels: Uint8Array.of(9, 8), images: null });
  expect(relabelled.x).toBe(data.x);
  expect([relabelled.y[2], relabelled.y[5], relabelled.y[3]]).toEqual([9, 8, data.y[3]]);
  const images = new Uint8Array(PIXELS).fill(4);
  const redrawn = applyPatch(data, { touched: Uint32Array.of(7), labels: Uint8Array.of(1), images });
  expect(imageOf(redrawn.x, 7)).toEqual(images);
  expect(imageOf(redrawn.x, 6)).toEqual(imageOf(data.x, 6));
});
