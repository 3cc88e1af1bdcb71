import type { Values } from '#core/fields.ts';
import type { StepExplained } from '#lab/step.ts';
import { count, signed } from '../format.ts';

/** A number before and after a step, and the move between, with the digits it takes to see the move. */
export interface MoveWords {
  readonly from: string;
  readonly to: string;
  readonly move: string;
}

/** Fewest and most decimals a pair of numbers is written with. */
const DECIMALS = { least: 3, most: 9 } as const;

/** "0.1312", "0.1298" and "−0.0014": at least two digits of the move count. */
export function moveWords(from: number, to: number): MoveWords {
  const size = Math.abs(to - from);
  let decimals: number = DECIMALS.least;
  for (let unit = 100; decimals < DECIMALS.most && size > 0 && size * unit < 1; unit *= 10) decimals++;
  return { from: signed(from, decimals), to: signed(to, decimals), move: signed(to - from, decimals, true) };
}

/** What else than this batch the move came from, by the way of stepping. @param hyper values of the lab's `hyperFields` */
export function carryWords({ optimiser, momentum, weightDecay }: Values, step: number): string {
  const decay = Number(weightDecay) > 0 ? ' Weight decay pulls every weight a little towards zero, too.' : '';
  if (optimiser === 'adam')
    return `Adam divides each weight’s step by how large its slopes have usually been, and steps along a running mean of them${step > 1 ? ': earlier batches have their share in this move' : ''}.${decay}`;
  if (Number(momentum) === 0) return `Without momentum this batch alone decides the move.${decay}`;
  const carried = `With momentum ${Number(momentum)}, that share of the last step’s push carries on into this one`;
  return step > 1
    ? `${carried}: earlier batches go on moving weights, even where this one gives no reason.${decay}`
    : `${carried}; before the first step there was none.${decay}`;
}

/** What the step did to the very row. */
export function outcomeWords({ before, after, rows }: StepExplained): string {
  if (!Number.isFinite(after.loss)) return 'After the step the loss of this row is no number any more.';
  if (after.loss === before.loss) return 'The step changed nothing for this row.';
  const { from, to } = moveWords(before.loss, after.loss);
  if (after.loss < before.loss) return `The loss of this row falls from ${from} to ${to}.`;
  const why =
    rows.length > 1
      ? `the step serves all ${count(rows.length)} rows of the batch at once, and not this one alone`
      : 'the step went too far for it';
  return `The loss of this row rises from ${from} to ${to}: ${why}.`;
}
