import { repairRecipe, type Catalog, type Repaired } from '#lab/repair.ts';
import { SEALED } from '#labs/parts/challenge/words.ts';
import type { Link } from '#state/link.svelte.ts';
import { looking } from '#state/looking.svelte.ts';
import type { Notices } from '#state/notices.svelte.ts';

/** Larger files are not read: evidence files take some 30 kB, a few megabytes with every weight painted, the longest of all 11. */
const MOST_BYTES = 12_000_000;

/** Puts the experiment of an evidence file on its bench, and says what had to be repaired, or why there is none. */
export async function openExperiment(file: File, link: Link, notices: Notices): Promise<void> {
  if (looking.sealed) {
    notices.say(SEALED.open);
    return;
  }
  const opened = await recipeOf(file, link.catalog);
  if ('sentence' in opened) {
    notices.say(opened.sentence);
    return;
  }
  if (!(await link.show(opened.recipe))) return;
  notices.say(
    opened.changes.length > 0
      ? `The experiment was repaired. ${opened.changes.join('. ')}.`
      : `“${file.name}” is on the bench. Undo brings back what was there.`,
  );
}

/**
 * The recipe of an evidence file, repaired as a link is; a sentence when there is none in it.
 * A file is input from a stranger: whatever else it says is not believed, only its recipe is repeated.
 */
async function recipeOf(file: File, catalog: Catalog): Promise<Repaired | { sentence: string }> {
  if (file.size > MOST_BYTES) return { sentence: 'The file is too large to be an experiment of this lab.' };
  let raw: unknown;
  try {
    raw = JSON.parse(await file.text());
  } catch {
    return { sentence: 'The file is not an experiment of this lab: it is not JSON.' };
  }
  const recipe = typeof raw === 'object' && raw !== null ? (raw as { recipe?: unknown }).recipe : undefined;
  if (typeof recipe !== 'object' || recipe === null)
    return {
      sentence: 'The file is not an experiment of this lab: it holds no recipe. Choose a file saved with “Evidence”.',
    };
  return repairRecipe(recipe, catalog);
}
