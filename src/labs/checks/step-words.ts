import { argmaxRows } from '#core/metrics.ts';
import type { StepExplained } from '#lab/step.ts';
import { sized, sureness } from '../parts/format.ts';
import { firstLayerPictures, unitChange, type UnitPicture } from './model-pictures.ts';

/** Class a model gives a row, from its probabilities. */
export const classOf = (probabilities: Float32Array): number => argmaxRows(probabilities, probabilities.length)[0]!;

/** How wrong a reading is, and what its loss means. */
export function readingError({ label, before }: StepExplained): string {
  const { output, loss } = before;
  return `The row is labelled ${label}, and the model gave that ${sureness(output[label]!)}. Its loss, cross-entropy, is −ln of that probability: ${sized(loss)}. It would be 0 for a sure and right answer, and is ${sized(BLIND)} for a blind guess among ten.`;
}

/** −ln(1/10). */
const BLIND = Math.LN10;

/** The unit of the first layer whose weights and bias moved farthest. */
export function mostMoved({ spec, parametersBefore, parametersAfter }: StepExplained): UnitPicture {
  const moved = firstLayerPictures(spec).map((picture) => ({
    picture,
    far: unitChange(picture, parametersBefore, parametersAfter),
  }));
  return moved.reduce((most, unit) => (unit.far > most.far ? unit : most)).picture;
}
