import { labAt, placeText, type Lesson } from '#lab/lesson.ts';
import type { Experiment } from '#state/experiment.svelte.ts';
import type { Link } from '#state/link.svelte.ts';
import { looking } from '#state/looking.svelte.ts';

/** Goes to a step of a lesson, on another lab's bench where it is taken there. */
export async function walkTo(lesson: Lesson, step: number, experiment: Experiment, link: Link): Promise<void> {
  looking.guide = placeText({ lesson: lesson.id, step });
  const there = labAt(lesson, step);
  if (there !== experiment.lab.id) await link.visit(there);
}
