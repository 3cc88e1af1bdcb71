import type { Table } from '#core/table.ts';
import { ORIGIN } from '#lab/row-edit.ts';
import type { Truth } from '#lab/truth.ts';
import type { RecipeRows } from './rows.ts';

/** The suspect's rows, and which of them the attack or a hand changed or put in; those taken out are nowhere to point at. */
export function tableTruth({ poisoned, learned }: RecipeRows): Truth & { readonly rows: Table } {
  const origin = new Map(Array.from(poisoned.table.id, (id, row) => [id, poisoned.origin[row]!]));
  const touched = Uint8Array.from(learned.id, (id) => Number(origin.get(id) !== ORIGIN.given));
  return { rows: learned, ids: learned.id, touched, hasLabels: false };
}
