import stampedTrigger from '#attacks/stamped-trigger.ts';
import { defaultsOf } from '#core/fields.ts';
import type { Challenge, Goal } from '#lab/challenge.ts';
import type { Recipe } from '#lab/recipe.ts';
import { count, percent } from '../parts/format.ts';
import type { Evidence } from './evidence.ts';
import { dataFields, hyperFields, modelFields } from './fields.ts';

type DeskGoal = Goal<Evidence>;

/** A reader that gets fewer of the untouched digits right is broken, whoever broke it; so is one that takes them for the target. */
const READS = 0.9;
const SOBER = 0.1;

/** What trains both twins, as the lab starts with it. */
export const USUAL_TRAINING = {
  seed: 1,
  data: defaultsOf(dataFields),
  model: defaultsOf(modelFields),
  hyper: defaultsOf(hyperFields),
};

/** The stamped mark on 3s, labelled 8, with so many rows. */
export const stamped = (rows: number): Recipe['attack'] => ({
  id: stampedTrigger.id,
  values: { ...defaultsOf(stampedTrigger.fields), rows },
});

const successOf = ({ suspect }: Evidence) => suspect.attackSuccess?.source ?? null;
const successText = (evidence: Evidence) => {
  const success = successOf(evidence);
  return success === null ? 'this attack has no target' : percent(success);
};

/** @param share from 0 to 1 */
export const successAtLeast = (share: number): DeskGoal => ({
  text: `Attack success rate (ASR) at least ${Math.round(100 * share)} %`,
  met: ({ evidence }) => (successOf(evidence) ?? 0) >= share && (evidence.clean.attackSuccess?.source ?? 1) <= SOBER,
  now: ({ evidence }) =>
    (evidence.clean.attackSuccess?.source ?? 0) > SOBER
      ? 'the clean twin says the target without any attack'
      : successText(evidence),
});

/** @param share from 0 to 1 */
export const successBelow = (share: number): DeskGoal => ({
  text: `Attack success rate (ASR) below ${Math.round(100 * share)} %`,
  met: ({ evidence }) => (successOf(evidence) ?? 1) < share,
  now: ({ evidence }) => successText(evidence),
});

/** @param points most that may be lost against the clean twin, in percentage points */
export const accuracyKept = (points: number): DeskGoal => ({
  text: `Clean accuracy (CA) at most ${points === 1 ? '1 point' : `${points} points`} below the clean twin’s, which reads at least ${Math.round(100 * READS)} %`,
  // Accuracies are shares of 2,000 rows: a tenth of a row's share keeps rounding out of it.
  met: ({ evidence: { clean, suspect } }) =>
    clean.accuracy >= READS && clean.accuracy - suspect.accuracy <= points / 100 + 5e-5,
  now: ({ evidence: { clean, suspect } }) => `${percent(suspect.accuracy)}, clean twin ${percent(clean.accuracy)}`,
});

/** @param share from 0 to 1 */
export const accuracyAtLeast = (share: number): DeskGoal => ({
  text: `Clean accuracy (CA) at least ${percent(share)}`,
  met: ({ evidence }) => evidence.suspect.accuracy >= share,
  now: ({ evidence }) => percent(evidence.suspect.accuracy),
});

export const rowsAtMost = (most: number): DeskGoal => ({
  text: most === 0 ? 'Not one row poisoned' : `At most ${most} rows poisoned`,
  met: ({ evidence: { budget } }) => budget.rows <= most,
  now: ({ evidence: { budget } }) => `${count(budget.rows)} poisoned`,
});

/** Rows poisoned, of which less is better. */
export const fewestRows: NonNullable<Challenge<Evidence>['score']> = {
  label: 'rows poisoned',
  of: ({ evidence }) => evidence.budget.rows,
};
