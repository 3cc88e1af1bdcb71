import type { NumberField } from '#core/fields.ts';
import type { Score } from '#lab/score.ts';
import type { Axis, DosePlan, GridPlan, SizePlan } from '#lab/study.ts';
import { count, sized } from '../format.ts';
import { byDose, lossTop, scoreOf, type Runs } from './results.ts';

type WordedScore = Pick<Score, 'id' | 'short' | 'better' | 'range' | 'format'>;

/** Share of its full effect from which an attack is said to work. */
const WORKS = 0.9;

/** An amount of poison: "12 rows", "a share of 0.2". */
export function amount({ unit, max, label }: NumberField, dose: number): string {
  if (unit) return `${count(dose)} ${dose === 1 ? unit.replace(/s$/, '') : unit}`;
  return max === 1 ? `a share of ${dose}` : `${label} ${dose}`;
}

/** How far two values of a score lie apart: percentage points where it is a share. */
function apart({ range, format }: WordedScore, difference: number): string {
  return range ? `${(100 * difference).toFixed(1)} points` : format(difference);
}

/** How much poison it takes, and whether the usual measure would have shown it. */
export function doseFinding(plan: DosePlan, runs: Runs, scores: readonly WordedScore[]): string {
  const of = (id: Score['id']) => scores.find((score) => score.id === id)!;
  const seeds = plan.seeds.length > 1 ? ` Means of ${plan.seeds.length} seeds.` : '';
  const words = [
    successWords(plan, runs, of('success')),
    performanceWords(plan, runs, of('performance')),
    roomWords(plan, runs),
  ];
  const said = words.filter((word) => word !== null);
  return said.length > 0 ? `${said.join(' ')}${seeds}` : 'Nothing has been measured yet.';
}

function successWords(plan: DosePlan, runs: Runs, score: WordedScore): string | null {
  const { budget } = plan;
  const means = byDose(plan, runs, 'suspect', score).map((spread) => spread?.mean ?? null);
  const sizes = means.map((mean) => (mean === null ? null : Math.abs(mean)));
  const most = Math.max(0, ...sizes.filter((size) => size !== null));
  const at = (wanted: number) => sizes.findIndex((size) => size !== null && size >= wanted);
  if (sizes.every((size) => size === null)) return null;
  if (score.range) {
    const enough = at(WORKS * score.range[1]);
    if (enough >= 0)
      return `It takes ${amount(budget, plan.doses[enough]!)} for an ${score.short} of ${score.format(means[enough]!)}.`;
    return `${score.short} stays below ${Math.round(100 * WORKS)} %: at most ${score.format(most)}, with ${amount(budget, plan.doses[at(most)]!)}.`;
  }
  if (most === 0) return `${score.short}: ${score.format(0)} at every dose.`;
  const enough = at(WORKS * most);
  return `${score.short}: ${score.format(means[enough]!)} with ${amount(budget, plan.doses[enough]!)}, ${enough === at(most) ? 'the most of all doses' : `nine tenths of the most, ${score.format(means[at(most)]!)}`}.`;
}

function performanceWords(plan: DosePlan, runs: Runs, score: WordedScore): string | null {
  const clean = byDose(plan, runs, 'clean', score);
  const harms = byDose(plan, runs, 'suspect', score).flatMap((suspect, dose) => {
    const twin = clean[dose];
    if (!suspect || !twin) return [];
    return [score.better === 'higher' ? twin.mean - suspect.mean : suspect.mean - twin.mean];
  });
  if (harms.length === 0) return null;
  const worst = Math.max(...harms);
  if (worst <= 0) return `${score.short} is never worse than the clean twin’s.`;
  return `${score.short} is at most ${apart(score, worst)} worse than the clean twin’s.`;
}

/** Where an attack found fewer rows that fit it than it was given, more of a dose is no more poison; null where it did not. */
function roomWords({ budget, doses }: DosePlan, runs: Runs): string | null {
  if (budget.unit !== 'rows') return null;
  const short = runs.flatMap((run, index) => (run && run.rows < doses[index % doses.length]! ? [run.rows] : []));
  return short.length > 0
    ? `Only ${count(Math.max(...short))} rows fit the attack’s settings: larger doses are that one.`
    : null;
}

/** One value of an axis: "learning rate 0.1", "64 hidden units". */
export function valueWords({ term, names }: Axis, at: number): string {
  return term.endsWith('s') && /^\d/.test(names[at]!) ? `${names[at]} ${term}` : `${term} ${names[at]}`;
}

/** Where a run stands on the axes of its grid: "learning rate 0.1, 64 hidden units". */
export function placeWords(axes: readonly Axis[], index: number): string {
  const [columns, rows] = axes;
  const width = columns!.values.length;
  const column = valueWords(columns!, index % width);
  return rows ? `${column}, ${valueWords(rows, Math.floor(index / width))}` : column;
}

/** Between what a score lies on a grid, and where; and how many runs came to no number. */
export function sweepFinding({ axes, recipes }: GridPlan, runs: Runs, score: WordedScore): string {
  const found = recipes.flatMap((_, index) => {
    const value = scoreOf(runs[index] ?? null, 'suspect', score);
    return value === null ? [] : [{ index, value }];
  });
  const diverged = runs.filter((run) => run?.suspect.status === 'diverged').length;
  const lost = diverged > 0 ? ` ${diverged} of ${recipes.length} runs diverged.` : '';
  if (found.length === 0) return diverged > 0 ? `No run came to a number:${lost}` : 'Nothing has been measured yet.';
  const [low, high] = [found.reduce(lower), found.reduce(higher)];
  if (low.value === high.value)
    return `${score.short} is ${score.format(low.value)} wherever it could be measured.${lost}`;
  return `${score.short} is highest, ${score.format(high.value)}, with ${placeWords(axes, high.index)}, and lowest, ${score.format(low.value)}, with ${placeWords(axes, low.index)}.${lost}`;
}

interface Found {
  readonly index: number;
  readonly value: number;
}
const lower = (a: Found, b: Found) => (b.value < a.value ? b : a);
const higher = (a: Found, b: Found) => (b.value > a.value ? b : a);

/** Runs of the size study with the model of the bench: by training rows, with one count of poisoned rows and with one share. */
export function countAndShare(plan: SizePlan, runs: Runs, score: WordedScore) {
  const [widths, rows] = plan.axes;
  const column = widths!.values.indexOf(plan.width);
  const width = widths!.values.length;
  const sameCount = rows!.values.map((_, row) => scoreOf(runs[row * width + column] ?? null, 'suspect', score));
  const grid = width * rows!.values.length;
  const sameShare = plan.sameShare.map((_, i) => scoreOf(runs[grid + i] ?? null, 'suspect', score));
  // With the most training rows, count and share are one and the same run.
  return { sameCount, sameShare: [...sameShare, sameCount.at(-1) ?? null] };
}

/** Means that differ by less than this are not told apart. */
const SAME = 0.05;

/** What becomes of one count of poisoned rows as models, and training sets, grow. */
export function sizeFinding({ axes, count: poisoned }: SizePlan, runs: Runs, score: WordedScore): string {
  const [widths, rows] = axes as readonly [Axis, Axis];
  const at = (column: number, row: number) =>
    scoreOf(runs[row * widths.values.length + column] ?? null, 'suspect', score);
  const ofWidth = (column: number) => meanOf(rows.values.map((_, row) => at(column, row)));
  const ofRows = (row: number) => meanOf(widths.values.map((_, column) => at(column, row)));
  const [lastWidth, lastRows] = [widths.values.length - 1, rows.values.length - 1];
  const [thin, wide, few, many] = [ofWidth(0), ofWidth(lastWidth), ofRows(0), ofRows(lastRows)];
  if (thin === null || wide === null || few === null || many === null) return 'Nothing has been measured yet.';
  const verdict = Math.abs(wide - thin) < SAME ? 'no better' : wide > thin ? 'less' : 'better';
  return (
    `With ${count(poisoned)} poisoned rows, mean ${score.short} goes from ${score.format(thin)} at ${valueWords(widths, 0)} to ` +
    `${score.format(wide)} at ${valueWords(widths, lastWidth)}: bigger models resist ${verdict} here. From ${valueWords(rows, 0)} ` +
    `to ${valueWords(rows, lastRows)} it goes from ${score.format(few)} to ${score.format(many)}.${shortWords(poisoned, runs.slice(0, widths.values.length * rows.values.length))}`
  );
}

/** How many runs had fewer rows to poison than were asked for. */
function shortWords(poisoned: number, runs: Runs): string {
  const short = runs.filter((run) => run !== null && run.rows < poisoned).length;
  return short > 0 ? ` In ${short} runs fewer rows than that fit the attack, and all of them were poisoned.` : '';
}

function meanOf(values: readonly (number | null)[]): number | null {
  const numbers = values.filter((value) => value !== null);
  return numbers.length > 0 ? numbers.reduce((sum, value) => sum + value, 0) / numbers.length : null;
}

/** What the two lines of one model say: whether success follows the count of poisoned rows or their share. */
export function shareFinding(plan: SizePlan, runs: Runs, score: WordedScore): string {
  const { sameCount, sameShare } = countAndShare(plan, runs, score);
  const span = (values: readonly (number | null)[]) => {
    const numbers = values.filter((value) => value !== null);
    return numbers.length < 2 ? null : { least: Math.min(...numbers), most: Math.max(...numbers) };
  };
  const [held, shared] = [span(sameCount), span(sameShare)];
  if (!held || !shared) return 'Count against share: not measured yet.';
  const moves = (range: typeof held) => apart(score, range.most - range.least);
  const nearer = held.most - held.least < shared.most - shared.least ? 'count' : 'share';
  return `From the smallest training set to the largest, ${score.short} moves by ${moves(held)} at one count and by ${moves(shared)} at one share: here it follows the ${nearer}.`;
}

/** What the loss curves of a grid show. */
export function lossFinding({ recipes }: GridPlan, runs: Runs): string {
  const here = runs.filter((run) => run !== null);
  const rising = here.filter(({ suspect: { loss } }) => loss.at(-1)! > loss[0]!).length;
  const diverged = here.filter(({ suspect }) => suspect.status === 'diverged').length;
  if (here.length === 0) return 'Training loss by epoch: nothing has been measured yet.';
  return `Training loss by epoch, all on one scale up to ${sized(lossTop(runs))}: it ends higher than it began in ${rising} of ${recipes.length} runs, and ${diverged} diverged.`;
}

/** A finding while its study is under way, or was cut short. */
export function soFar(status: string, finding: string): string {
  if (status === 'running') return 'Runs come in as they end; what they say together stands here then.';
  return status === 'cancelled' || status === 'failed' ? `Of the runs that came in: ${finding}` : finding;
}

/** How far a study has come, for eyes and for screen readers. */
export function progressWords(
  {
    status,
    finished,
    lost,
    tookMs,
    failure,
  }: {
    readonly status: string;
    readonly finished: number;
    readonly lost: number;
    readonly tookMs: number | null;
    readonly failure: string | null;
  },
  all: number,
): string {
  const missing = lost > 0 ? ` ${lost} came to nothing: the training worker stopped twice.` : '';
  switch (status) {
    case 'running':
      return `Training: ${finished} of ${all} runs are in.`;
    case 'done':
      return `${all - lost} runs in ${((tookMs ?? 0) / 1000).toFixed(1)} s.${missing}`;
    case 'cancelled':
      return `Cancelled after ${finished} of ${all} runs; what came in stays.`;
    case 'failed':
      return `No run can be measured: ${failure} ${finished - lost} of ${all} came in before.`;
    default:
      return '';
  }
}
