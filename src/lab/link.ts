import { thePacker } from './packer.ts';
import { RECIPE_VERSION, type Recipe } from './recipe.ts';
import { repairRecipe, startOver, type Catalog, type Repaired } from './repair.ts';

/** Text before the first dot: the recipe's version. */
const PREFIX = `${RECIPE_VERSION}.`;
/** A longer recipe does not fit a link; programs that pass links on cut them well before browsers do. */
export const MOST_CHARACTERS = 8000;

/**
 * A recipe as text for the hash of a link: version, a dot, then what differs from the defaults, see `lab/link-text.ts`. Which lab
 * it belongs to is said by the link's page. A lab's default recipe is the empty string.
 *
 * @throws Error while the packer is not here, see `lab/packer.ts`
 */
export function encodeRecipe(recipe: Recipe, catalog: Catalog): string {
  const text = thePacker().pack(recipe, catalog);
  return text && PREFIX + text;
}

/**
 * The recipe of a link; never throws once the packer is here. A link is input from a stranger: bounded in length and in what it unpacks to.
 * @param lab id of the lab whose page the link opens
 * @param most longest text that is read
 */
export function decodeRecipe(text: string, lab: string, catalog: Catalog, most = MOST_CHARACTERS): Repaired {
  if (text === '') return repairRecipe({ lab }, catalog);
  if (text.length > most) return startOver('The link is too long', lab, catalog);
  const version = /^(\d{1,6})\./.exec(text)?.[1];
  if (version && Number(version) > RECIPE_VERSION) {
    return startOver('The link was made by a newer version of the lab', lab, catalog);
  }
  if (!text.startsWith(PREFIX)) return startOver('The link could not be read', lab, catalog);
  const packed = thePacker().unpack(text.slice(PREFIX.length));
  return packed === null ? startOver('The link is damaged', lab, catalog) : repairRecipe({ ...packed, lab }, catalog);
}
