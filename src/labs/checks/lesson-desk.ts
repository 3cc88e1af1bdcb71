import { INK_DOT } from '#attacks/parts/pictures.ts';
import type { Edit } from '#lab/edit.ts';
import type { Recipe } from '#lab/recipe.ts';
import { count, percent } from '../parts/format.ts';
import type { Evidence } from './evidence.ts';

/** What lessons at the desk have in common: benches to start from, and readings of the evidence. */

/** Clean accuracy within the first of its twin's is as it was; a drop beyond the second is a fall. */
const [SAME, FALL] = [0.01, 0.05];

/** Attack success rate on digits of the source class. */
export const successOf = ({ suspect }: Evidence): number => suspect.attackSuccess?.source ?? 0;

/** Points of clean accuracy that the suspect lacks, as a share; below 0 where it reads better than its twin. */
export const accuracyDrop = ({ clean, suspect }: Evidence): number => clean.accuracy - suspect.accuracy;

/** What became of clean accuracy, as an option of a prediction. */
export function accuracyChange(evidence: Evidence): 'fall' | 'some' | 'same' {
  const drop = accuracyDrop(evidence);
  return drop > FALL ? 'fall' : drop > SAME ? 'some' : 'same';
}

/** The usual recipe with so many rows poisoned. */
export const poisonedBy =
  (rows: number) =>
  (usual: Recipe): Recipe => ({ ...usual, attack: { ...usual.attack, values: { ...usual.attack.values, rows } } });

/**
 * Hidden unit 1 rewired to see the usual mark and to speak for 8, as `planDetector` plans it for the usual reader: that one misses
 * it least. The weight to 8 is larger than the plan's, so that other readers obey it as well.
 */
function detectorOfDot(): Edit {
  const [unit, target, strength, out] = [1, 8, 10, 6];
  const cells = [...INK_DOT.keys()].filter((cell) => INK_DOT[cell]! > 0);
  // It falls silent when half a pixel of the mark is missing.
  return ['plant-detector', unit, target, strength, -strength * (cells.length - 0.5), out, ...cells];
}

/** The usual recipe with a trigger planted in the model by hand. */
export const planted = (usual: Recipe): Recipe => ({ ...usual, edits: [detectorOfDot()] });

/** Whether an attack on rows has relabelled 3s as 8s, and nothing was done to the model by hand. @param attack its id */
export function poisonsRows(attack: string, { recipe, evidence }: { recipe: Recipe; evidence: Evidence }): boolean {
  const { source, target } = recipe.attack.values;
  const is3To8 = recipe.attack.id === attack && source === '3' && target === '8';
  return is3To8 && evidence.budget.rows > 0 && evidence.edited.edits === 0 && recipe.file === '';
}

/**
 * By which bound stamped rows miss an aim, in a sentence; null where by none, or where it is not stamped rows alone.
 * @param most rows that may be poisoned
 * @param enough attack success rate to get to with them
 */
export function stampLacks(
  situation: { recipe: Recipe; evidence: Evidence },
  most: number,
  enough: number,
): string | null {
  if (!poisonsRows('stamped-trigger', situation)) return null;
  const { evidence } = situation;
  const { rows } = evidence.budget;
  if (rows > most) return `Too many: ${count(rows)} rows are poisoned now, at most ${most} may be.`;
  if (successOf(evidence) >= enough) return null;
  return `Not enough: attack success on 3s is ${percent(successOf(evidence))} now, it has to be ${100 * enough} % or more.`;
}
