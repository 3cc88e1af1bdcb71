import type { NumberField } from '#core/fields.ts';
import type { Recipe } from '#lab/recipe.ts';
import { MOST_SEEDS, type DosePlan, type GridPlan, type SizePlan } from '#lab/study.ts';
import type { Experiment } from '#state/experiment.svelte.ts';
import { looking } from '#state/looking.svelte.ts';
import { Study } from '#state/study.svelte.ts';

export const DOSES_FIELD: NumberField = {
  kind: 'number',
  label: 'Doses',
  help: 'How many amounts of poison, from none to the largest; closer together where there is little.',
  default: 12,
  min: 4,
  max: 16,
  step: 1,
};

export const SEEDS_FIELD: NumberField = {
  kind: 'number',
  label: 'Seeds',
  help: 'Each seed draws split, weights and order anew. With several, the band shows how far runs differ by chance.',
  default: 1,
  min: 1,
  max: MOST_SEEDS,
  step: 1,
};

/** How one side of the grid is to be varied; null ends are the usual ones of the field. */
export interface AxisWish {
  readonly id: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly count: number;
}

export const NO_AXIS = '';
/** A side over the usual values of a field. */
export const wishFor = (id: string): AxisWish => ({ id, from: null, to: null, count: 5 });

/** The studies of one experiment: what is asked for, and what came of it. They outlive the page that shows them. */
class Studies {
  readonly dose: Study<DosePlan>;
  readonly sweep: Study<GridPlan>;
  readonly size: Study<SizePlan>;
  /** Largest dose; null for the most that the attack allows. */
  upTo: number | null = $state(null);
  doses = $state(DOSES_FIELD.default);
  seeds = $state(SEEDS_FIELD.default);
  columns: AxisWish = $state.raw(wishFor('hyper.learningRate'));
  rows: AxisWish = $state.raw(wishFor('hyper.batchSize'));
  /** Poisoned rows in every run of the size study. */
  poisoned = $state(20);

  constructor(experiment: Experiment) {
    this.dose = new Study(experiment.ask);
    this.sweep = new Study(experiment.ask);
    this.size = new Study(experiment.ask);
  }
}

const known = new WeakMap<Experiment, Studies>();

export function studiesOf(experiment: Experiment): Studies {
  const studies = known.get(experiment) ?? new Studies(experiment);
  known.set(experiment, studies);
  return studies;
}

/** Puts a run of a study on the bench, and goes there. */
export function openOnBench(experiment: Experiment, recipe: Recipe): void {
  experiment.put(recipe, 'study');
  looking.room = 'bench';
  scrollTo(0, 0);
}
