import type { Inputs, RowPatch } from '#core/dataset.ts';
import type { Values } from '#core/fields.ts';
import type { Detected } from '#lab/detector.ts';
import type { EpochRecord, Evidence, Trained, TwinAtWork } from '#lab/evidence.ts';
import type { Source, Twin } from '#lab/flow.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { EngineId } from './engine.ts';

/** Why a call came to nothing. Cancelled is a status, not an error; see `app/sentences.ts` for what people read. */
export type FailCode = 'cancelled' | 'crashed' | 'no-engine' | 'download' | 'tampered';
export type Outcome<T> = { ok: true; value: T } | { ok: false; code: FailCode; detail: string };

export type EnginePreference = 'auto' | EngineId;

/** What the worker says on its own while it works. */
export type EngineEvent =
  | { kind: 'epochs'; lab: string; runId: number; twin: Twin; records: readonly EpochRecord[] }
  /** The engine changed, in a sentence for the learner. */
  | { kind: 'notice'; sentence: string };

/** One engine's speed on one model: milliseconds per epoch, or why it cannot be used here. */
export interface Calibration {
  readonly engine: EngineId;
  readonly renderer: string;
  readonly msPerEpoch: number | null;
  readonly refusal: string | null;
}

/** The evidence for a recipe, with the rows its attack altered in place. */
export interface Measured {
  readonly evidence: Evidence;
  readonly patch: RowPatch;
}

/** The model that a detector is let loose on, as evidence holds it. */
export type InspectedModel = Pick<TwinAtWork, 'origin' | 'parameters' | 'learned' | 'digest' | 'history'>;

/** What a worker can do. Flat, asynchronous, plain data and typed arrays only; failures are values. */
export interface EngineApi {
  /** Called once; the listener stays for the worker's life. */
  listen(listener: (event: EngineEvent) => void): Promise<void>;
  /** Brings in what a lab's rows are made from; every call on one of its recipes needs that. */
  load(lab: string, source: Source): Promise<Outcome<unknown>>;
  /** Trains one twin of a recipe. A suspect whose attack touches no row comes back as null: it is the clean twin. */
  train(runId: number, recipe: Recipe, twin: Twin, preference: EnginePreference): Promise<Outcome<Trained | null>>;
  /** Puts both twins to work and measures them. */
  evaluate(recipe: Recipe, clean: Trained, suspect: Trained, preference: EnginePreference): Promise<Outcome<Measured>>;
  /** Outputs for rows of inputs by the given parameters in use. */
  predict(recipe: Recipe, parameters: Float32Array, x: Inputs): Promise<Outcome<Float32Array>>;
  /** Has a detector (by its id) look at a model that came of a recipe. */
  detect(
    runId: number,
    recipe: Recipe,
    model: InspectedModel,
    detector: string,
    values: Values,
    preference: EnginePreference,
  ): Promise<Outcome<Detected>>;
  /** SHA-256 of the training rows before and after the attack. */
  dataDigests(recipe: Recipe): Promise<Outcome<{ clean: string; suspect: string }>>;
  /** The lab's exact answer, see `Flow.reference`. */
  reference(recipe: Recipe): Promise<Outcome<unknown>>;
  /** Times each engine on a few batches of the recipe's model. */
  calibrate(recipe: Recipe): Promise<Outcome<Calibration[]>>;
  /** Answers at once when the worker is alive and between batches. */
  ping(): Promise<true>;
  /** Asks a training run to stop at the next batch. */
  cancel(runId: number): Promise<void>;
}
