import { repairRecipe, type Catalog } from '#lab/repair.ts';
import type { Recipe } from '#lab/recipe.ts';

/** Larger files are not read: evidence files take some 30 kB, a few hundred with every weight painted. */
const MOST_BYTES = 4_000_000;

/**
 * The recipe of an evidence file, repaired as a link is; a sentence when there is none in it.
 * A file is input from a stranger: whatever else it says is not believed, only its recipe is repeated.
 */
export async function openExperiment(
  file: File,
  catalog: Catalog,
): Promise<{ recipe: Recipe; changes: readonly string[] } | { sentence: string }> {
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
