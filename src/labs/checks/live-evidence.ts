import type { Edit } from '#lab/edit.ts';
import { differingParameters } from '#lab/parameter-bits.ts';
import type { Evidence } from './evidence.ts';
import type { LiveReader } from './live-reader.ts';
import { dayOf, measuresOf, type Exam } from './measure.ts';

/**
 * The evidence on screen as it would be with other edits, for as long as the engine has not measured it: the suspect's
 * measures and the day at the desk are new, its digest is empty, and all else is as it was.
 * @param parameters what the edits make of those that the suspect learned; kept, so not to be changed afterwards
 * @param edits edits that the evidence does not have yet are taken to fit the model
 */
export function liveEvidence(
  evidence: Evidence,
  parameters: Float32Array,
  edits: readonly Edit[],
  reader: LiveReader,
  exam: Exam,
): Evidence {
  const recipe = { ...evidence.recipe, edits };
  const measures = measuresOf(reader.read(parameters), exam, recipe);
  const suspect = { ...evidence.suspect, ...measures, parameters, digest: '' };
  const strays = evidence.recipe.edits.length - evidence.edited.edits;
  return {
    ...evidence,
    recipe,
    suspect,
    edited: {
      edits: Math.max(0, edits.length - strays),
      parameters: differingParameters(evidence.suspect.learned, parameters),
    },
    desk: dayOf(evidence.clean, suspect, exam, recipe),
  };
}
