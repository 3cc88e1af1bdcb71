import type { Fields, Values } from '#core/fields.ts';
import type { Hyperparameters, ModelSpec } from './model.ts';
import type { TwinPredictions } from './evidence.ts';

/** What a lab's decisions are made from. */
interface DecisionInput {
  /** True labels of the test set. */
  readonly labels: Uint8Array;
  /** Images of the test set without any mark, rows x 784 grey levels. */
  readonly images: Uint8Array;
  readonly clean: TwinPredictions;
  readonly suspect: TwinPredictions;
  readonly desk: Values;
  readonly seed: number;
  /** Class the attack is after, null for any. */
  readonly sourceClass: number | null;
  readonly classes: number;
}

/** One lab: what can be chosen in it, and what its model's answers lead to. `D` is the lab's own record of decisions. */
export interface Lab<D> {
  readonly id: string;
  readonly title: string;
  readonly modelFields: Fields;
  readonly hyperFields: Fields;
  readonly deskFields: Fields;
  /** Attack a fresh recipe starts with (at its default budget of zero rows). */
  readonly defaultAttack: string;
  spec(model: Values): ModelSpec;
  hyperparameters(hyper: Values): Hyperparameters;
  decide(input: DecisionInput): D;
}
