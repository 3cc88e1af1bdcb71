import { PIXELS, pickDataset, pickImages, type Dataset, type Provenance } from '#core/dataset.ts';
import { ranker } from '#core/rng.ts';
import { splitRows } from '#core/split.ts';

/** All digits of the file, before the split. */
export interface Digits {
  /** rows x 784 grey levels, 0..15. */
  readonly x: Uint8Array;
  readonly y: Uint8Array;
}

const MAGIC = 'PLD1';
const HEADER_BYTES = 8;
const BYTES_PER_IMAGE = PIXELS / 2;
const CLASSES = 10;
const TEST_SHARE = 0.2;

/**
 * Unpacks the digit file: 'PLD1', uint32 count (little-endian), one label byte per row, then 392 bytes per row of 4-bit
 * grey levels, high nibble first.
 * @throws Error with a sentence a learner may read, when the file is not one of these or not whole
 */
export function decodeDigits(payload: Uint8Array): Digits {
  const magic = String.fromCharCode(...payload.subarray(0, MAGIC.length));
  if (magic !== MAGIC || payload.length < HEADER_BYTES) throw new Error('This is not a digit file of the lab.');
  const rows = new DataView(payload.buffer, payload.byteOffset, payload.byteLength).getUint32(4, true);
  const expected = HEADER_BYTES + rows * (1 + BYTES_PER_IMAGE);
  if (payload.length !== expected) {
    throw new Error(`The digit file should have ${expected} bytes for its ${rows} digits, but has ${payload.length}.`);
  }
  const y = payload.slice(HEADER_BYTES, HEADER_BYTES + rows);
  if (y.some((label) => label >= CLASSES)) throw new Error('The digit file has a label that is not a digit.');
  const packed = payload.subarray(HEADER_BYTES + rows);
  const x = new Uint8Array(rows * PIXELS);
  for (let i = 0; i < packed.length; i++) {
    x[2 * i] = packed[i]! >> 4;
    x[2 * i + 1] = packed[i]! & 15;
  }
  return { x, y };
}

/**
 * Who delivered the rows, and which share of them. This staging is the lab's fiction: the digits are MNIST's, and
 * their real writers were never at a bank. It exists so that "which supplier did the poison come in through?" can be asked.
 */
export const CONTRIBUTORS: readonly { readonly name: string; readonly share: number }[] = [
  { name: 'Head office', share: 0.5 },
  { name: 'Riverside branch', share: 0.2 },
  { name: 'Harbour branch', share: 0.1 },
  { name: 'Northgate Scanning (outside vendor)', share: 0.2 },
];

/** Place of the outside vendor in {@link CONTRIBUTORS}: the way in that attacks use unless told otherwise. */
export const OUTSIDE_VENDOR = 3;

export const DELIVERY_BATCHES = 12;

const PROVENANCE: Provenance = {
  sources: ['MNIST via the mnist package'],
  contributors: CONTRIBUTORS.map((contributor) => contributor.name),
};

/** A change of recipe must not change who delivered a row, so the staging has a seed of its own. */
const STAGING_SEED = 1;
const contributorRank = ranker(STAGING_SEED, 'staging/contributor');
const batchRank = ranker(STAGING_SEED, 'staging/batch');

function contributorOf(id: number): number {
  let left = contributorRank(id) / 2 ** 32;
  let place = 0;
  while (place < CONTRIBUTORS.length - 1 && (left -= CONTRIBUTORS[place]!.share) >= 0) place++;
  return place;
}

/** Training rows (80 %) and test rows (20 %) of the digits, stratified by class; a row's id is its place in the file. */
export function digitSplit(digits: Digits, seed: number): { train: Dataset; test: Dataset } {
  const ids = Int32Array.from(digits.y, (_, id) => id);
  const { train, test } = splitRows(digits.y, ids, seed, Math.round(digits.y.length * TEST_SHARE));
  return { train: datasetOf(digits, train), test: datasetOf(digits, test) };
}

/**
 * The training rows that a smaller training set keeps. Nested: those of a smaller set are all in a larger one.
 * @returns the very same dataset when it has no more rows than wanted
 */
export function fewerRows(train: Dataset, rows: number, seed: number): Dataset {
  if (rows >= train.rows) return train;
  const rank = Uint32Array.from(train.id, ranker(seed, 'training-rows'));
  const ranked = Uint32Array.from(rank.keys()).sort((a, b) => rank[a]! - rank[b]! || a - b);
  const kept = ranked.slice(0, rows).sort();
  return pickDataset(train, kept);
}

function datasetOf(digits: Digits, ids: Uint32Array): Dataset {
  return {
    rows: ids.length,
    classes: CLASSES,
    x: pickImages(digits.x, ids),
    y: Uint8Array.from(ids, (id) => digits.y[id]!),
    id: Int32Array.from(ids),
    source: new Uint8Array(ids.length),
    contributor: Uint8Array.from(ids, contributorOf),
    batch: Uint8Array.from(ids, (id) => 1 + (batchRank(id) % DELIVERY_BATCHES)),
    provenance: PROVENANCE,
  };
}
