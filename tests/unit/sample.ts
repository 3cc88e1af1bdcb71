import { PIXELS, type Dataset } from '#core/dataset.ts';
import { stream } from '#core/rng.ts';
import { CONTRIBUTORS } from '#labs/checks/digits.ts';

/** Made-up rows of ten classes in turn, with some ink on each image, from every contributor. */
export function sampleData(rows: number): Dataset {
  const draw = stream(1, 'sample');
  const ids = Int32Array.from({ length: rows }, (_, row) => row * 3);
  return {
    rows,
    classes: 10,
    x: Uint8Array.from({ length: rows * PIXELS }, () => (draw() < 0.2 ? Math.floor(draw() * 16) : 0)),
    y: Uint8Array.from(ids, (_, row) => row % 10),
    id: ids,
    source: new Uint8Array(rows),
    contributor: Uint8Array.from(ids, () => Math.floor(draw() * CONTRIBUTORS.length)),
    batch: new Uint8Array(rows).fill(1),
    provenance: { sources: ['made up'], contributors: CONTRIBUTORS.map(({ name }) => name) },
  };
}
