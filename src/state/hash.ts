import { decodeRecipe } from '#lab/link.ts';
import type { Catalog, Repaired } from '#lab/repair.ts';

/** Last part of a hash that opens in the defender's view. */
export const DEFENDS = 'defend';
/** Stands in a hash for a recipe that is too long for it; the entry of the history then holds the recipe itself. */
export const TOO_LONG = 'long';
/** Browsers keep at least this much with an entry of the history. */
export const MOST_KEPT = 500_000;

/** Pages beside the labs. */
const PAGES: readonly string[] = ['about'];

/**
 * What a hash asks for: a page, `#/about`, or a lab, `#/checks`, with a recipe after another slash and `defend` after a third, for
 * the defender's view. Unknown pages open the first lab.
 * @param kept what the entry of the history holds, for a recipe too long for a hash
 */
export function readHash(
  hash: string,
  catalog: Catalog,
  kept: unknown = null,
): { page: string; defends: boolean } & Repaired {
  const [page = '', text = '', view = ''] = hash.replace(/^#\/?/, '').split('/');
  const first = catalog.labs.keys().next().value!;
  const lab = catalog.labs.has(page) ? page : first;
  const { recipe, changes } =
    text === TOO_LONG && typeof kept === 'string'
      ? decodeRecipe(kept, lab, catalog, MOST_KEPT)
      : decodeRecipe(text, lab, catalog);
  const known = page === '' || page === lab || PAGES.includes(page);
  const lost = `There is no such page, so the ${catalog.labs.get(first)!.title} was opened`;
  return {
    page: PAGES.includes(page) ? page : lab,
    defends: view === DEFENDS,
    recipe,
    changes: known ? changes : [lost, ...changes],
  };
}
