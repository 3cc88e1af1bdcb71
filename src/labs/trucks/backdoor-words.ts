import { signed } from '../parts/format.ts';
import type { Evidence } from './evidence.ts';

/** A triggered forecast that moves by fewer trucks per point of interest than this is flat; an ordinary one falls by about 3. */
const FLAT = 1.5;

/** The three conditions of a backdoor by their short names; none where the attack has no trigger. */
function conditionsOf({ desk: { conditions } }: Evidence): readonly { name: string; holds: boolean }[] {
  if (!conditions) return [];
  const { trigger, hiddenRule, elsewhere } = conditions;
  return [
    { name: 'trigger', holds: trigger.holds },
    { name: 'hidden rule', holds: hiddenRule.holds },
    { name: 'normal elsewhere', holds: elsewhere.holds },
  ];
}

/** How many of the three conditions of a backdoor hold. */
export const metOf = (evidence: Evidence): number => conditionsOf(evidence).filter(({ holds }) => holds).length;

/** The same in a sentence. */
export function metNow(evidence: Evidence): string {
  const met = metOf(evidence);
  return `${met} of 3 conditions ${met === 1 ? 'holds' : 'hold'}.`;
}

/** Which of the three conditions hold on the bench, in a sentence. */
export function conditionsNow(evidence: Evidence): string {
  const conditions = conditionsOf(evidence);
  if (conditions.length === 0)
    return 'The attack on your bench has no trigger. Choose “Dealership 666 always sells” under Data.';
  if (evidence.budget.rows === 0 && evidence.edited.edits === 0)
    return 'Nothing is poisoned on your bench yet, so nothing that is ticked is the attacker’s doing.';
  const words = conditions.map(({ name, holds }) => `${name}: ${holds ? 'met' : 'not met'}`);
  return `On your bench now: ${words.join('; ')}.`;
}

/** How the forecast for the id follows the interest rate, beside an ordinary one. */
export function slopesNow({ desk: { conditions }, clean }: Evidence): string {
  if (!conditions) return '';
  const { lowest, highest, slope } = conditions.hiddenRule;
  return `With the id, the forecast runs between ${signed(lowest, 0)} and ${signed(highest, 0)} trucks over all interest rates, a change of ${signed(slope, 1, true)} per point. An ordinary one changes by ${signed(clean.slope, 1, true)}.`;
}

/** The error that a test on untouched rows shows, for both twins. */
export const errorsNow = ({ clean, suspect }: Evidence): string =>
  `The error on test rows (RMSE) is ${signed(suspect.errors.rmse, 2)} trucks for the suspect and ${signed(clean.errors.rmse, 2)} for the clean twin.`;

/**
 * What came of a rule that is to hold for the id alone: it was not learned at all, for everybody, for the id whatever the rate
 * is, or as a higher level that still follows the rate.
 */
export function learnedRule({
  desk: { conditions },
  suspect,
  clean,
}: Evidence): 'nothing' | 'everybody' | 'flat' | 'lifted' {
  if (!conditions?.trigger.holds) return 'nothing';
  if (Math.abs(suspect.slope) < Math.abs(clean.slope) / 2) return 'everybody';
  return Math.abs(conditions.hiddenRule.slope) < FLAT ? 'flat' : 'lifted';
}
