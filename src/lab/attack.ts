import type { Dataset, RowPatch } from '#core/dataset.ts';
import type { Fields, Values } from '#core/fields.ts';
import type { Trigger } from '#core/trigger.ts';

/**
 * One way of poisoning the training data. One file in `src/attacks`, whose id is its name; its fields give the controls,
 * the link, the validation and the contract test.
 */
export interface Attack {
  readonly id: string;
  readonly title: string;
  /** What it does, in one or two plain sentences. */
  readonly summary: string;
  /** Paper the attack comes from: authors and year. */
  readonly paper: string;
  readonly fields: Fields;
  /**
   * Chooses and alters rows. Pure: same data, values and seed, same patch; a larger budget touches a superset of rows.
   * @param seed seed of the recipe; draw from the stream `attack/<id>`
   */
  apply(data: Dataset, values: Values, seed: number): RowPatch;
  /** The mark that fires the backdoor when the model is used; null when the attack has none. */
  trigger(values: Values): Trigger | null;
  /** Class whose images the attack wants misread; null for any class. */
  sourceClass(values: Values): number | null;
  /** Class they should be read as; null when there is no single one. */
  targetClass(values: Values): number | null;
}

/** Identity with a type check, so that an attack file reads as a record. */
export function defineAttack(attack: Attack): Attack {
  return attack;
}
