import type { Recipe } from './recipe.ts';

/** The suspect's rows as the attacker knows them, which no detector does. `src/labs/<id>/truth.ts` works it out. */
export interface Truth {
  /** Id of each training row of the suspect, by the places that detectors number rows with. */
  readonly ids: Int32Array;
  /** 1 for rows that differ from the clean twin's by the attacker's doing. */
  readonly touched: Uint8Array;
  /** Whether rows have labels, so that another one can be given. */
  readonly hasLabels: boolean;
}

/** One attack as the matrix of attacks and detectors tries it. */
export interface Trial {
  readonly id: string;
  readonly title: string;
  /** What is done, in few words: "80 rows of 8,000". */
  readonly dose: string;
  /** The recipe, made from the lab's default of a seed. */
  recipe(usual: Recipe): Recipe;
  /** Whether parameters are edited by hand, by a plan made for the model at hand. */
  readonly plans: boolean;
}
