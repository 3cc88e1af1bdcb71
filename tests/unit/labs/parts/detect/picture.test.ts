import { expect, test } from 'vitest';
import type { Picture } from '#lab/detector.ts';
import { groupsOf, inWords } from '#labs/parts/detect/picture.ts';

const bars = (...loud: boolean[]): Picture => ({
  kind: 'bars',
  title: 'Recall by class.',
  bars: loud.map((is, i) => ({ label: `class ${i}`, value: i, loud: is })),
  limits: [],
});
const scatter = {
  kind: 'scatter',
  title: 'Rows',
  x: Float32Array.of(1, 2, 3),
  y: Float32Array.of(1, 2, 3),
  group: Uint8Array.of(0, 1, 0),
  loud: 1,
  rows: Uint32Array.of(10, 20, 30),
} as const;

test.each<[Picture, string]>([
  [bars(false, false), 'Recall by class. None stands out.'],
  [bars(true, false), 'Recall by class. class 0 stands out.'],
  [bars(true, true, true), 'Recall by class. class 0, class 1 and class 2 stand out.'],
  [bars(true, true, true, true, true), 'Recall by class. class 0, class 1, class 2 and 2 more stand out.'],
  [
    { kind: 'histogram', title: 'Scores', values: Float32Array.of(1, 2, NaN, 5), limit: 2 },
    'Scores. 2 of 4 lie beyond the limit of 2.00.',
  ],
  [
    { kind: 'histogram', title: 'Entropy', values: Float32Array.of(1, 2, 5), limit: 2, loudBelow: true },
    'Entropy. 1 of 3 lie beyond the limit of 2.00.',
  ],
  [
    { kind: 'images', title: 'Ink in common.', images: [{ label: 'ink', pixels: new Float32Array(784), loud: true }] },
    'Ink in common.',
  ],
  [scatter, 'Rows. 1 of 3 rows is pointed at.'],
  [{ ...scatter, loud: null }, 'Rows. No row is pointed at.'],
])('a picture says what it shows: %#', (picture, words) => expect(inWords(picture)).toBe(words));

test('the group pointed at comes first, each with its training rows', () =>
  expect(groupsOf(scatter)).toEqual([
    { group: 1, members: [20] },
    { group: 0, members: [10, 30] },
  ]));
