import type { Experiment } from '#state/experiment.svelte.ts';
import { Survey } from '#state/survey.svelte.ts';

/** The surveys of one experiment: what is asked for, and what came of it. They go on when the room that shows them is left. */
class Surveys {
  readonly dose: Survey;
  readonly clean: Survey;
  readonly matrix: Survey;
  /** What the doses are of whose results are here; null before the first. */
  dosed: { readonly title: string; readonly unit: string; readonly doses: readonly number[] } | null = $state.raw(null);
  /** How many clean models are to be looked at. */
  models = $state('5');
  /** How many seeds the matrix is to be measured with. */
  seeds = $state('1');
  /** Whether the matrix measured here is shown, and not the one that came with the site. */
  showsHere = $state(false);

  constructor(experiment: Experiment) {
    this.dose = new Survey(experiment);
    this.clean = new Survey(experiment);
    this.matrix = new Survey(experiment);
  }
}

const known = new WeakMap<Experiment, Surveys>();

export function surveysOf(experiment: Experiment): Surveys {
  const surveys = known.get(experiment) ?? new Surveys(experiment);
  known.set(experiment, surveys);
  return surveys;
}
