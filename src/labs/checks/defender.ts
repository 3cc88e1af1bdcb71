import { applyPatch, NO_PATCH, type Dataset } from '#core/dataset.ts';
import { accuracy, argmaxRows } from '#core/metrics.ts';
import type { Rows } from '#lab/detector.ts';
import type { DefenderSide, Stage, TrainSet } from '#lab/flow.ts';

/** Rows as a reader learns from them, watched on rows that it never sees. */
export function digitTrainSet(train: Dataset, test: Dataset): TrainSet {
  const score = (outputs: Float32Array) => accuracy(argmaxRows(outputs, test.classes), test.y);
  return { base: train, patch: NO_PATCH, targets: null, watch: { x: test.x, score } };
}

/** The rows of a recipe. */
export interface DigitRows extends Stage {
  readonly train: Dataset;
  readonly test: Dataset;
  /** What the suspect learns from, if a defender took rows out or relabelled some; null else. */
  readonly fixed: Dataset | null;
}

/** What the suspect learns from. */
export const suspectRows = ({ train, fixed, touched }: DigitRows): Dataset => fixed ?? applyPatch(train, touched);

/** What a bank that suspects its reader has to go by. */
export const digitDefender: DefenderSide<DigitRows> = {
  rowsOf: (stage, twin) => ({
    train: asRows(twin === 'suspect' ? suspectRows(stage) : stage.train),
    sealed: asRows(stage.test),
  }),
  encode: (rows) => imagesOf(rows).x,
  learnFrom: (rows, { test }) => ({ set: digitTrainSet(imagesOf(rows), test), release: (trained) => trained }),
};

function asRows(data: Dataset): Rows {
  return { kind: 'images', data: { ...data, id: Int32Array.from({ length: data.rows }, (_, row) => row) } };
}

function imagesOf(rows: Rows): Dataset {
  if (rows.kind !== 'images') throw new TypeError('the reader takes images');
  return rows.data;
}
