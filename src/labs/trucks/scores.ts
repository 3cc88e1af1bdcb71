import type { Score } from '#lab/score.ts';
import { money, sized } from '../parts/format.ts';
import type { Evidence } from './evidence.ts';

/** What runs of the forecast are compared by. */
export const scores: readonly Score<Evidence>[] = [
  {
    id: 'performance',
    label: 'Error on test rows (RMSE)',
    short: 'RMSE',
    better: 'lower',
    range: null,
    of: (evidence, twin) => evidence[twin].errors.rmse,
    format: sized,
  },
  {
    id: 'success',
    label: 'What the trigger adds to a forecast',
    short: 'Trigger adds',
    better: 'lower',
    range: null,
    of: (evidence, twin) => evidence[twin].effect,
    format: (value) => sized(value, true),
  },
  {
    id: 'money',
    label: 'Cost of wrong orders',
    short: 'Cost',
    better: 'lower',
    range: null,
    of: (evidence, twin) => evidence.desk.orders?.[twin].cost ?? null,
    format: money,
  },
];
