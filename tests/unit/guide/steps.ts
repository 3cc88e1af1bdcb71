import type { Evidence } from '#lab/evidence.ts';
import { judgedBy, type DoStep, type Lesson } from '#lab/lesson.ts';
import type { Recipe } from '#lab/recipe.ts';

/** What is done in a lesson, by the ids of its steps. */
export function stepsOf<E extends Evidence>(lesson: Lesson<E>) {
  const stepOf = (id: string) => lesson.steps.find((step) => step.id === id) as DoStep<E>;
  return {
    stepOf,
    /** The recipe that a step starts from. */
    benchOf: (id: string, usual: Recipe): Recipe =>
      lesson.steps.find((step) => step.id === id)!.bench?.(usual) ?? usual,
    /** What came of the predictions that a step judges, in the order it names them. */
    happenedAt: (id: string, evidence: E) => judgedBy(lesson, stepOf(id)).map(({ happened }) => happened(evidence)),
  };
}
