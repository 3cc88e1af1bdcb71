import { INK, PIXELS, SIDE, type Dataset } from '#core/dataset.ts';
import { principalAxes, projected } from '#core/principal.ts';
import { stream } from '#core/rng.ts';

/** Numbers that an image is reduced to. */
export const REDUCED = 16;
/** Side of an image after each 2 x 2 pixels became their mean. */
const HALF = SIDE / 2;
/** Rows between pauses. */
const CHUNK = 1000;
/** Powers of the covariance matrix; only the space that the axes span together matters. */
const ROUNDS = 25;

/** Images reduced last: detectors ask for the same ones one after the other. */
let last: { readonly x: Uint8Array; readonly reduced: Promise<Float32Array> } | null = null;

/**
 * Images as {@link REDUCED} numbers each, rows x 16: their coordinates along the main directions in which images of the set
 * differ, by falling variance. Distances between images stay nearly what they were, and cost a fiftieth. The draws
 * that axes are found with hang on no case, so that all detectors of all inspections share them.
 */
export function reducedImages({ x, rows }: Dataset, pause: () => Promise<void>): Promise<Float32Array> {
  if (last?.x !== x) {
    const reduced = reduce(x, rows, pause);
    last = { x, reduced };
    reduced.catch(() => (last = null));
  }
  return last.reduced;
}

async function reduce(x: Uint8Array, rows: number, pause: () => Promise<void>): Promise<Float32Array> {
  const halved = new Float32Array(rows * HALF * HALF);
  for (let row = 0; row < rows; row++) {
    halve(x, row, halved);
    if (row % CHUNK === 0) await pause();
  }
  const axes = principalAxes(halved, HALF * HALF, REDUCED, stream(1, 'reduced-images'), ROUNDS);
  const reduced = new Float32Array(rows * REDUCED);
  for (let row = 0; row < rows; row += CHUNK) {
    await pause();
    const chunk = halved.subarray(row * HALF * HALF, (row + CHUNK) * HALF * HALF);
    reduced.set(projected(chunk, axes), row * REDUCED);
  }
  return reduced;
}

function halve(x: Uint8Array, row: number, into: Float32Array): void {
  for (let v = 0; v < HALF; v++) {
    for (let h = 0; h < HALF; h++) {
      const at = row * PIXELS + 2 * v * SIDE + 2 * h;
      const ink = x[at]! + x[at + 1]! + x[at + SIDE]! + x[at + SIDE + 1]!;
      // Twice the mean, so that distances between images keep their size.
      into[(row * HALF + v) * HALF + h] = ink / (2 * INK);
    }
  }
}
