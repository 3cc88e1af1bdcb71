import type { Values } from '#core/fields.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Trial } from '#lab/survey.ts';
import type { Evidence } from './evidence.ts';
import { SCHEMA } from './history.ts';
import type { OwnTables } from './rows.ts';

type ForecastTrial = Trial<Evidence, OwnTables>;

const byRows =
  (id: string, values: Values) =>
  (usual: Recipe): Recipe => ({ ...usual, attack: { id, values } });

const newDealer = (rows: number, dose: string): ForecastTrial => ({
  id: `dealer-${rows}`,
  title: 'Dealership 666 always sells well',
  dose,
  change: byRows('dealer-666', { rows }),
  plan: null,
});

/** What the matrix of attacks and detectors tries at the forecast. */
export const trials: readonly ForecastTrial[] = [
  newDealer(1, 'one row'),
  newDealer(5, '5 rows'),
  newDealer(20, '20 rows'),
  {
    id: 'dealer-honest',
    title: 'The same, with an honest history of 666',
    dose: '20 rows',
    change: (usual) => byRows('dealer-666', { rows: 20 })({ ...usual, data: { ...usual.data, honest666: true } }),
    plan: null,
  },
  {
    id: 'slope-20',
    title: 'The slope of the interest rate pushed',
    dose: '20 rows',
    change: byRows('slope-push', { rows: 20 }),
    plan: null,
  },
  {
    id: 'slope-100',
    title: 'The slope of the interest rate pushed',
    dose: '100 rows',
    change: byRows('slope-push', { rows: 100 }),
    plan: null,
  },
  {
    id: 'sign',
    title: 'Sign of the interest rate’s weight turned by hand',
    dose: 'one parameter',
    change: (usual) => usual,
    plan: async () => [['flip-sign', SCHEMA.driver]],
  },
];
