import { PIXELS, type Dataset } from '#core/dataset.ts';
import { stream } from '#core/rng.ts';
import type { CleanModel, Inspection, ModelInHand, Rows } from '#lab/detector.ts';
import { digitModel, initialParameters } from '#lab/model.ts';

/** Images with labels, where and when nothing in particular was delivered. */
export function datasetOf(x: Uint8Array, y: readonly number[], more: Partial<Dataset> = {}): Dataset {
  const rows = y.length;
  return {
    rows,
    classes: 10,
    x,
    y: Uint8Array.from(y),
    id: Int32Array.from({ length: rows }, (_, row) => row),
    source: new Uint8Array(rows),
    contributor: new Uint8Array(rows),
    batch: new Uint8Array(rows).fill(1),
    provenance: { sources: ['made up'], contributors: ['nobody'] },
    ...more,
  };
}

/** Rows whose ink is scattered at random, every row in its own way. */
export function scatteredInk(rows: number, seed: number): Uint8Array {
  const draw = stream(seed, 'scattered');
  return Uint8Array.from({ length: rows * PIXELS }, () => (draw() < 0.3 ? 1 + Math.floor(draw() * 15) : 0));
}

/** The same rows in the order given. */
export function reordered(data: Dataset, order: readonly number[]): Dataset {
  const x = new Uint8Array(data.rows * PIXELS);
  order.forEach((from, to) => x.set(data.x.subarray(from * PIXELS, (from + 1) * PIXELS), to * PIXELS));
  const bytes = (values: Uint8Array) => Uint8Array.from(order, (from) => values[from]!);
  return {
    ...data,
    x,
    y: bytes(data.y),
    source: bytes(data.source),
    contributor: bytes(data.contributor),
    batch: bytes(data.batch),
  };
}

export const asImages = (data: Dataset): Rows => ({ kind: 'images', data });

/** A model that has learned nothing, or whatever it is said to have. */
export function untrained(more: Partial<ModelInHand> = {}): ModelInHand {
  const spec = digitModel([8]);
  const predict = async ({ data }: Rows) => new Float32Array(data.rows * spec.outputs).fill(1 / spec.outputs);
  return { spec, parameters: initialParameters(spec, 1), history: [], predict, ...more };
}

/** A clean model with rows of its own, and no more to it than a test needs. */
export function cleanModel(data: Dataset, more: Partial<CleanModel> = {}): CleanModel {
  return { ...untrained(), seed: 1, train: asImages(data), test: asImages(data), ...more };
}

/** An inspection of made-up rows; what a test does not say is not to be asked for. */
export function inspectionOf(train: Dataset, more: Partial<Inspection> = {}): Inspection {
  const refuse = () => Promise.reject(new Error('not part of this test'));
  return {
    seed: 1,
    train: asImages(train),
    sealed: asImages(train),
    suspect: untrained(),
    release: null,
    digest: '',
    baseline: refuse,
    retrain: refuse,
    lossByEpoch: refuse,
    pause: async () => {},
    ...more,
  };
}
