import { imageOf, NO_PATCH, PIXELS, type Dataset, type RowPatch } from '#core/dataset.ts';
import type { Values } from '#core/fields.ts';
import { ranker } from '#core/rng.ts';
import { stamp, type Trigger } from '#core/trigger.ts';
import { chosen } from './fields.ts';

/**
 * Rows an attack may touch, in the order it takes them: of the chosen contributor and source class, and not of the target
 * class already. The order hangs on row ids alone, so a larger budget takes a superset.
 * @param values may have `contributor`, `source` and `target`; what is missing does not narrow the choice
 */
export function queueOfRows(data: Dataset, values: Values, seed: number, attackId: string): Uint32Array {
  const contributor = chosen(values.contributor);
  const source = chosen(values.source);
  const target = chosen(values.target);
  const rank = ranker(seed, `attack/${attackId}`);
  const rows: number[] = [];
  for (let row = 0; row < data.rows; row++) {
    const label = data.y[row]!;
    if (label === target || (source !== null && label !== source)) continue;
    if (contributor === null || data.contributor[row] === contributor) rows.push(row);
  }
  return Uint32Array.from(rows.sort((a, b) => rank(data.id[a]!) - rank(data.id[b]!) || a - b));
}

/** A patch that gives all the rows one label and leaves their images alone. */
export function relabel(rows: Uint32Array, label: number): RowPatch {
  return { touched: rows.slice().sort(), labels: new Uint8Array(rows.length).fill(label), images: null };
}

/**
 * A patch that replaces rows by their marked copies with the target label. The training set keeps its size: the supplier
 * delivers altered rows in place of good ones.
 */
export function markAndRelabel(data: Dataset, rows: Uint32Array, label: number, trigger: Trigger): RowPatch {
  if (rows.length === 0) return NO_PATCH;
  const patch = relabel(rows, label);
  const images = new Uint8Array(rows.length * PIXELS);
  patch.touched.forEach((row, i) => {
    images.set(imageOf(data.x, row), i * PIXELS);
    stamp(images, i, trigger);
  });
  return { ...patch, images };
}
