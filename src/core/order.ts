import { hash32, mix32 } from './bits.ts';
import { SIDE } from './dataset.ts';
import { ranker } from './rng.ts';

/** What one epoch does to the training set: the order its rows are seen in, and how each image is shifted. */
export interface EpochPlan {
  /** Row indices (not ids) in the order they are trained on, length = rows. */
  readonly order: Uint32Array;
  /** Per position in `order`: shift code 0..8, see {@link shiftOf}. Code 4 is "not shifted". */
  readonly shift: Uint8Array;
}

export const NOT_SHIFTED = 4;

/** Shift code 0..8 to whole pixels: dx right, dy down, each -1, 0 or 1. */
export function shiftOf(code: number): { dx: number; dy: number } {
  return { dx: (code % 3) - 1, dy: Math.floor(code / 3) - 1 };
}

/** An image (784 grey levels) moved by a shift code; what moves over the edge is dropped, and paper comes in behind it. */
export function shiftImage(image: Uint8Array, code: number): Uint8Array {
  if (code === NOT_SHIFTED) return image;
  const { dx, dy } = shiftOf(code);
  const shifted = new Uint8Array(image.length);
  for (let y = Math.max(0, dy); y < Math.min(SIDE, SIDE + dy); y++) {
    for (let x = Math.max(0, dx); x < Math.min(SIDE, SIDE + dx); x++)
      shifted[y * SIDE + x] = image[(y - dy) * SIDE + x - dx]!;
  }
  return shifted;
}

/**
 * Order and augmentation of one epoch. A row's place in the queue hangs on its id alone, so adding or dropping a row
 * leaves every other row's neighbours in place, and both twins see the same order.
 * @param ids row ids, length = rows, each below 2^20
 * @param augment whether images are shifted by up to one pixel
 * @param known an earlier plan's queue for the same seed and epoch, see {@link queueOf}; spares sorting its rows again
 */
export function epochPlan(
  ids: Int32Array,
  seed: number,
  epoch: number,
  augment: boolean,
  known: Float64Array = new Float64Array(0),
): EpochPlan {
  const queue = mergeSorted(known, queueOf(ids, known.length, seed, epoch));
  const order = new Uint32Array(queue.length);
  for (let i = 0; i < queue.length; i++) order[i] = queue[i]! % INDICES;
  const shift = new Uint8Array(ids.length).fill(NOT_SHIFTED);
  if (augment) {
    const base = hash32(`${seed}/augment/${epoch}`);
    for (let i = 0; i < order.length; i++) shift[i] = mix32(base ^ mix32(ids[order[i]!]! + 1)) % 9;
  }
  return { order, shift };
}

/** Indices of rows fill the low bits of a key in a queue, ranks the high ones. */
const INDICES = 2 ** 20;

/**
 * Keys of the rows from `from` on, sorted: rank in the high bits, index in the low 20. A plain numeric sort then needs no
 * comparator, which is ten times faster.
 */
export function queueOf(ids: Int32Array, from: number, seed: number, epoch: number): Float64Array {
  const rank = ranker(seed, `batch/${epoch}`);
  const keys = new Float64Array(ids.length - from);
  for (let i = from; i < ids.length; i++) keys[i - from] = rank(ids[i]!) * INDICES + i;
  return keys.sort();
}

function mergeSorted(a: Float64Array, b: Float64Array): Float64Array {
  if (a.length === 0) return b;
  const merged = new Float64Array(a.length + b.length);
  for (let at = 0, i = 0, j = 0; at < merged.length; at++) {
    merged[at] = j === b.length || a[i]! < b[j]! ? a[i++]! : b[j++]!;
  }
  return merged;
}
