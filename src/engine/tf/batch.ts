import { INK, PIXELS, SIDE, type Inputs } from '#core/dataset.ts';
import { shiftImage } from '#core/order.ts';
import { CONV } from '#lab/model.ts';

const { kernel1, side1 } = CONV;
/** Values of one image as the first convolution sees it: one 5 x 5 patch for each of 12 x 12 places. */
export const PATCHED = side1 * side1 * kernel1 * kernel1;

/** Pixel that each value of a patched image is copied from. */
const PATCH_PIXELS = Uint16Array.from({ length: PATCHED }, (_, i) => {
  const inPatch = i % (kernel1 * kernel1);
  const place = Math.floor(i / (kernel1 * kernel1));
  const row = 2 * Math.floor(place / side1) + Math.floor(inPatch / kernel1);
  const column = 2 * (place % side1) + (inPatch % kernel1);
  return row * SIDE + column;
});

/**
 * Writes a row's values (of a grey level, level / 15) to place `slot` of a batch. An image may be moved by a shift code; what
 * moves over the edge is dropped.
 */
export function writeRow(batch: Float32Array, slot: number, row: Inputs, code: number): void {
  const isImage = row instanceof Uint8Array;
  const seen = isImage ? shiftImage(row, code) : row;
  const unit = isImage ? INK : 1;
  const out = batch.subarray(slot * row.length, (slot + 1) * row.length);
  for (let i = 0; i < seen.length; i++) out[i] = seen[i]! / unit;
}

/** Images (rows x 784) as patches (rows * 144 x 25), row by row. */
export function toPatches(images: Float32Array): Float32Array {
  const rows = images.length / PIXELS;
  const patches = new Float32Array(rows * PATCHED);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < PATCHED; i++) patches[row * PATCHED + i] = images[row * PIXELS + PATCH_PIXELS[i]!]!;
  }
  return patches;
}
