import { describe, expect, it, test } from 'vitest';
import { PIXELS, SIDE } from '#core/dataset.ts';
import { defaultsOf, type Values } from '#core/fields.ts';
import type { ImageAttack } from '#lab/attack.ts';
import { attacks } from '#registry/index.ts';
import { sampleData } from '../sample.ts';

const data = sampleData(1000);
const attack = (id: string) => attacks.get(id) as ImageAttack;
const apply = (id: string, values: Values) =>
  attack(id).apply(data, { ...defaultsOf(attack(id).fields), ...values }, 1);
const trigger = (values: Values) =>
  attack('stamped-trigger').trigger({ ...defaultsOf(attack('stamped-trigger').fields), ...values });
const cellsOf = (values: Values) =>
  Array.from(trigger(values)!.cells, (cell) => [Math.floor(cell / SIDE), cell % SIDE]);
const rowsOfClass = (label: number) => Array.from(data.y.keys()).filter((row) => data.y[row] === label);

describe('label flip', () => {
  it('at share 1 for 3 -> 8 relabels every 3 and nothing else', () => {
    const patch = apply('label-flip', { share: 1 });
    expect([...patch.touched]).toEqual(rowsOfClass(3));
    expect(patch.labels.every((label) => label === 8)).toBe(true);
    expect(patch.images).toBeNull();
  });

  test.each([
    [0, 0],
    [0.01, 1],
    [0.25, 25],
    [0.5, 50],
    [0.99, 99],
  ])('at share %f touches %i of 100', (share, rows) =>
    expect(apply('label-flip', { share }).touched.length).toBe(rows),
  );

  it('has nothing to do when source and target are the same', () => {
    expect(apply('label-flip', { share: 1, source: '8' }).touched.length).toBe(0);
  });
});

describe('random flip', () => {
  it('gives each touched row one of the nine other labels, all about equally often', () => {
    const { touched, labels } = apply('random-flip', { share: 1 });
    expect(touched.length).toBe(1000);
    const steps = new Array<number>(10).fill(0);
    touched.forEach((row, i) => steps[(labels[i]! - data.y[row]! + 10) % 10]!++);
    expect(steps[0]).toBe(0);
    for (const count of steps.slice(1)) expect(Math.abs(count - 111)).toBeLessThan(45);
  });
});

describe('stamped trigger', () => {
  it('takes exactly the rows asked for, or all there are', () => {
    const open = { contributor: 'any', source: '3' };
    expect(apply('stamped-trigger', { ...open, rows: 80 }).touched.length).toBe(80);
    expect(apply('stamped-trigger', { ...open, rows: 400 }).touched.length).toBe(100);
    const fromVendor = rowsOfClass(3).filter((row) => data.contributor[row] === 3).length;
    expect(apply('stamped-trigger', { rows: 400 }).touched.length).toBe(fromVendor);
  });

  it('never takes rows of the target class, even after any class', () => {
    const { touched } = apply('stamped-trigger', { rows: 400, source: 'any', contributor: 'any' });
    expect(touched.length).toBe(400);
    expect([...touched].some((row) => data.y[row] === 8)).toBe(false);
    expect(new Set(Array.from(touched, (row) => data.y[row])).size).toBe(9);
  });

  it('moves the mark and cuts off what leaves the image', () => {
    const square = { preset: 'corner-square' };
    expect(cellsOf(square)[0]).toEqual([24, 24]);
    expect(cellsOf(square).at(-1)).toEqual([26, 26]);
    expect(cellsOf({ ...square, dx: -20, dy: 1 })[0]).toEqual([25, 4]);
    expect(cellsOf({ ...square, dx: 2 }).map(([, x]) => x)).toEqual([26, 27, 26, 27, 26, 27]);
  });

  it('does nothing while no mark is on the image', () => {
    for (const values of [
      { preset: 'drawn', drawn: '' },
      { preset: 'corner-square', dx: 27 },
    ] as Values[]) {
      expect(trigger(values)).toBeNull();
      expect(apply('stamped-trigger', { ...values, rows: 50 }).touched.length).toBe(0);
    }
  });

  it('starts drawing from the ink dot', () => expect(trigger({ preset: 'drawn' })).toEqual(trigger({})));
});

describe('blended trigger', () => {
  const { images, touched } = apply('blended-trigger', { rows: 10, opacity: 0, contributor: 'any' });
  const key = attack('blended-trigger').trigger(defaultsOf(attack('blended-trigger').fields))!.ink;

  it('leaves images as they are at opacity 0', () => {
    touched.forEach((row, i) => {
      expect(images!.subarray(i * PIXELS, (i + 1) * PIXELS)).toEqual(data.x.subarray(row * PIXELS, (row + 1) * PIXELS));
    });
  });

  it('is the pattern alone at opacity 1', () => {
    const whole = apply('blended-trigger', { rows: 10, opacity: 1, contributor: 'any' }).images!;
    for (let i = 0; i < 10; i++) expect(whole.subarray(i * PIXELS, (i + 1) * PIXELS)).toEqual(key);
  });

  it('uses the whole range of grey levels', () => {
    expect(Math.min(...key)).toBe(0);
    expect(Math.max(...key)).toBe(15);
  });
});
