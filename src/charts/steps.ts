import { textWidth } from './axes.ts';

/** One line of a step chart. */
export interface StepLine {
  /** Gives its colour, dash and mark; `other` is neither twin. */
  readonly kind: 'clean' | 'suspect' | 'other';
  readonly name: string;
  /** One for each step; null where there is none yet, or none at all. */
  readonly values: readonly (number | null)[];
  /** Least and most of what each value is the mean of; null where there is but one. */
  readonly spans?: readonly (readonly [least: number, most: number] | null)[];
}

/** Which step labels can be written without touching: every one, every second one, and so on; the last is always among them. */
export function labelled(labels: readonly string[], pitch: number): boolean[] {
  const widest = Math.max(0, ...labels.map(textWidth));
  const every = Math.max(1, Math.ceil((widest + 8) / Math.max(1, pitch)));
  return labels.map((_, step) => (labels.length - 1 - step) % every === 0);
}

/** The picture in words, for those who do not see it. */
export function inWords(
  title: string,
  xLabel: string,
  labels: readonly string[],
  lines: readonly StepLine[],
  format: (value: number) => string,
): string {
  const ends = lines.flatMap(({ name, values }) => {
    const [first, last] = [
      values.findIndex((value) => value !== null),
      values.findLastIndex((value) => value !== null),
    ];
    if (first < 0) return [];
    return [
      `${name} from ${format(values[first]!)} at ${labels[first]} to ${format(values[last]!)} at ${labels[last]}`,
    ];
  });
  return `${title} by ${xLabel}: ${ends.length > 0 ? ends.join(', ') : 'nothing measured yet'}.`;
}
