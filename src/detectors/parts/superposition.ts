import { INK, PIXELS, type Dataset } from '#core/dataset.ts';
import { logOf } from '#core/elementary.ts';
import { quantile } from '#core/statistics.ts';
import type { ModelInHand } from '#lab/detector.ts';

/** Class probabilities of images, rows x classes. @param images rows x 784 grey levels */
export type Read = (images: Uint8Array) => Promise<Float32Array>;

/** How a model reads images. @param like images of the same kind, whose labels do not matter */
export function readerOf(model: ModelInHand, like: Dataset): Read {
  return (images) => model.predict({ kind: 'images', data: { ...like, rows: images.length / PIXELS, x: images } });
}

/** Images read at once: enough that asking costs little, few enough that others are not kept waiting. */
const BATCH = 1000;

/**
 * Entropy of one row of probabilities, in bits: how undecided a reader is between the classes. 0 when it is certain, log2(classes)
 * when it cannot tell them apart.
 */
export function entropyOf(probabilities: Float32Array, row: number, classes: number): number {
  let nats = 0;
  for (let at = row * classes; at < (row + 1) * classes; at++) {
    const share = probabilities[at]!;
    // The limit of share log(share) at nothing is nothing; NaN goes on.
    if (share !== 0) nats -= share * logOf(share);
  }
  return nats / Math.LN2;
}

/** Lays images over one, ink on ink as on a pad that was written on twice; as many rows as there are images over it. */
export function superposed(image: Uint8Array, over: Uint8Array): Uint8Array {
  const blends = new Uint8Array(over.length);
  // Millions of pixels: a plain loop takes a fraction of what calling a function for each does.
  for (let from = 0; from < over.length; from += PIXELS) {
    for (let cell = 0; cell < PIXELS; cell++) {
      const ink = over[from + cell]! + image[cell]!;
      blends[from + cell] = ink < INK ? ink : INK;
    }
  }
  return blends;
}

/**
 * STRIP (Gao 2019, equations 2 and 3): the mean entropy, in bits, of what a reader makes of an image with clean ones laid over it.
 * Digits over digits are a puzzle and leave it undecided; with a trigger among the ink it stays certain.
 * @param images rows x 784 grey levels
 * @param over clean images that the reader has not learned from, one or more
 * @param pause waits between batches
 * @returns one entropy per image; NaN where the reader's answer is no number
 */
export async function superpositionEntropy(
  images: Uint8Array,
  over: Uint8Array,
  classes: number,
  read: Read,
  pause: () => Promise<void> = async () => {},
): Promise<Float32Array> {
  const rows = images.length / PIXELS;
  const each = over.length / PIXELS;
  const entropy = new Float32Array(rows);
  const perBatch = Math.max(1, Math.floor(BATCH / each));
  for (let from = 0; from < rows; from += perBatch) {
    await pause();
    const to = Math.min(rows, from + perBatch);
    const blends = new Uint8Array((to - from) * over.length);
    for (let row = from; row < to; row++)
      blends.set(superposed(images.subarray(row * PIXELS, (row + 1) * PIXELS), over), (row - from) * over.length);
    const probabilities = await read(blends);
    for (let blend = 0; blend < (to - from) * each; blend++)
      entropy[from + Math.floor(blend / each)]! += entropyOf(probabilities, blend, classes) / each;
  }
  return entropy;
}

/**
 * Entropy below which an image is taken to carry a trigger.
 * @param clean entropies of clean images. The paper fits a normal law to them; ours are skewed, so their own quantile is taken
 * @param rate share of clean images that may be rejected: the false-rejection rate
 */
export function entropyBoundary(clean: ArrayLike<number>, rate: number): number {
  return quantile(clean, rate);
}
