import { binOf, type Bin } from '#core/shelf.ts';
import type { SortItem } from './sort-items.ts';

/** How far somebody has come with sorting. */
export interface Sorting {
  /** What is sorted in this round: everything, then what was wrong. */
  readonly round: readonly SortItem[];
  /** Place in `round` of the one asked now; its length once all are done. */
  readonly at: number;
  /** Bins chosen in this round, by the item's id. */
  readonly answers: Readonly<Record<string, Bin>>;
  /** Right at the first go; null until the first round is over. */
  readonly firstScore: number | null;
}

export const startSorting = (items: readonly SortItem[]): Sorting => ({
  round: items,
  at: 0,
  answers: {},
  firstScore: null,
});

export const isRight = ({ answers }: Sorting, { id, shelf }: SortItem): boolean => answers[id] === binOf(shelf);

/** Those of the round that went into the wrong bin. */
export const wrongOnes = (sorting: Sorting): readonly SortItem[] =>
  sorting.round.slice(0, sorting.at).filter((item) => !isRight(sorting, item));

/** Puts the item asked now into a bin; the first answer counts. */
export function choose(sorting: Sorting, bin: Bin): Sorting {
  const item = sorting.round[sorting.at];
  if (!item || sorting.answers[item.id]) return sorting;
  return { ...sorting, answers: { ...sorting.answers, [item.id]: bin } };
}

/** Goes on to the next item, once this one has an answer. */
export function goOn(sorting: Sorting): Sorting {
  const item = sorting.round[sorting.at];
  if (!item || !sorting.answers[item.id]) return sorting;
  const next = { ...sorting, at: sorting.at + 1 };
  if (next.at < next.round.length || next.firstScore !== null) return next;
  return { ...next, firstScore: next.round.length - wrongOnes(next).length };
}

/** Another round with those that went wrong. */
export function retry(sorting: Sorting): Sorting {
  return { ...sorting, round: wrongOnes(sorting), at: 0, answers: {} };
}

/** Whether an item is still to be put where it belongs: it was not asked yet, or went into the wrong bin. */
export function isWaiting(sorting: Sorting, item: SortItem): boolean {
  return sorting.round.includes(item) && !isRight(sorting, item);
}
