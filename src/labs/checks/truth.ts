import { applyPatch, type Dataset, type RowPatch } from '#core/dataset.ts';
import type { Truth } from '#lab/truth.ts';
import { fixImages } from '#lab/fixed-rows.ts';
import type { RowFix } from '#lab/row-fix.ts';

/** The suspect's rows, and which of them the attack touched; a row that a defender gave its label back counts while its image is marked. */
export function digitTruth(
  train: Dataset,
  patch: RowPatch,
  fixes: readonly RowFix[],
): Truth & { readonly rows: Dataset } {
  const rows = fixImages(applyPatch(train, patch), fixes);
  const labels = new Map(Array.from(train.id, (id, row) => [id, train.y[row]!]));
  const marked = new Set(patch.images ? Array.from(patch.touched, (row) => train.id[row]!) : []);
  const touched = Uint8Array.from(rows.id, (id, row) => Number(marked.has(id) || labels.get(id) !== rows.y[row]));
  return { rows, ids: rows.id, touched, hasLabels: true };
}
