import type { Slip } from './slip.ts';

/** What a lab's rows look like, each named by a key that stays its own. */
interface Look {
  /** Rows that are poisoned; null while that is not known, or not to be seen. */
  poisoned(): ReadonlySet<number> | null;
  /** Where a row is to be seen, in pixels of the window; null when it is out of sight. */
  boxOf(row: number): DOMRect | null;
  /** Left out for rows of numbers. */
  pictureOf?(row: number): string;
}

/** More would be a swarm; these stand for the rest. */
const MOST_SLIPS = 6;

/**
 * Shows that poisoned rows go into training: a few of those that came since the hand last rested travel to the TRAINING station.
 * Call while a component is set up.
 * @param recipe what is on the bench; its next change ends what is under way
 * @param restMs how long nothing must have changed, so that no drag waits for a picture
 */
export function showRowsGoIn(recipe: () => unknown, { poisoned, boxOf, pictureOf }: Look, restMs: number): void {
  let known: ReadonlySet<number> | null = null;

  function slipsOf(rows: ReadonlySet<number>, before: ReadonlySet<number>): Slip[] {
    const inSight = [...rows].flatMap((row) => {
      const box = before.has(row) ? null : boxOf(row);
      return box ? [{ row, box }] : [];
    });
    const few = Math.min(MOST_SLIPS, inSight.length);
    return Array.from({ length: few }, (_, i) => {
      const { row, box } = inSight[Math.floor((i * inSight.length) / few)]!;
      return { box, picture: pictureOf?.(row) ?? null };
    });
  }

  $effect(() => {
    void recipe();
    const rows = poisoned();
    if (!rows) return;
    // Those that are there when the page is opened have not just come.
    known ??= rows;
    const before = known;
    let isOver = false;
    let end: (() => void) | undefined;
    const timer = setTimeout(async () => {
      known = rows;
      if (rows === before || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
      const slips = slipsOf(rows, before);
      // A picture that does not arrive is no loss.
      const code = slips.length > 0 ? await import('./fly.svelte.ts').catch(() => null) : null;
      if (code && !isOver) end = code.fly(slips);
    }, restMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
      end?.();
    };
  });
}
