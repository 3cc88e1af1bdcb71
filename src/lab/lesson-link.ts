import { placeText, type Lesson } from './lesson.ts';
import { encodeRecipe } from './link.ts';
import { defaultRecipe, type Catalog } from './repair.ts';

/** The hash of a lesson's step, with the bench as the step needs it. The packer has to be here. */
export function lessonHash({ id, lab, steps }: Lesson, number: number, catalog: Catalog): string {
  const usual = defaultRecipe(catalog.labs.get(lab)!, catalog.attacks);
  const recipe = steps[number - 1]?.bench?.(usual) ?? usual;
  return `#/${lab}/${encodeRecipe(recipe, catalog)}/${placeText({ lesson: id, step: number })}`;
}
