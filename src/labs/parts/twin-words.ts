import type { Evidence } from '#lab/evidence.ts';

type Twins = Pick<Evidence, 'clean' | 'suspect'>;

/** The engine that rounds alike on every machine (see ARCHITECTURE, Engines). */
const SAME_EVERYWHERE = 'simd';

/**
 * What was measured of each twin, as the end of a sentence.
 * @param told whether the reader may know that nothing was done to the suspect: not in the defender's view
 * @param say one twin's measure
 */
export function twinWords<T extends Twins>(
  { clean, suspect }: T,
  told: boolean,
  say: (twin: T['clean'] | T['suspect']) => string,
): string {
  if (told && clean.digest === suspect.digest) return `${say(clean)}; the twins are one model.`;
  // Alike as far as the words go; whether every bit is the same they leave open.
  if (say(clean) === say(suspect)) return `${say(clean)} for both twins.`;
  return `${say(suspect)} for the suspect, ${say(clean)} for the clean twin.`;
}

/**
 * What the curves of training leave out, to stand after a sentence about them; empty when nothing was edited.
 * @param told whether the reader may know that something was edited
 */
export const beforeEdits = ({ edited }: Pick<Evidence, 'edited'>, told: boolean): string =>
  told && edited.edits > 0 ? ' The edits by hand came after training.' : '';

/** What a link to the experiment is worth as a proof, in a sentence. */
export function sameAgain({ recipe, clean, suspect }: Pick<Evidence, 'recipe' | 'clean' | 'suspect'>): string {
  if (suspect.origin === 'file' || recipe.file !== '')
    return 'A link does not carry the suspect’s file; whoever has that file as well gets the same digests.';
  if (recipe.data.table)
    return 'A link does not carry the table; whoever has that table as well gets the same experiment.';
  const other = [suspect, clean].find(({ engine }) => engine !== SAME_EVERYWHERE);
  if (other)
    return `Engine ${other.engine} may round otherwise on another machine: the same link gives a model much like this one, maybe with other digests.`;
  return 'Whoever opens the link gets the same model, to the same digests.';
}
