import type { EpochRecord, Evidence } from '#lab/evidence.ts';
import type { Score } from '#lab/score.ts';
import { sized, tick } from '../format.ts';
import { twinWords } from '../twin-words.ts';
import { roundUp } from '../weight.ts';

/** The part of a pinned run that its curves are drawn from. */
interface WithCurves {
  readonly letter: string;
  readonly evidence: Pick<Evidence, 'clean' | 'suspect'>;
}

/** Of a long run the first epochs are a jump from knowing nothing, and the axis is for what follows: one of so many is left out. */
const JUMP_SHARE = 50;
const TWINS = [
  ['clean', 'clean twin'],
  ['suspect', 'suspect'],
] as const;

/**
 * Curves of the test score and of the training loss for each run, on the same axes so that they can be compared.
 * @param told whether the reader may know that nothing was done to a suspect
 */
export function comparedCurves(runs: readonly WithCurves[], performance: Score, told: boolean) {
  const all = runs.flatMap(({ evidence }) => [evidence.clean.history, evidence.suspect.history]);
  const steps = Math.max(1, ...all.map((history) => history.length));
  const jump = Math.floor(steps / JUMP_SHARE);
  const finite = (of: (record: EpochRecord) => number, after: number) =>
    all.flatMap((history) => history.slice(Math.min(after, history.length - 1)).map(of)).filter(Number.isFinite);
  const score = ({ testScore }: EpochRecord) => testScore;
  const loss = (record: EpochRecord) => record.loss;
  const { range } = performance;
  const low = range && Math.min(range[1] - 0.2 * (range[1] - range[0]), ...finite(score, 0));
  const curve = (
    title: string,
    of: (record: EpochRecord) => number,
    axis: readonly [number, number],
    format: (value: number) => string,
    say: (value: number) => string,
  ) => ({
    title,
    figures: runs.map(({ letter, evidence }) => ({
      title: `${letter}: ${title}`,
      finding: `${letter}: ${ends(evidence, of, say, told)}`,
      steps,
      range: axis,
      format,
      series: TWINS.map(([kind, name]) => ({ kind, name, values: evidence[kind].history.map(of) })),
    })),
  });
  return [
    curve(
      performance.label,
      score,
      range ? [Math.floor(10 * low!) / 10, range[1]] : [0, roundUp(Math.max(0, ...finite(score, jump)))],
      range ? (value) => `${Math.round(100 * value)} %` : tick,
      performance.format,
    ),
    curve('Training loss', loss, [0, roundUp(Math.max(0, ...finite(loss, jump)))], tick, sized),
  ];
}

/** "ends at 95.1 % for the suspect, 95.0 % for the clean twin." */
function ends(
  evidence: WithCurves['evidence'],
  of: (record: EpochRecord) => number,
  say: (value: number) => string,
  told: boolean,
): string {
  const last = ({ history }: Evidence['clean']) => {
    const value = history.length > 0 ? of(history.at(-1)!) : null;
    return value === null ? 'nothing, as it was not trained,' : Number.isFinite(value) ? say(value) : 'no number';
  };
  return `ends at ${twinWords(evidence, told, last)}`;
}
