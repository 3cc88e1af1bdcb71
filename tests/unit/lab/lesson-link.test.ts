import { expect, test } from 'vitest';
import { lessonHash } from '#lab/lesson-link.ts';
import { loadPacker } from '#lab/packer.ts';
import { readHash } from '#state/hash.ts';
import lesson from '../../../src/lessons/paid-too-much.ts';
import { catalog, usual } from './catalog.ts';

await loadPacker();

test('a step’s link opens its bench, and the step', () => {
  expect(lessonHash(lesson, 1, catalog)).toBe('#/checks//lesson-paid-too-much-1');
  for (const [place, { bench }] of lesson.steps.entries()) {
    const read = readHash(lessonHash(lesson, place + 1, catalog), catalog);
    expect(read).toMatchObject({ page: 'checks', guide: `lesson-paid-too-much-${place + 1}`, changes: [] });
    expect(read.recipe).toEqual(bench?.(usual) ?? usual);
  }
});
