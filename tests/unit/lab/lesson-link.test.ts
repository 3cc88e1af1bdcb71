import { expect, test } from 'vitest';
import type { Lesson } from '#lab/lesson.ts';
import { lessonHash } from '#lab/lesson-link.ts';
import { loadPacker } from '#lab/packer.ts';
import { defaultRecipe } from '#lab/repair.ts';
import { attacks, labs } from '#registry/index.ts';
import { readHash } from '#state/hash.ts';
import { catalog } from './catalog.ts';

await loadPacker();
const usualOf = (lab: string) => defaultRecipe(labs.get(lab)!, attacks);
const step = { kind: 'read', id: 'x', title: 'A step', text: ['Read.'] } as const;
const lesson: Lesson = {
  id: 'sample',
  number: 1,
  title: 'A sample',
  lab: 'checks',
  minutes: 10,
  promise: 'You can say what a sample is.',
  steps: [step, { ...step, bench: (usual) => ({ ...usual, seed: 77 }) }, { ...step, lab: 'trucks', room: 'detect' }],
};

test('what a facilitator has set goes along', () => {
  expect(readHash(lessonHash(lesson, 1, catalog, 'set-nohints'), catalog).assigned).toBe('set-nohints');
});

test('a step is linked on its lab, with the bench that it starts from', () => {
  const opened = [1, 2, 3].map((number) => readHash(lessonHash(lesson, number, catalog), catalog));
  expect(opened.map(({ page, room, guide }) => [page, room, guide])).toEqual([
    ['checks', 'bench', 'lesson-sample-1'],
    ['checks', 'bench', 'lesson-sample-2'],
    ['trucks', 'detect', 'lesson-sample-3'],
  ]);
  expect(opened.map(({ recipe }) => recipe)).toEqual([
    usualOf('checks'),
    { ...usualOf('checks'), seed: 77 },
    usualOf('trucks'),
  ]);
  expect(opened.flatMap(({ changes }) => changes)).toEqual([]);
});
