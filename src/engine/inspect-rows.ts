import { imageOf, PIXELS, type Dataset } from '#core/dataset.ts';
import { pickTable } from '#core/table.ts';
import type { Rows } from '#lab/detector.ts';

/** The listed rows, by place, as rows of their own; they keep their ids, and so their luck in the order of training. */
export function pickOf(rows: Rows, places: Uint32Array): Rows {
  return rows.kind === 'table'
    ? { kind: 'table', data: pickTable(rows.data, places) }
    : { kind: 'images', data: pickImages(rows.data, places) };
}

function pickImages(data: Dataset, places: Uint32Array): Dataset {
  const x = new Uint8Array(places.length * PIXELS);
  places.forEach((place, row) => x.set(imageOf(data.x, place), row * PIXELS));
  const bytes = (from: Uint8Array) => Uint8Array.from(places, (place) => from[place]!);
  return {
    ...data,
    rows: places.length,
    x,
    y: bytes(data.y),
    id: Int32Array.from(places, (place) => data.id[place]!),
    source: bytes(data.source),
    contributor: bytes(data.contributor),
    batch: bytes(data.batch),
  };
}
