import type { InputKind } from '#core/table-inputs.ts';
import { splitRows } from '#core/split.ts';
import { scalingOf, type Scaling } from '#core/table-inputs.ts';
import { applyTablePatch, pickTable, type Table } from '#core/table.ts';
import type { TableAttack } from '#lab/attack.ts';
import type { Twin } from '#lab/flow.ts';
import type { Recipe } from '#lab/recipe.ts';
import { applyRowEdits, ORIGIN, type TouchedTable } from '#lab/row-edit.ts';
import { fixTable } from '#lab/fixed-rows.ts';
import { makeHistory } from './history.ts';

const TEST_SHARE = 0.2;

/** Tables that the learner brought, by digest. */
export type OwnTables = Readonly<Record<string, Table>>;

/** The rows of a recipe, before and after the attack. */
export interface RecipeRows {
  readonly train: Table;
  /** Never poisoned. */
  readonly test: Table;
  /** After the attack and hands. */
  readonly poisoned: TouchedTable;
  /** What the suspect learns from: the poisoned rows without those that a defender took out. */
  readonly learned: Table;
  /** Next month's rows, one per dealership; null for the learner's own table. */
  readonly next: Table | null;
}

/** How the model of a recipe is given the columns of its table. */
export function inputKindOf({ model }: Pick<Recipe, 'model'>): InputKind {
  return model.kind === 'interaction' ? 'interaction' : 'plain';
}

/** Whether a recipe works on the made-up history: it names no table, or one that is not here. */
export function isMadeUp({ data }: Recipe, own: OwnTables): boolean {
  return own[String(data.table)] === undefined;
}

/** Training and test rows (80 and 20 per cent of each kind of the group), and what the attack and hands make of the former. */
export function rowsOf(recipe: Recipe, own: OwnTables, attack: TableAttack): RecipeRows {
  const { train, test, next } = splitOf(recipe, own);
  const patch = attack.apply(train, recipe.attack.values, recipe.seed);
  const table = applyTablePatch(train, patch);
  const origin = new Uint8Array(table.rows);
  if (patch.replaced.rows.length > 0) {
    const replaced = new Set(Array.from(patch.replaced.rows, (row) => train.id[row]!));
    table.id.forEach((id, row) => (origin[row] = replaced.has(id) ? ORIGIN.changed : ORIGIN.given));
  }
  origin.fill(ORIGIN.added, table.rows - patch.added.rows);
  const poisoned = applyRowEdits({ table, origin, removed: patch.removed.length }, recipe.rows);
  const learned = fixTable(poisoned.table, recipe.fixes);
  return { train, test, next, poisoned, learned };
}

/** Mean and spread of the rows that each twin learns from, by which it sees them. */
export function scalingsOf({ train, learned }: RecipeRows): Readonly<Record<Twin, Scaling>> {
  return { clean: scalingOf(train, train.schema), suspect: scalingOf(learned, train.schema) };
}

/** Rows that differ from the clean training set: changed, added and gone. */
export function touchedRows({ origin, removed }: TouchedTable): number {
  return removed + origin.reduce((sum, mark) => sum + (mark === ORIGIN.given ? 0 : 1), 0);
}

/** The rows before any attack. */
export type Split = Pick<RecipeRows, 'train' | 'test' | 'next'>;

/** The split made last: a drag asks for the same one again and again. */
let last: { key: string; own: OwnTables; split: Split } | null = null;

/** Training rows, test rows and next month's, before any attack. */
export function splitOf({ seed, data }: Recipe, own: OwnTables): Split {
  const key = JSON.stringify([seed, data]);
  if (last?.key === key && last.own === own) return last.split;
  const mine = own[String(data.table)];
  const history = mine ? null : makeHistory(seed, { noise: Number(data.noise), honest666: data.honest666 === true });
  const table = mine ?? history!.table;
  const { train, test } = splitRows(groupPlaces(table), table.id, seed, Math.round(table.rows * TEST_SHARE));
  const split = { train: pickTable(table, train), test: pickTable(table, test), next: history?.next ?? null };
  last = { key, own, split };
  return split;
}

/** Place of each row's kind in the group; all alike without one. */
function groupPlaces({ rows, kinds, schema }: Table): Uint8Array {
  const width = schema.categories.length;
  return Uint8Array.from({ length: rows }, (_, row) =>
    schema.group ? kinds[row * width + schema.group.category]! : 0,
  );
}
