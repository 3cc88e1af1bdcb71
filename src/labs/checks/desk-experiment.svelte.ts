import type { ImageAttack } from '#lab/attack.ts';
import type { Experiment } from '#state/experiment.svelte.ts';
import type { Digits } from './digits.ts';
import type { Evidence } from './evidence.ts';

/** The experiment on the Check Desk's bench. */
export type DeskExperiment = Experiment<Evidence, Digits>;

/** An attack of the desk, by default the one on the bench: the lab offers none but those on images. */
export function imageAttack(experiment: DeskExperiment, id = experiment.recipe.attack.id): ImageAttack {
  return experiment.attacks.find((attack): attack is ImageAttack => attack.rows === 'images' && attack.id === id)!;
}
