import type { InputRows, Inputs, RowPatch } from '#core/dataset.ts';
import type { Attack } from './attack.ts';
import type { Rows } from './detector.ts';
import type { Budget } from './evidence.ts';
import type { Hyperparameters, ModelSpec } from './model.ts';
import type { Recipe } from './recipe.ts';

export type Twin = 'clean' | 'suspect';

/** Rows one twin learns from, and what is looked at after each epoch. */
export interface TrainSet {
  readonly base: InputRows;
  /** Rows that differ from `base`; engines keep what they made of a base, so a patch costs little. */
  readonly patch: RowPatch;
  /** What to forecast, rows x outputs; null for classification. */
  readonly targets: Float32Array | null;
  readonly watch: {
    readonly x: Inputs;
    /** Accuracy, or root mean squared error in the target's own unit, from outputs on `x`. */
    score(outputs: Float32Array): number;
  };
}

/** Everything about a recipe that is known before training. Labs add what they measure with. */
export interface Stage {
  readonly spec: ModelSpec;
  readonly clean: TrainSet;
  /** Null when neither the attack, nor a hand, nor a defender touches a row, so that the clean twin is the suspect. */
  readonly suspect: TrainSet | null;
  /** Rows that the attack altered in place, of the clean twin's; what a defender did with them is not in it. */
  readonly touched: RowPatch;
  readonly budget: Budget;
}

/** What a defender has of a lab's rows, and how models are made of rows of the defender's choice. */
export interface DefenderSide<S extends Stage = Stage> {
  /** What a twin learned from, and the untouched test rows. Rows are numbered by place: their own ids tell who added them. */
  rowsOf(stage: S, twin: Twin): { readonly train: Rows; readonly sealed: Rows };
  /** Rows as a released model of the lab takes them, rows x inputs. */
  encode(rows: Rows, stage: S): Inputs;
  /** What a model of the same shape learns from when it is given these rows, and how it is put to work afterwards. */
  learnFrom(rows: Rows, stage: S): { readonly set: TrainSet; release(trained: Float32Array): Float32Array };
}

/** Outputs (probabilities, or numbers as they are) of the model at hand for rows of inputs. */
type Predict = (x: Inputs) => Promise<Float32Array>;

/** Where a lab's rows come from. */
export interface Source {
  /** Address of the page, for what is downloaded. */
  readonly base: string;
  /** What the learner brought, if the lab takes that. */
  readonly own: unknown;
}

/** Something a lab needs could not be had; the message is a sentence. */
export class MaterialError extends Error {
  readonly code: 'download' | 'tampered';
  constructor(code: MaterialError['code'], sentence: string) {
    super(sentence);
    this.code = code;
  }
}

/**
 * What a lab does with a recipe, step by step; runs in the worker. `src/labs/<id>/flow.ts`.
 * `Material` is what rows are made from, `M` what is measured of a twin, `D` what its answers lead to.
 */
export interface Flow<Material = unknown, S extends Stage = Stage, M extends object = object, D = unknown> {
  /** The id of its lab. */
  readonly id: string;
  /** @throws MaterialError */
  load(source: Source): Promise<Material>;
  hyperparameters(recipe: Recipe): Hyperparameters;
  /** Pure. The attack is one on the lab's kind of rows. */
  stage(recipe: Recipe, material: Material, attack: Attack): S;
  /** The parameters that are put to work, from those that training found. The very same array where nothing is to be done. */
  release(trained: Float32Array, stage: S, twin: Twin): Float32Array;
  /** What one twin does on rows it has never seen. */
  measure(predict: Predict, stage: S, recipe: Recipe, parameters: Float32Array): Promise<M>;
  decide(clean: M, suspect: M, stage: S, recipe: Recipe): D;
  readonly defender: DefenderSide<S>;
  /** Bytes that stand for a twin's training rows in their digest. */
  bytesOf(stage: S, twin: Twin): Uint8Array;
  /** An exact answer to compare training's with, which takes longer than a drag allows; null where there is none. */
  reference(stage: S, recipe: Recipe, attack: Attack): unknown;
}
