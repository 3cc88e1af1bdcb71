import { applyPatch, type Dataset, type RowPatch } from '#core/dataset.ts';
import type { ImageAttack } from '#lab/attack.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Truth } from '#lab/truth.ts';
import { fixImages } from '#lab/fixed-rows.ts';
import type { RowFix } from '#lab/row-fix.ts';
import { digitSplit, fewerRows, type Digits } from './digits.ts';

/**
 * The suspect's rows, and which of them the attack touched; a row that a defender gave its label back counts while its image is marked.
 * @param train the rows that the clean twin learns from
 */
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

/** The same, of any recipe. @param attack the recipe's own */
export function digitTruthOf(digits: Digits, { seed, data, attack: { values }, fixes }: Recipe, attack: ImageAttack) {
  const train = fewerRows(digitSplit(digits, seed).train, Number(data.rows), seed);
  return digitTruth(train, attack.apply(train, values, seed), fixes);
}
