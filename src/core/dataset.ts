/** Side of a digit image, in pixels. */
export const SIDE = 28;
export const PIXELS = SIDE * SIDE;
/** Grey levels run from 0 (paper) to 15 (full ink); a model sees level / 15. */
export const INK = 15;

/** Where rows come from: small tables that rows point into by index. */
export interface Provenance {
  readonly sources: readonly string[];
  readonly contributors: readonly string[];
}

/** What a model is given, rows x inputs, row by row: grey levels 0..15 (it sees level / 15), or numbers as they are. */
export type Inputs = Uint8Array | Float32Array;

/**
 * Rows as an engine takes them. Arrays are shared between stages and never mutated after creation, so that identity can
 * serve as a cache key.
 */
export interface InputRows {
  readonly rows: number;
  readonly x: Inputs;
  /** Label of each row, from 0; empty where a number is to be forecast. */
  readonly y: Uint8Array;
  /** Stable id of each row, below 2^20. */
  readonly id: Int32Array;
}

/** Labelled images, one row each; a row's id is its place in the digit file. */
export interface Dataset extends InputRows {
  readonly classes: number;
  /** rows x 784 grey levels, 0..15, row-major. */
  readonly x: Uint8Array;
  /** Index into `provenance.sources`. */
  readonly source: Uint8Array;
  /** Index into `provenance.contributors`. */
  readonly contributor: Uint8Array;
  /** Delivery batch (month) the row came in with, from 1. */
  readonly batch: Uint8Array;
  readonly provenance: Provenance;
}

/** What an attack does to a training set: which rows it touches, and their new labels and images. */
export interface RowPatch {
  /** Row indices, ascending, each once. */
  readonly touched: Uint32Array;
  /** New label of each touched row. */
  readonly labels: Uint8Array;
  /** New images of the touched rows, touched x 784; null when images stay as they were. */
  readonly images: Uint8Array | null;
}

export const NO_PATCH: RowPatch = { touched: new Uint32Array(0), labels: new Uint8Array(0), images: null };

/** The image of one row, as a view (not a copy). */
export function imageOf(x: Uint8Array, row: number): Uint8Array {
  return x.subarray(row * PIXELS, (row + 1) * PIXELS);
}

/** The training set after an attack. Untouched arrays are shared; an empty patch returns the very same rows. */
export function applyPatch<T extends InputRows>(data: T, patch: RowPatch): T {
  if (patch.touched.length === 0) return data;
  const y = data.y.slice();
  patch.touched.forEach((row, i) => (y[row] = patch.labels[i]!));
  if (!patch.images) return { ...data, y };
  const x = data.x.slice();
  patch.touched.forEach((row, i) => x.set(imageOf(patch.images!, i), row * PIXELS));
  return { ...data, x, y };
}

/**
 * The listed images, one after the other.
 * @param x rows x 784
 * @returns places x 784, a copy
 */
export function pickImages(x: Uint8Array, places: ArrayLike<number>): Uint8Array {
  const picked = new Uint8Array(places.length * PIXELS);
  for (let i = 0; i < places.length; i++) picked.set(imageOf(x, places[i]!), i * PIXELS);
  return picked;
}

/** The listed rows as a dataset of their own; they keep their ids. */
export function pickDataset(data: Dataset, rows: ArrayLike<number>): Dataset {
  const bytes = (from: Uint8Array) => Uint8Array.from(rows, (row) => from[row]!);
  return {
    ...data,
    rows: rows.length,
    x: pickImages(data.x, rows),
    y: bytes(data.y),
    id: Int32Array.from(rows, (row) => data.id[row]!),
    source: bytes(data.source),
    contributor: bytes(data.contributor),
    batch: bytes(data.batch),
  };
}

/** Images of the training set after an attack, one at a time, without copying the rest. */
export function patchedImages(data: Dataset, patch: RowPatch): (row: number) => Uint8Array {
  const { images } = patch;
  if (!images) return (row) => imageOf(data.x, row);
  const place = new Map(Array.from(patch.touched, (row, i) => [row, i]));
  return (row) => {
    const i = place.get(row);
    return i === undefined ? imageOf(data.x, row) : imageOf(images, i);
  };
}
