import type { Evidence } from './evidence.ts';
import { labAt, placeText, type Lesson } from './lesson.ts';
import { encodeRecipe } from './link.ts';
import { defaultRecipe, type Catalog } from './repair.ts';

/**
 * The hash of a lesson's step, with the bench as the step needs it; needs the packer to be here, see `lab/packer.ts`.
 * @param step its number, from 1
 */
export function lessonHash<E extends Evidence>(lesson: Lesson<E>, step: number, catalog: Catalog): string {
  const lab = labAt(lesson, step);
  const usual = defaultRecipe(catalog.labs.get(lab)!, catalog.attacks);
  const recipe = lesson.steps[step - 1]?.bench?.(usual) ?? usual;
  return `#/${lab}/${encodeRecipe(recipe, catalog)}/${placeText({ lesson: lesson.id, step })}`;
}
