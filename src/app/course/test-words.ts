import { normalisedGain, openOf, rightOf, type TestItem } from '#lab/course-test.ts';
import type { TestProgress } from '#state/progress-file.ts';

/** A number with its sign as it is printed. */
const printed = (value: number) => `${value < 0 ? '−' : ''}${Math.abs(Math.round(value))}`;
const percentOf = (items: readonly TestItem[], { answers }: TestProgress) =>
  (100 * rightOf(items, answers)) / items.length;

/** How far one time of the test is. */
export function stateWords(items: readonly TestItem[], test: TestProgress | null): string {
  if (!test) return 'Not begun.';
  if (test.finished) return 'Handed in.';
  const open = openOf(items, test.answers).length;
  return open === 0 ? 'All answered, not handed in yet.' : `${items.length - open} of ${items.length} answered.`;
}

/** What the two times say together: how many were right, the gain as it is worked out, and what it means. */
export function gainWords(items: readonly TestItem[], before: TestProgress, after: TestProgress) {
  const [pre, post] = [percentOf(items, before), percentOf(items, after)];
  const gain = normalisedGain(pre, post);
  return {
    gain: gain === null ? 'none' : `${printed(100 * gain)} %`,
    formula:
      gain === null
        ? ''
        : `g = (post − pre) / (100 − pre) = (${printed(post)} − ${printed(pre)}) / (100 − ${printed(pre)})`,
    meaning: meaningOf(pre, post, gain),
  };
}

function meaningOf(pre: number, post: number, gain: number | null): string {
  if (gain === null)
    return post < pre
      ? 'The first time all was right, so nothing was left to gain. The second time less was right: look at what follows.'
      : 'All was right the first time already, so nothing was left to gain.';
  if (gain < 0)
    return 'The second time less was right than the first. Look at what follows, and at the lessons it is from.';
  if (gain === 0) return 'The second time as much was right as the first.';
  return gain === 1
    ? 'All that was wrong the first time is right now.'
    : `That is ${printed(100 * gain)} % of what was still to be learned.`;
}
