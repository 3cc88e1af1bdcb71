import { decodeRecipe } from '#lab/link.ts';
import type { Catalog, Repaired } from '#lab/repair.ts';
import type { Room } from '#lab/situation.ts';

const ROOMS: readonly Room[] = ['bench', 'training', 'runs', 'detect'];

/** Part of a hash, behind the recipe, that opens in the defender's view. */
export const DEFENDS = 'defend';
/** Stands in a hash for a recipe that is too long for it; the entry of the history then holds the recipe itself. */
export const TOO_LONG = 'long';
/** Browsers keep at least this much with an entry of the history. */
export const MOST_KEPT = 500_000;

/** The page that is about a bench, and says behind its own name which. */
const SHEET = 'sheet';
/** Pages beside the labs; the one without a name is where one starts. */
const PAGES: readonly string[] = ['', 'lessons', 'challenges', 'quiz', 'about', 'handout', SHEET];

/**
 * What a hash asks for: a page, `#/about`, with what it is about after another slash, or a lab, `#/checks`, with a recipe there. Behind
 * that, each after a slash, may stand a room, `#/checks//training`, `defend` for the defender's view, a step of a lesson
 * (`lab/lesson.ts`) or a challenge (`lab/challenge.ts`), and an assignment (`lab/assignment.ts`). The sheet has all that of its bench
 * behind it, `#/sheet/checks/…`. Unknown pages open the first lab.
 * @param kept what the entry of the history holds, for a recipe too long for a hash
 */
export function readHash(
  hash: string,
  catalog: Catalog,
  kept: unknown = null,
): {
  page: string;
  topic: string;
  /** Whether it says what is on a bench. */
  bench: boolean;
  /** Whether it says that of a recipe too long for it, and nothing is kept. */
  unkept: boolean;
  room: Room;
  defends: boolean;
  guide: string;
  assigned: string;
} & Repaired {
  const parts = partsOf(hash);
  const isSheetOf = parts[0] === SHEET && catalog.labs.has(parts[1] ?? '');
  const [page = '', after = '', ...looks] = isSheetOf ? parts.slice(1) : parts;
  const isPage = PAGES.includes(page);
  const [topic, text] = isPage ? [after, ''] : ['', after];
  const first = catalog.labs.keys().next().value!;
  const lab = catalog.labs.has(page) ? page : first;
  const isLong = text === TOO_LONG;
  const { recipe, changes } =
    isLong && typeof kept === 'string' ? decodeRecipe(kept, lab, catalog, MOST_KEPT) : decodeRecipe(text, lab, catalog);
  const known = page === lab || isPage;
  const lost = `There is no such page, so the ${catalog.labs.get(first)!.title} was opened`;
  return {
    page: isSheetOf ? SHEET : isPage ? page : lab,
    topic,
    bench: !isPage,
    unkept: isLong && typeof kept !== 'string',
    room: ROOMS.find((room) => looks.includes(room)) ?? 'bench',
    defends: looks.includes(DEFENDS),
    guide: looks.find((look) => /^(lesson|challenge)-/.test(look)) ?? '',
    assigned: looks.find((look) => /^set-[a-z.-]{1,99}$/.test(look)) ?? '',
    recipe,
    changes: known ? changes : [lost, ...changes],
  };
}

/**
 * Whether a hash can be read without the packer of links: it says no recipe of its own.
 * @param kept what the entry of the history holds
 */
export function isPlain(hash: string, kept: unknown): boolean {
  const [, text = ''] = partsOf(hash);
  return text === '' && typeof kept !== 'string';
}

function partsOf(hash: string): string[] {
  return hash.replace(/^#\/?/, '').split('/');
}
