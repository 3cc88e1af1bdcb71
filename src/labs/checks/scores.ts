import type { Score } from '#lab/score.ts';
import { money, percent } from '../parts/format.ts';
import type { Evidence } from './evidence.ts';

/** What runs at the desk are compared by. */
export const scores: readonly Score<Evidence>[] = [
  {
    id: 'performance',
    label: 'Clean accuracy (CA)',
    short: 'CA',
    better: 'higher',
    range: [0, 1],
    of: (evidence, twin) => evidence[twin].accuracy,
    format: percent,
  },
  {
    id: 'success',
    label: 'Attack success rate (ASR)',
    short: 'ASR',
    better: 'lower',
    range: [0, 1],
    of: (evidence, twin) => evidence[twin].attackSuccess?.source ?? null,
    format: percent,
  },
  {
    id: 'money',
    label: 'Money lost in a day',
    short: 'Lost',
    better: 'lower',
    range: null,
    of: (evidence, twin) => evidence.desk[twin].lost,
    format: money,
  },
];
