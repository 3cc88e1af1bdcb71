import type { Recipe } from '#lab/recipe.ts';
import type { Evidence } from './evidence.ts';

/** A recipe with some of its attack's settings changed. */
export const withAttack = (recipe: Recipe, values: Recipe['attack']['values']): Recipe => ({
  ...recipe,
  attack: { ...recipe.attack, values: { ...recipe.attack.values, ...values } },
});

/** Attack success rate (ASR) on the source class; 0 where the attack has no target. */
export const successOf = ({ suspect }: Evidence): number => suspect.attackSuccess?.source ?? 0;

/** Whether an attack on rows has relabelled 3s as 8s, and nothing was done to the model by hand. @param attack its id */
export function poisonsRows(attack: string, { recipe, evidence }: { recipe: Recipe; evidence: Evidence }): boolean {
  const { source, target } = recipe.attack.values;
  const is3To8 = recipe.attack.id === attack && source === '3' && target === '8';
  return is3To8 && evidence.budget.rows > 0 && evidence.edited.edits === 0 && recipe.file === '';
}
