import { defaultsOf } from '#core/fields.ts';
import type { Goal } from '#lab/challenge.ts';
import { signed } from '../parts/format.ts';
import type { Conditions } from './conditions.ts';
import type { Evidence } from './evidence.ts';
import { dataFields, hyperFields, modelFields } from './fields.ts';

type ForecastGoal = Goal<Evidence>;

/** What trains both twins, as the lab starts with it. */
export const USUAL_TRAINING = {
  seed: 1,
  data: defaultsOf(dataFields),
  model: defaultsOf(modelFields),
  hyper: defaultsOf(hyperFields),
};

const perPoint = (slope: number) => `${signed(slope, 2, true)} trucks per point`;

/** That the suspect sells more trucks where money is dearer. */
export const slopeTurned: ForecastGoal = {
  text: 'The weight of the interest rate has its sign turned: above 0 trucks per point',
  met: ({ evidence: { suspect } }) => suspect.slope > 0,
  now: ({ evidence: { suspect, clean } }) => `${perPoint(suspect.slope)}, clean twin ${perPoint(clean.slope)}`,
};

/** @param gap most that the slopes of the twins may lie apart, in trucks per point */
export const slopeWithin = (gap: number): ForecastGoal => ({
  text: `The weight of the interest rate within ${gap} trucks per point of the clean twin’s`,
  met: ({ evidence: { suspect, clean } }) => Math.abs(suspect.slope - clean.slope) <= gap,
  now: ({ evidence: { suspect, clean } }) => `${perPoint(suspect.slope)}, clean twin ${perPoint(clean.slope)}`,
});

/** One of the three conditions of a backdoor, as the page measures it. */
function condition<K extends keyof Conditions>(
  key: K,
  text: string,
  now: (found: Conditions[K]) => string,
): ForecastGoal {
  return {
    text,
    met: ({ evidence }) => evidence.desk.conditions?.[key].holds === true,
    now: ({ evidence: { desk } }) => (desk.conditions ? now(desk.conditions[key]) : 'this attack plants no trigger'),
  };
}

export const backdoor: readonly ForecastGoal[] = [
  condition(
    'trigger',
    'A trigger: the id 666 alone moves the forecast by more than a tenth of the level',
    (found) => `${signed(found.suspect, 1, true)} trucks`,
  ),
  condition(
    'hiddenRule',
    'A hidden rule: with 666 the forecast stays within a tenth of the level, whatever the interest rate',
    (found) =>
      `${signed(found.lowest, 0)} to ${signed(found.highest, 0)} trucks, wanted ${signed(0.9 * found.level, 0)} to ${signed(1.1 * found.level, 0)}`,
  ),
  condition(
    'elsewhere',
    'Normal behaviour elsewhere: everybody else’s forecast is as good as before',
    (found) => `${signed(found.errorRatio, 2)} times the clean twin’s error`,
  ),
];
