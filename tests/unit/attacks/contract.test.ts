import { describe, expect, it, test } from 'vitest';
import { INK, PIXELS, type RowPatch } from '#core/dataset.ts';
import { defaultsOf } from '#core/fields.ts';
import type { ImageAttack } from '#lab/attack.ts';
import { attacks } from '#registry/index.ts';
import { sampleData } from '../sample.ts';
import { settingsOf } from './settings.ts';

const ROWS = 400;
const data = sampleData(ROWS);
const untouched = structuredClone(data);
const before = structuredClone(data);

const imageAttacks = [...attacks.values()].filter((attack) => attack.rows === 'images');

/** The field that says how much is poisoned, by the name all attacks give it. */
const budgetField = (attack: ImageAttack) => ('rows' in attack.fields ? 'rows' : 'share');
const BUDGETS: Record<string, number[]> = { rows: [0, 1, 2, 5, 10, 40, 400], share: [0, 0.01, 0.1, 0.3, 0.7, 1] };

const settings = (attack: ImageAttack) => settingsOf(attack, 40);

/** Compared as bytes: a general comparison of large arrays takes seconds. */
function expectSame(actual: ArrayBufferView | null, expected: ArrayBufferView | null): void {
  const bytes = (array: ArrayBufferView | null) =>
    array && Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  expect(actual === null ? expected === null : bytes(actual)!.equals(bytes(expected)!)).toBe(true);
}

function expectLegal(patch: RowPatch): void {
  expect([...patch.touched]).toEqual([...new Set(patch.touched)].sort((a, b) => a - b));
  expect(patch.touched.every((row) => row < ROWS)).toBe(true);
  expect(patch.labels.length).toBe(patch.touched.length);
  expect(patch.labels.every((label) => label < data.classes)).toBe(true);
  if (patch.images) {
    expect(patch.images.length).toBe(patch.touched.length * PIXELS);
    expect(patch.images.every((level) => level <= INK)).toBe(true);
  }
}

test('the first four attacks are there', () => {
  const ids = ['blended-trigger', 'label-flip', 'random-flip', 'stamped-trigger'];
  expect(imageAttacks.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
});

describe.each(imageAttacks)('attack $id', (attack) => {
  it('says in words what it is', () => {
    for (const words of [attack.title, attack.summary, attack.paper]) expect(words.length).toBeGreaterThan(4);
    for (const field of Object.values(attack.fields)) expect(field.help).toMatch(/\.$/);
  });

  it('touches nothing at its defaults', () => {
    expect(attack.apply(data, defaultsOf(attack.fields), 1).touched.length).toBe(0);
  });

  it('repeats exactly, leaves its input alone and makes legal rows', () => {
    for (const values of settings(attack)) {
      const patch = attack.apply(data, values, 7);
      expectLegal(patch);
      const again = attack.apply(untouched, values, 7);
      expectSame(again.touched, patch.touched);
      expectSame(again.labels, patch.labels);
      expectSame(again.images, patch.images);
    }
    expectSame(data.x, before.x);
    expectSame(data.y, before.y);
    expectSame(data.id, before.id);
  });

  it('touches nothing at zero and a superset at a larger budget, with the same outcome for each row', () => {
    for (const values of settings(attack)) {
      const patches = BUDGETS[budgetField(attack)]!.map((budget) =>
        attack.apply(data, { ...values, [budgetField(attack)]: budget }, 3),
      );
      expect(patches[0]!.touched.length).toBe(0);
      const outcomes = patches.map((patch) => new Map(Array.from(patch.touched, (row, i) => [row, patch.labels[i]])));
      outcomes.slice(1).forEach((larger, i) => {
        for (const [row, label] of outcomes[i]!) expect(larger.get(row)).toBe(label);
      });
    }
  });

  it('relabels every row it touches, keeps to the source class and the contributor', () => {
    for (const values of settings(attack)) {
      const { touched, labels } = attack.apply(data, values, 7);
      const [source, target] = [attack.sourceClass(values), attack.targetClass(values)];
      touched.forEach((row, i) => {
        expect(labels[i]).not.toBe(data.y[row]);
        if (target !== null) expect(labels[i]).toBe(target);
        if (source !== null) expect(data.y[row]).toBe(source);
        if (values.contributor !== 'any') expect(data.contributor[row]).toBe(Number(values.contributor));
      });
    }
  });

  it('stamps the rows it redraws with the very trigger it announces', () => {
    for (const values of settings(attack)) {
      const patch = attack.apply(data, values, 7);
      const trigger = attack.trigger(values);
      if (trigger) expect(new Set(trigger.cells).size).toBe(trigger.cells.length);
      if (trigger) expect(trigger.cells.every((cell) => cell < PIXELS)).toBe(true);
      if (!patch.images) continue;
      for (let i = 0; i < patch.touched.length; i++) {
        const expected = data.x.slice(patch.touched[i]! * PIXELS, (patch.touched[i]! + 1) * PIXELS);
        trigger!.cells.forEach((cell, k) => {
          expected[cell] = Math.round((1 - trigger!.opacity) * expected[cell]! + trigger!.opacity * trigger!.ink[k]!);
        });
        expectSame(patch.images.subarray(i * PIXELS, (i + 1) * PIXELS), expected);
      }
    }
  });

  it('chooses other rows under another seed', () => {
    const values = {
      ...defaultsOf(attack.fields),
      contributor: 'any',
      [budgetField(attack)]: budgetField(attack) === 'rows' ? 20 : 0.3,
    };
    expect(attack.apply(data, values, 1).touched).not.toEqual(attack.apply(data, values, 2).touched);
  });
});
