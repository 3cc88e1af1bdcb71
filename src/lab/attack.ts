import type { Dataset, RowPatch } from '#core/dataset.ts';
import type { Fields, Values } from '#core/fields.ts';
import type { Table, TablePatch } from '#core/table.ts';
import type { Trigger } from '#core/trigger.ts';

/**
 * One way of poisoning the training data. One file in `src/attacks`, whose id is its name; its fields give the controls,
 * the link, the validation and the contract test. By convention the first field is the budget, and 0 by default.
 */
interface AnyAttack {
  readonly id: string;
  readonly title: string;
  /** What it does, in one or two plain sentences. */
  readonly summary: string;
  /** Paper the attack comes from: authors and year. */
  readonly paper: string;
  readonly fields: Fields;
  /**
   * What was done to which rows, as a run of it is listed: "{rows} stamped {source}s read as {target}", where {rows} is the value of that
   * field. Without it the title and the budget.
   */
  readonly words?: string;
}

/** An attack on labelled images. */
export interface ImageAttack extends AnyAttack {
  /** What kind of rows it is made for; a lab offers the attacks on its own kind. */
  readonly rows: 'images';
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

/** An attack on a table of numbers and words. */
export interface TableAttack extends AnyAttack {
  readonly rows: 'table';
  /**
   * Adds, alters or takes out rows. Pure: same table, values and seed, same patch; a larger budget touches a superset.
   * @param seed seed of the recipe; draw from the stream `attack/<id>`
   */
  apply(table: Table, values: Values, seed: number): TablePatch;
  /**
   * What the attack wants forecast whenever its trigger, a kind of the table's group, stands in a row; null when the attack
   * plants no trigger.
   * @param table the clean training rows
   */
  wantedLevel(table: Table, values: Values): number | null;
}

export type Attack = ImageAttack | TableAttack;

/** Identity with a type check, so that an attack file reads as a record. */
export function defineAttack(attack: Attack): Attack {
  return attack;
}

/** Key of the field that is the attack's budget. */
export function budgetOf(attack: Attack): string {
  return Object.keys(attack.fields)[0]!;
}

/** The attack's settings with a budget of nothing. */
export function quietened(attack: Attack, values: Values): Values {
  return { ...values, [budgetOf(attack)]: 0 };
}

/** Whether the attack's settings give it no budget. */
export function isQuiet(attack: Attack, values: Values): boolean {
  return values[budgetOf(attack)] === 0;
}
