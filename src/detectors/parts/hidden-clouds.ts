import type { Dataset } from '#core/dataset.ts';
import { activationsOf } from '#lab/dense-net.ts';
import type { CleanModel, Inspection, ModelInHand } from '#lab/detector.ts';
import { imagesOf, rowsByClass, spread } from './images.ts';
import { cleanModels, whyUnfit } from './readings.ts';

/** Rows of one label as points: what the last hidden layer says to each. */
export interface Cloud {
  readonly label: number;
  /** Places of the rows among the training rows, ascending. */
  readonly rows: Uint32Array;
  /** rows x width. */
  readonly points: Float32Array;
  readonly width: number;
}

/** A label with fewer rows than these has no shape to speak of. */
const FEWEST_ROWS = 20;
/** Rows of a clean model that are looked at; with fewer, chance in the shapes widens the limits. */
const CLEAN_ROWS = 2000;
/** Rows between two pauses. */
const CHUNK = 500;

/** The suspect's clouds, and those of clean models. */
export interface Clouds {
  readonly own: readonly Cloud[];
  readonly clean: readonly (readonly Cloud[])[];
}

/** Clouds of the training rows in the suspect and in clean models, or a sentence that says why there are none. */
export async function hiddenClouds(inspection: Inspection): Promise<Clouds | string> {
  const { suspect, train, pause } = inspection;
  if (suspect.spec.kind !== 'dense')
    return 'This looks into the last hidden layer of dense models; a convolutional net has filters there.';
  if (suspect.spec.hidden.length === 0) return 'A linear model has no hidden layer to look into.';
  const unfit = whyUnfit(suspect);
  if (unfit) return unfit;
  const models = await cleanModels(inspection);
  if (typeof models === 'string') return models;
  const own = await cloudsOf(suspect, imagesOf(train), pause);
  if (own.length === 0) return `No label has ${FEWEST_ROWS} rows: too few to have a shape.`;
  if (own.some(({ points }) => !points.every(Number.isFinite)))
    return 'The hidden layer’s responses overflow: they are no numbers any more.';
  const clean: Cloud[][] = [];
  for (const model of models) clean.push(await cleanClouds(model, pause));
  return { own, clean };
}

/** Clouds of clean models seen before: several detectors ask for them, inspection after inspection. */
const known = new WeakMap<Float32Array, Cloud[]>();

async function cleanClouds(model: CleanModel, pause: Inspection['pause']): Promise<Cloud[]> {
  const before = known.get(model.parameters);
  if (before) return before;
  const clouds = await cloudsOf(model, spread(imagesOf(model.train), CLEAN_ROWS), pause);
  known.set(model.parameters, clouds);
  return clouds;
}

async function cloudsOf(
  { parameters, spec }: ModelInHand,
  data: Dataset,
  pause: Inspection['pause'],
): Promise<Cloud[]> {
  const width = spec.hidden.at(-1)!;
  const responses = new Float32Array(data.rows * width);
  for (let from = 0; from < data.rows; from += CHUNK) {
    const images = data.x.subarray(from * spec.inputs, (from + CHUNK) * spec.inputs);
    responses.set(activationsOf(parameters, spec, images).hidden.at(-1)!, from * width);
    await pause();
  }
  return rowsByClass(data).flatMap((rows, label) =>
    rows.length < FEWEST_ROWS ? [] : [{ label, rows, points: pointsAt(responses, width, rows), width }],
  );
}

/** Some of the points, one after the other. */
export function pointsAt(points: Float32Array, width: number, rows: Uint32Array): Float32Array {
  const picked = new Float32Array(rows.length * width);
  rows.forEach((row, i) => picked.set(points.subarray(row * width, (row + 1) * width), i * width));
  return picked;
}
