import type { Values } from '#core/fields.ts';
import type { Edit } from './edit.ts';
import type { RowEdit } from './row-edit.ts';
import type { RowFix } from './row-fix.ts';

export const RECIPE_VERSION = 1;

/**
 * A whole experiment as plain data: the save file, the link, the undo step, the cache key and the bug report.
 * Legal by construction: whatever comes from outside goes through `repairRecipe` first.
 */
export interface Recipe {
  readonly version: typeof RECIPE_VERSION;
  readonly lab: string;
  /** Root of every random draw, 1 or more. */
  readonly seed: number;
  /** Values of the lab's `dataFields`: which rows there are before any attack. */
  readonly data: Values;
  /** Values of the lab's `modelFields`. */
  readonly model: Values;
  /** Values of the lab's `hyperFields`. */
  readonly hyper: Values;
  readonly attack: { readonly id: string; readonly values: Values };
  /**
   * Model file that takes the place of training for the suspect, by the first 16 hexadecimal digits of its parameters' SHA-256;
   * empty when it is trained. A link cannot carry the file itself.
   */
  readonly file: string;
  /** Rows changed by hand, after the attack. */
  readonly rows: readonly RowEdit[];
  /** Rows that a defender took out or relabelled, after attack and hands; by ascending id, each once. */
  readonly fixes: readonly RowFix[];
  /** Parameters changed by hand, after training. */
  readonly edits: readonly Edit[];
  /** Values of the lab's `deskFields`: how the model is put to work, with no influence on training. */
  readonly desk: Values;
}
