import type { Recipe } from '#lab/recipe.ts';
import type { Evidence } from './evidence.ts';

/** What lessons at the desk have in common: benches to start from, and readings of the evidence. */

/** Clean accuracy within the first of its twin's is as it was; a drop beyond the second is a fall. */
const [SAME, FALL] = [0.01, 0.05];

/** Attack success rate on digits of the source class. */
export const successOf = ({ suspect }: Evidence): number => suspect.attackSuccess?.source ?? 0;

/** Points of clean accuracy that the suspect lacks, as a share; below 0 where it reads better than its twin. */
const accuracyDrop = ({ clean, suspect }: Evidence): number => clean.accuracy - suspect.accuracy;

/** What became of clean accuracy, as an option of a prediction. */
export function accuracyChange(evidence: Evidence): 'fall' | 'some' | 'same' {
  const drop = accuracyDrop(evidence);
  return drop > FALL ? 'fall' : drop > SAME ? 'some' : 'same';
}

/** The usual recipe with so many rows poisoned. */
export const poisonedBy =
  (rows: number) =>
  (usual: Recipe): Recipe => ({ ...usual, attack: { ...usual.attack, values: { ...usual.attack.values, rows } } });

/** Whether an attack on rows has relabelled 3s as 8s, and nothing was done to the model by hand. @param attack its id */
export function poisonsRows(attack: string, { recipe, evidence }: { recipe: Recipe; evidence: Evidence }): boolean {
  const { source, target } = recipe.attack.values;
  const is3To8 = recipe.attack.id === attack && source === '3' && target === '8';
  return is3To8 && evidence.budget.rows > 0 && evidence.edited.edits === 0 && recipe.file === '';
}
