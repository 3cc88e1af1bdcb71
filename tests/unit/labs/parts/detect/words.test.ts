import { expect, test } from 'vitest';
import type { Edit } from '#lab/edit.ts';
import type { Evidence } from '#lab/evidence.ts';
import type { Score } from '#lab/score.ts';
import type { Cell } from '#lab/survey.ts';
import { doseWords } from '#labs/parts/detect/dose-words.ts';
import { usualSignal } from '#labs/parts/detect/matrix.ts';
import { hurtWords, repairWords } from '#labs/parts/detect/repair-words.ts';
import { seconds, tally } from '#labs/parts/detect/words.ts';

const cell = (alarm: number, suspicious = 0, quiet = 0, unknown = 0): Cell => ({
  signals: { alarm, suspicious, quiet, 'cannot-know': unknown },
  recall: null,
  precision: null,
});

test('a board is summed up in words, the loudest first', () => {
  expect(tally(['quiet', 'alarm', 'cannot-know', 'alarm', 'quiet'])).toBe('2 alarms, 2 quiet, 1 cannot know');
  expect(tally(['alarm', 'suspicious'])).toBe('1 alarm, 1 suspicious');
  expect([seconds(40), seconds(2449), seconds(12_000)]).toEqual(['0.0 s', '2.4 s', '12 s']);
});

test.each<[Cell, string]>([
  [cell(3, 0, 2), 'alarm'],
  [cell(2, 1, 2), 'suspicious'],
  [cell(1, 1, 3), 'quiet'],
  [cell(0, 0, 1, 4), 'cannot-know'],
])('a cell shows what at least half of the tries gave: %#', (given, signal) => expect(usualSignal(given)).toBe(signal));

test('a survey of doses says where the first alarm came, and who stayed silent', () => {
  const detectors = [
    { id: 'a', title: 'A' },
    { id: 'b', title: 'B' },
  ];
  const cells = { 1: { a: cell(0), b: cell(0) }, 2: { a: cell(1), b: cell(0) } };
  expect(doseWords([1, 2], cells, detectors, 'rows')).toBe(
    'the first alarm comes at 2 rows (A); 1 of 2 detectors raise none at any budget.',
  );
  expect(doseWords([1], cells, detectors, 'rows')).toContain('no detector');
  expect(doseWords([1], { 1: { a: cell(1) } }, detectors, 'rows')).toContain('at 1 row (A)');
});

test('a repair is told in words', () => {
  const prune: Edit = ['prune-unit', 4];
  const shift: Edit = ['shift', 7, 2];
  expect(repairWords([[1], [2], [3, 8]], [prune], [])).toBe(
    'Repaired: 2 rows taken out, 1 row relabelled, 1 unit pruned. The suspect was trained again.',
  );
  expect(repairWords([], [], [shift, ['flip-sign', 3]])).toBe(
    'Repaired: the release restored. The suspect was not trained again.',
  );
  expect(repairWords([], [prune, ['prune-unit', 5]], [])).toBe(
    'Repaired: 2 units pruned. The suspect was not trained again.',
  );
  expect(repairWords([], [prune], [shift]), 'as many edits as before').toBe(
    'Repaired: the release restored, 1 unit pruned. The suspect was not trained again.',
  );
  expect(repairWords([], [shift, shift], [shift, shift, shift])).toContain('1 edit by hand dropped.');
  expect(repairWords([], [prune, shift], [shift, prune])).toContain('in another order.');
});

test.each([
  ['higher', 0.95, 0.96, 'The repair helps'],
  ['higher', 0.95, 0.9, 'This repair hurts'],
  ['higher', 0.95, 0.949, 'costs next to nothing'],
  ['lower', 6, 7, 'This repair hurts'],
  ['lower', 7, 6, 'The repair helps'],
  ['lower', 7, NaN, 'of no use'],
] as const)('a repair that makes untouched rows worse says so: %s, %d to %d', (better, was, is, words) => {
  const score = {
    id: 'performance',
    short: 'S',
    better,
    of: ({ recipe }: Evidence) => recipe.seed,
    format: String,
  } as unknown as Score;
  const evidence = (seed: number) => ({ recipe: { seed } }) as Evidence;
  expect(hurtWords([score], evidence(was), evidence(is))).toContain(words);
});
