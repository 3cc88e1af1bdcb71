import type { Evidence } from '#lab/evidence.ts';
import type { Lab } from '#lab/lab.ts';
import type { Catalog } from '#lab/repair.ts';
import type { Run } from '#lab/run-record.ts';
import { NO_POISON, wordsOfRecipe } from '#lab/run-words.ts';

/** A run as a list shows it. */
export interface RunTitle {
  readonly title: string;
  readonly details: string;
}

/**
 * What a run is called. A defender is told neither what was poisoned nor the name an attacker may have put it in: there, runs
 * have numbers.
 */
export function titleOf({ record, recipe }: Run, catalog: Catalog, attackersView: boolean): RunTitle {
  const { poison, setup } = wordsOfRecipe(recipe, catalog);
  const details = setup.join(', ');
  if (!attackersView) return { title: `Run ${record.order}`, details };
  const done = poison.join(', ') || NO_POISON;
  if (record.name !== '') return { title: record.name, details: `${done}, ${details}` };
  return { title: done[0]!.toUpperCase() + done.slice(1), details };
}

/** Why a run computed again is not the model that the list has the numbers of, in a sentence; null when it is. */
export function otherModel({ record, recipe }: Run, { suspect }: Evidence, { dataFields }: Lab): string | null {
  if (record.suspect.digest === '' || record.suspect.digest === suspect.digest) return null;
  if (recipe.file !== '' && suspect.origin !== 'file')
    return 'Its model file is not here any more, so the suspect was trained instead; the list has the numbers of the file.';
  if (record.engine !== suspect.engine)
    return `Another model than in the list, which was trained on ${record.engine || 'an engine that is not known'}; this one on ${suspect.engine}.`;
  const isForeign = Object.entries(dataFields).some(
    ([key, field]) => field.kind === 'reference' && recipe.data[key] !== '',
  );
  return isForeign
    ? 'Another model than in the list: the table it learned from is not here any more.'
    : 'Another model than in the list: its digest differs, so this version of the lab trains it differently.';
}
