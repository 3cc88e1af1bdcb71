import type { Dataset } from '#core/dataset.ts';
import type { Measurement, Picture, Signal } from '#lab/detector.ts';
import { rowsWhere } from './images.ts';
import { figure, grouped } from './words.ts';

/** Standard deviations of chance beyond the trusted rate at which a label is worth a look, and at which it is an alarm. */
const [LOOK, ALARM] = [3.5, 5];
/** Trusted rows that chance may add to those counted, so that a label without any is not loud for a few. */
const SPARE = 2;

/** Rows that are odd in some way, of one label or of all. */
interface Excess {
  /** Null for all labels together. */
  readonly label: number | null;
  readonly rows: number;
  /** As many as trusted rows lead one to expect. */
  readonly expected: number;
  /** Rows looked at for each trusted one. */
  readonly scale: number;
  /** How far there are more, in standard deviations of chance. */
  readonly distance: number;
}

/** What odd rows by label come to. */
export interface ExcessVerdict {
  readonly signal: Extract<Signal, 'quiet' | 'suspicious' | 'alarm'>;
  /** The farthest above what is expected first. */
  readonly excesses: readonly Excess[];
  /** The one to tell of: the only loud label, or the farthest. */
  readonly loudest: Excess;
  /** Odd rows of loud labels, by place, ascending. */
  readonly flagged: Uint32Array;
  /** The label that is loud, when it is the only one. */
  readonly target: number | null;
}

/** Rows of each label, and how many of them are odd. */
interface Rates {
  readonly rows: Uint32Array;
  readonly odd: Uint32Array;
}

/** Holds the number of odd rows of each label, and of all, against that among trusted rows. */
export function judgeExcess(
  data: Dataset,
  isOdd: (row: number) => boolean,
  trusted: Dataset,
  isTrustedOdd: (row: number) => boolean,
): ExcessVerdict {
  const excesses = compare(ratesOf(data, isOdd), ratesOf(trusted, isTrustedOdd));
  const loud = loudLabels(excesses);
  const target = loud.size === 1 ? [...loud][0]! : null;
  const { distance } = excesses[0]!;
  return {
    signal: distance > ALARM ? 'alarm' : distance > LOOK ? 'suspicious' : 'quiet',
    excesses,
    loudest: (target !== null && excesses.find(({ label }) => label === target)) || excesses[0]!,
    flagged: rowsWhere(data.y, (label, row) => loud.has(label) && isOdd(row)),
    target,
  };
}

function ratesOf({ y, classes }: Dataset, isOdd: (row: number) => boolean): Rates {
  const [rows, odd] = [new Uint32Array(classes), new Uint32Array(classes)];
  y.forEach((label, row) => {
    rows[label]!++;
    if (isOdd(row)) odd[label]!++;
  });
  return { rows, odd };
}

function compare(ours: Rates, usual: Rates): Excess[] {
  const labels = Array.from(ours.rows, (rows, label) => {
    const scale = rows / Math.max(1, usual.rows[label]!);
    return excessOf(label, ours.odd[label]!, scale * usual.odd[label]!, scale);
  });
  return [together(labels), ...labels].sort((a, b) => b.distance - a.distance);
}

/** Both counts vary by chance, as those of rare things do (Poisson). */
function excessOf(label: number | null, rows: number, expected: number, scale: number): Excess {
  const spread = Math.sqrt((expected + SPARE * scale) * (1 + scale));
  return { label, rows, expected, scale, distance: spread > 0 ? (rows - expected) / spread : 0 };
}

function together(labels: readonly Excess[]): Excess {
  const sum = (of: (one: Excess) => number) => labels.reduce((total, one) => total + of(one), 0);
  const scale = labels.length === 0 ? 0 : sum((one) => one.scale) / labels.length;
  return excessOf(
    null,
    sum((one) => one.rows),
    sum((one) => one.expected),
    scale,
  );
}

/** Labels whose odd rows are pointed at: those loud by themselves, and the others too when they are loud together. */
function loudLabels(excesses: readonly Excess[]): Set<number> {
  const isLoud = ({ distance }: Excess) => distance > LOOK;
  const labels = excesses.filter(({ label }) => label !== null);
  const others = labels.filter((one) => !isLoud(one));
  return new Set((isLoud(together(others)) ? labels : labels.filter(isLoud)).map(({ label }) => label!));
}

/** How sure such a verdict is. */
export const SURE_OF_EXCESS =
  `Limits lie ${LOOK} and ${ALARM} standard deviations of chance counts above the trusted rate. With a look at each of ten labels and ` +
  'one at all, normal chance crosses them once in about 400 and once in 300,000 inspections.';

const TOLD = 4;

/** The farthest excesses as a table. */
export function tellExcess({ excesses }: ExcessVerdict, what: string): Measurement[] {
  return excesses.slice(0, TOLD).map(({ label, rows, expected, distance }) => ({
    label: label === null ? `${what}, all labels` : `${what} labelled ${label}`,
    text: `${grouped(rows)}, expected ${figure(expected)}; ${figure(distance)} standard deviations`,
  }));
}

/** The excess of each label as bars with the limits. */
export function excessBars({ excesses }: ExcessVerdict, what: string): Picture {
  const bars = excesses
    .flatMap(({ label, distance }) => (label === null ? [] : [{ label, distance }]))
    .sort((a, b) => a.label - b.label)
    .map(({ label, distance }) => ({ label: String(label), value: distance, loud: distance > LOOK }));
  const title = `${what} of each label beyond what is expected, in standard deviations`;
  return { kind: 'bars', title, bars, limits: [LOOK, ALARM] };
}
