import type { AskStep } from './lesson.ts';

/** One item of the test that is taken before the course and again after it. */
export interface TestItem {
  readonly id: string;
  readonly question: string;
  /** Exactly one is right; the others are mistakes that people make. */
  readonly options: AskStep['options'];
}

/** The option chosen, by the id of the item; items that were not answered are left out. */
export type TestAnswers = Readonly<Record<string, string>>;

/** The option of an item that was chosen; null when none was, or one that there is no more. */
export function chosenOf({ id, options }: TestItem, answers: TestAnswers) {
  return options.find((option) => Object.hasOwn(answers, id) && option.id === answers[id]) ?? null;
}

/** How many items were answered right. */
export function rightOf(items: readonly TestItem[], answers: TestAnswers): number {
  return items.filter((item) => chosenOf(item, answers)?.right).length;
}

/** Places of the items that are still to be answered, from 0. */
export function openOf(items: readonly TestItem[], answers: TestAnswers): number[] {
  return items.flatMap((item, at) => (chosenOf(item, answers) ? [] : [at]));
}

/**
 * Normalised gain: which part of what was still to be learned was learned. Below zero when the second time went worse.
 * Hake, R. R. (1998), Am. J. Phys. 66, 64-74, who takes it of averages over whole courses.
 * @param before what was right the first time, in per cent
 * @param after and the second time
 * @returns a share, at most 1; null when all was right the first time, where nothing was left to gain
 */
export function normalisedGain(before: number, after: number): number | null {
  return before >= 100 ? null : (after - before) / (100 - before);
}
