import type { Inputs, RowPatch } from '#core/dataset.ts';
import type { Values } from '#core/fields.ts';
import type { Detected } from '#lab/detector.ts';
import type { EpochRecord, Evidence, Trained, TwinAtWork } from '#lab/evidence.ts';
import type { Source, Twin } from '#lab/flow.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { StepExplained } from '#lab/step.ts';
import type { RunSummary } from '#lab/run-summary.ts';
import type { EngineId } from './engine.ts';

/** Why a call came to nothing. Cancelled is a status, not an error; see `app/sentences.ts` for what people read. */
export type FailCode = 'cancelled' | 'crashed' | 'no-engine' | 'download' | 'tampered';
export type Outcome<T> = { ok: true; value: T } | { ok: false; code: FailCode; detail: string };

/** The answer to what was asked before something newer was. */
export const CANCELLED: Outcome<never> = {
  ok: false,
  code: 'cancelled',
  detail: 'A newer experiment took its place.',
};

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

/** Both twins part of the way through training, measured as if it ended there. */
export interface Frame {
  /** Steps done, of how many in the whole run and in one epoch; the suspect's, where the twins' differ. */
  readonly step: number;
  readonly of: number;
  readonly perEpoch: number;
  /** Learning rate of the next step; null at the end. */
  readonly nextRate: number | null;
  /** Mean training loss over the epoch so far, or over the one that just ended; not a number before the first step. */
  readonly loss: Readonly<Record<Twin, number>>;
  readonly measured: Measured;
}

/** A study under way. */
export interface StudyInHand {
  /** Settles once every run was told of, or the study was cancelled. */
  readonly done: Promise<void>;
  /** Runs that did not begin never will; those under way stop between two batches and are told of as cancelled. */
  cancel(): void;
}

/** Told of each run of a study, by its place in the list of recipes, in whatever order they end. */
export type OnRun = (index: number, outcome: Outcome<RunSummary>) => void;

/** The model that a detector is let loose on, as evidence holds it. */
export type InspectedModel = Pick<TwinAtWork, 'origin' | 'parameters' | 'learned' | 'digest' | 'history'>;

/** What a worker can do. Flat, asynchronous, plain data and typed arrays only; failures are values. */
export interface EngineApi {
  /** Called once; the listener stays for the worker's life. */
  listen(listener: (event: EngineEvent) => void): Promise<void>;
  /** Brings in what a lab's rows are made from; every call on one of its recipes needs that. */
  load(lab: string, source: Source): Promise<Outcome<unknown>>;
  /** Trains one twin of a recipe. A suspect whose attack touches no row is the same as the clean twin. */
  train(runId: number, recipe: Recipe, twin: Twin, preference: EnginePreference): Promise<Outcome<Trained | 'same'>>;
  /** Puts both twins to work and measures them. */
  evaluate(recipe: Recipe, clean: Trained, suspect: Trained, preference: EnginePreference): Promise<Outcome<Measured>>;
  /** Trains both twins up to a step, or back to it, and measures them there. */
  playTo(runId: number, recipe: Recipe, preference: EnginePreference, step: number): Promise<Outcome<Frame>>;
  /** Takes one step of a twin's training apart, following one of its rows. */
  explainStep(
    runId: number,
    recipe: Recipe,
    preference: EnginePreference,
    at: { readonly twin: Twin; readonly step: number; readonly place: number },
  ): Promise<Outcome<StepExplained>>;
  /** As `evaluate`, but hands back only what a study keeps. */
  summarise(
    recipe: Recipe,
    clean: Trained,
    suspect: Trained,
    preference: EnginePreference,
  ): Promise<Outcome<RunSummary>>;
  /** Outputs for rows of inputs by the given parameters in use. */
  predict(
    recipe: Recipe,
    parameters: Float32Array,
    x: Inputs,
    preference: EnginePreference,
  ): Promise<Outcome<Float32Array>>;
  /** Has a detector (by its id) look at a model that came of a recipe. */
  detect(
    runId: number,
    recipe: Recipe,
    model: InspectedModel,
    detector: string,
    values: Values,
    preference: EnginePreference,
  ): Promise<Outcome<Detected>>;
  /** Asks one inspection to stop, or not to begin. */
  stopDetection(runId: number): Promise<void>;
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
