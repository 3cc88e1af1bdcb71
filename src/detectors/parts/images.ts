import { imageOf, INK, pickDataset, type Dataset } from '#core/dataset.ts';
import type { Picture, Rows } from '#lab/detector.ts';

/** The images among the rows; detectors of images are given nothing else. */
export function imagesOf(rows: Rows): Dataset {
  if (rows.kind !== 'images') throw new TypeError('this detector takes images');
  return rows.data;
}

/** Rows whose number passes a test, by place, ascending. */
export function rowsWhere(values: ArrayLike<number>, passes: (value: number, row: number) => boolean): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < values.length; row++) if (passes(values[row]!, row)) rows.push(row);
  return Uint32Array.from(rows);
}

/** Places of the rows of each class. */
export function rowsByClass({ y, classes }: Dataset): Uint32Array[] {
  return Array.from({ length: classes }, (_, label) => rowsWhere(y, (of) => of === label));
}

/** Share of rows that must bear a label for it to be that of all of them. */
const PREVAILING = 0.8;

/** The label of nearly all the rows; null when there is none such, or no row. */
export function prevailingLabel({ y, classes }: Dataset, rows: Uint32Array): number | null {
  const counts = new Uint32Array(classes);
  for (const row of rows) counts[y[row]!]!++;
  const label = counts.indexOf(Math.max(...counts));
  return rows.length > 0 && counts[label]! >= PREVAILING * rows.length ? label : null;
}

/** Rows as pictures with their labels. */
export function picturesOfRows({ x, y }: Dataset, rows: Uint32Array): Extract<Picture, { kind: 'images' }>['images'] {
  return Array.from(rows, (row) => ({
    label: `Row ${row + 1}, labelled ${y[row]!}`,
    pixels: Float32Array.from(imageOf(x, row), (level) => level / INK),
    loud: false,
  }));
}

/** So many rows, evenly spread over all of them: rows may come sorted by class. All of them when there are fewer. */
export function spread(data: Dataset, most: number): Dataset {
  const rows = Math.min(most, data.rows);
  const places = Uint32Array.from({ length: rows }, (_, i) => Math.floor((i * data.rows) / rows));
  return pickDataset(data, places);
}
