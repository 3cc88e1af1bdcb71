import type { Evidence } from './evidence.ts';
import { labAt, placeText, type Lesson } from './lesson.ts';
import { encodeRecipe } from './link.ts';
import { defaultRecipe, type Catalog } from './repair.ts';

/**
 * The hash of a lesson's step, with bench and room as the step needs them; needs the packer to be here, see `lab/packer.ts`.
 * @param step its number, from 1
 * @param assigned what a facilitator has set, as it stands in a link (`lab/assignment.ts`)
 */
export function lessonHash<E extends Evidence>(
  lesson: Lesson<E>,
  step: number,
  catalog: Catalog,
  assigned = '',
): string {
  const lab = labAt(lesson, step);
  const usual = defaultRecipe(catalog.labs.get(lab)!, catalog.attacks);
  const { bench, room } = lesson.steps[step - 1] ?? {};
  const looks = [...(room ? [room] : []), placeText({ lesson: lesson.id, step }), ...(assigned ? [assigned] : [])];
  return `#/${[lab, encodeRecipe(bench?.(usual) ?? usual, catalog), ...looks].join('/')}`;
}
