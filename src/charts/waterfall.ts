import { scaleLinear } from 'd3-scale';

/** The two models compared, in the order they are drawn: the suspect above, its clean twin below. */
export const TWINS = ['suspect', 'clean'] as const;
export type Twin = (typeof TWINS)[number];
type Both<T> = Readonly<Record<Twin, T>>;

/** One step of the sum: what a weight times a value adds, in the forecast's unit, and that product in words. */
export interface Contribution extends Both<number> {
  readonly key: string;
  readonly name: string;
  readonly detail: Both<string>;
}

/** What the sum begins with: the bias of each twin, in the forecast's unit. */
export interface Start extends Both<number> {
  readonly name: string;
}

/** A bar from the running sum before to the running sum after, both in per cent of the drawing's width. */
interface Bar {
  readonly from: number;
  readonly to: number;
}

/** One row of the table: a level (a sum, drawn from zero) or a step (drawn from where the row above ended). */
export interface WaterfallRow {
  readonly key: string;
  readonly name: string;
  readonly kind: 'start' | 'step' | 'total';
  readonly value: Both<number>;
  readonly detail: Both<string>;
  /** The running sum after this row. */
  readonly sum: Both<number>;
  readonly bar: Both<Bar>;
}

/** A round value to mark on the scale, and where it lies in per cent of the drawing's width. */
export interface Tick {
  readonly value: number;
  readonly text: string;
  readonly at: number;
}

interface Waterfall {
  readonly rows: readonly WaterfallRow[];
  /** Zero is among them. */
  readonly ticks: readonly Tick[];
}

const NO_DETAIL: Both<string> = { suspect: '', clean: '' };
const both = <T>(of: (twin: Twin) => T): Both<T> => ({ suspect: of('suspect'), clean: of('clean') });

/**
 * Rows of a waterfall from the start through each contribution to the total, on one scale for both twins that holds zero
 * and every running sum.
 */
export function waterfall(start: Start, steps: readonly Contribution[], total: string): Waterfall {
  const sums: Both<number>[] = [both((twin) => start[twin])];
  for (const step of steps) sums.push(both((twin) => sums.at(-1)![twin] + step[twin]));
  const scale = scaleLinear(spanOf(sums), [0, 100]).nice(8);
  // A diverged weight makes a sum infinite; there is no bar to it then, and its number says why.
  const place = (value: number, otherwise: number) => (Number.isFinite(value) ? scale(value) : otherwise);
  const bars = (before: Both<number> | null, after: Both<number>) =>
    both((twin): Bar => {
      const from = place(before?.[twin] ?? 0, scale(0));
      return { from, to: place(after[twin], from) };
    });

  const row = (kind: WaterfallRow['kind'], key: string, name: string, at: number): WaterfallRow => {
    const step = kind === 'step' ? steps[at - 1] : undefined;
    const sum = sums[at]!;
    const before = step ? sums[at - 1]! : null;
    return { kind, key, name, value: step ?? sum, detail: step?.detail ?? NO_DETAIL, sum, bar: bars(before, sum) };
  };
  return {
    rows: [
      row('start', 'start', start.name, 0),
      // The prefix keeps a caller's key apart from those of the first and last rows.
      ...steps.map(({ key, name }, i) => row('step', `step-${key}`, name, i + 1)),
      row('total', 'total', total, sums.length - 1),
    ],
    ticks: scale.ticks(3).map((value) => ({ value, text: scale.tickFormat(3)(value), at: scale(value) })),
  };
}

/** Smallest and largest of zero and all sums; never empty, so that a scale can be made of it. */
function spanOf(sums: readonly Both<number>[]): [number, number] {
  const values = sums.flatMap(({ suspect, clean }) => [suspect, clean]).filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return low === high ? [0, 1] : [low, high];
}

/** How a row's bar ends: flat for a sum, an arrow up the scale or down it for a step. */
export type Shape = 'level' | 'up' | 'down';
export const shapeOf = ({ kind, value }: WaterfallRow, twin: Twin): Shape =>
  kind === 'step' ? (value[twin] < 0 ? 'down' : 'up') : 'level';

/** Whether a number is written as nought, so that no sign, and no difference, is made of what rounding hides. */
const isNought = (n: number, format: (n: number) => string) => format(Math.abs(n)) === format(0);

/** A number with a true minus sign, whatever `format` makes of negative numbers. */
export const plain = (n: number, format: (n: number) => string): string =>
  n < 0 && !isNought(n, format) ? `−${format(-n)}` : format(Math.abs(n));

/** A number with its sign, as a step of a sum is written: +12.4, −20.7, and 0.0 without one. */
export const signed = (n: number, format: (n: number) => string): string =>
  n > 0 && !isNought(n, format) ? `+${format(n)}` : plain(n, format);

/** A number as it is read when written; itself where `format` writes none. */
function asWritten(n: number, format: (n: number) => string): number {
  const size = Number(format(Math.abs(n)).replaceAll(',', ''));
  return Number.isFinite(size) ? size * Math.sign(n) : n;
}

/**
 * How the suspect differs from its clean twin, such as '41.4 more'; null where rounding hides it. It is the difference of the
 * numbers as written beside it, which whoever subtracts them finds as well.
 */
export function difference(value: Both<number>, format: (n: number) => string): string | null {
  const exact = value.suspect - value.clean;
  if (Number.isNaN(exact) || isNought(exact, format)) return null;
  const gap = asWritten(value.suspect, format) - asWritten(value.clean, format);
  return isNought(gap, format) ? null : `${format(Math.abs(gap))} ${gap > 0 ? 'more' : 'less'}`;
}

/** A row's number in words: steps carry their sign, sums do not. */
export const amountOf = ({ kind, value }: WaterfallRow, twin: Twin, format: (n: number) => string): string =>
  (kind === 'step' ? signed : plain)(value[twin], format);

/** Whether both twins read the same; they then share one line, so that rows where they do not stand out. */
export const isShared = (row: WaterfallRow, format: (n: number) => string): boolean =>
  row.detail.suspect === row.detail.clean && amountOf(row, 'suspect', format) === amountOf(row, 'clean', format);
