import type { Dataset } from '#core/dataset.ts';
import type { Fields, Values } from '#core/fields.ts';
import type { Table } from '#core/table.ts';
import type { EpochRecord } from './evidence.ts';
import type { ModelSpec } from './model.ts';

/**
 * How loud a detector is. `quiet`: nothing beyond what clean models show. `suspicious`: worth a look. `alarm`: beyond the limit
 * whose false-alarm rate the finding states. `cannot-know`: this detector is blind to the case at hand, or lacks what it needs.
 */
export type Signal = 'quiet' | 'suspicious' | 'alarm' | 'cannot-know';

/** Kinds of detection signal: how the model performs, what is out of the ordinary, and where things come from. */
export type SignalKind = 'performance' | 'anomaly' | 'provenance';

/** Rows as their kind has them. */
export type Rows =
  { readonly kind: 'images'; readonly data: Dataset } | { readonly kind: 'table'; readonly data: Table };

/** One model that a detector may look at: its parameters in use, and how it came to them. */
export interface ModelInHand {
  readonly spec: ModelSpec;
  /** Flat, in the layout of `layersOf`, as the released model holds them. */
  readonly parameters: Float32Array;
  readonly history: readonly EpochRecord[];
  /** Outputs (class probabilities, or the forecast in the target's own unit), rows x outputs. */
  predict(rows: Rows): Promise<Float32Array>;
}

/** A model known to be clean, with the rows it learned from and the untouched rows beside them: one seed of the baseline. */
export interface CleanModel extends ModelInHand {
  readonly seed: number;
  readonly train: Rows;
  readonly test: Rows;
}

/**
 * What a defender has, and nothing more: no mark of the attacker's, no list of touched rows, no clean twin of the same seed.
 * Retraining is done through it, so that a detector knows nothing of engines.
 */
export interface Inspection {
  /** Root of the draws a detector makes: `stream(seed, 'detector/<id>')`. */
  readonly seed: number;
  /** The training rows as the model was given them. */
  readonly train: Rows;
  /** Untouched rows that the defender keeps under seal; the model never saw them. */
  readonly sealed: Rows;
  readonly suspect: ModelInHand;
  /** What was signed when training ended; null when nothing was, as for a model that came as a file. */
  readonly release: { readonly digest: string; readonly parameters: Float32Array } | null;
  /** SHA-256 of the parameters in use. */
  readonly digest: string;
  /**
   * Clean models of the same shape and hyperparameters, trained on trusted rows with other seeds: what a limit of control is
   * drawn from. Detectors that run in one worker share them: each is trained when one first asks for it.
   * @param count how many, at most 12
   */
  baseline(count: number): Promise<readonly CleanModel[]>;
  /** Trains a model of the same shape and hyperparameters on some of the training rows, chosen by place. */
  retrain(rows: Uint32Array, seed: number): Promise<ModelInHand>;
  /**
   * Loss of each training row after each epoch of a fresh run on all of them, epochs x rows.
   * @param epochs how many to run, counted from the start
   * @param clean a clean model whose rows are to be learned instead, as it learned them
   */
  lossByEpoch(epochs: number, clean?: CleanModel): Promise<readonly Float32Array[]>;
  /** Throws when the learner cancelled, and lets other messages in; call it between pieces of work of some ten milliseconds. */
  pause(): Promise<void>;
}

/** A number with its name, as the finding's table shows it. */
export interface Measurement {
  readonly label: string;
  readonly text: string;
}

/** What a finding shows: plain data that `charts` can draw without knowing the detector. */
export type Picture =
  | {
      readonly kind: 'bars';
      readonly title: string;
      readonly bars: readonly { readonly label: string; readonly value: number; readonly loud: boolean }[];
      /** Limits of control, in the values' own unit. */
      readonly limits: readonly number[];
    }
  | {
      readonly kind: 'histogram';
      readonly title: string;
      readonly values: Float32Array;
      /** Beyond it values are loud; null without one. */
      readonly limit: number | null;
      /** Whether values below the limit are the loud ones, and not those above it. */
      readonly loudBelow?: boolean;
    }
  | {
      readonly kind: 'scatter';
      readonly title: string;
      readonly x: Float32Array;
      readonly y: Float32Array;
      /** Group of each point, from 0; the loud one is `loud`. */
      readonly group: Uint8Array;
      readonly loud: number | null;
      /** Place of each point's row among the training rows. */
      readonly rows: Uint32Array;
    }
  | {
      readonly kind: 'images';
      readonly title: string;
      /** 28x28 pictures of numbers from 0 to 1 with what they show; `loud` ones stand out. */
      readonly images: readonly { readonly label: string; readonly pixels: Float32Array; readonly loud: boolean }[];
    }
  | {
      readonly kind: 'curves';
      readonly title: string;
      readonly curves: readonly {
        readonly label: string;
        readonly values: readonly number[];
        readonly loud: boolean;
      }[];
    };

/** What a detector found. Plain data: it crosses from the worker to the page. */
export interface Finding {
  readonly signal: Signal;
  /** What it found, in one sentence for a learner. */
  readonly says: string;
  /** How sure that is: limit, and how often a clean model crosses it, with where that rate comes from. */
  readonly sure: string;
  readonly measurements: readonly Measurement[];
  readonly pictures: readonly Picture[];
  /**
   * Training rows it points at, by place, ascending; null when it does not look at rows. `scores` has one number per training
   * row, larger is more suspicious; null where it has none.
   */
  readonly rows: { readonly flagged: Uint32Array; readonly scores: Float32Array | null } | null;
  /** Labels it would give flagged rows instead, in the order of `flagged`; null when it proposes none. */
  readonly relabel: Uint8Array | null;
  /** Hidden units it points at, by layer and place. */
  readonly units: readonly { readonly layer: number; readonly unit: number }[];
  /** Class it takes for the attack's target; null when it names none. */
  readonly target: number | null;
}

/** What a detector found, and what it cost. */
export interface Detected {
  readonly finding: Finding;
  /** Wall time in milliseconds, the training of what clean models it asked for included. */
  readonly ms: number;
}

/** Sentences about a detector: the same in every lab, or others for each kind of rows. */
type Words = string | Readonly<Record<Rows['kind'], string>>;

/** What is said of a detector in a lab of this kind of rows. */
export const wordsFor = (words: Words, kind: Rows['kind']): string => (typeof words === 'string' ? words : words[kind]);

/** One way of looking for poison. One file in `src/detectors`, whose id is its name. */
export interface Detector {
  readonly id: string;
  readonly title: string;
  /** What it looks at, in a few words for somebody to whom the title says nothing. */
  readonly plainly: string;
  readonly kind: SignalKind;
  /**
   * What it looks at: training rows, parameters or what single units do with them, how the model answers, or what is asked of it.
   * An alarm over rows speaks for poisoned data, one over weights for tampering.
   */
  readonly looksAt: 'rows' | 'weights' | 'model' | 'inputs';
  /** Kind of rows it works on; `any` for those that look at parameters alone. */
  readonly rows: 'images' | 'table' | 'any';
  /** What it does, in one or two plain sentences. */
  readonly summary: Words;
  /** When it is blind, in one or two plain sentences. */
  readonly blind: Words;
  /** Paper it comes from: authors and year; null for plain checks. */
  readonly paper: string | null;
  /** Settings a learner may change. */
  readonly fields: Fields;
  /**
   * Pure but for the inspection's trainings: same inspection and values, same finding. What cannot be judged (a class without
   * rows, a model that diverged) is `cannot-know` with a sentence, never a throw.
   */
  run(inspection: Inspection, values: Values): Promise<Finding>;
}

/** Identity with a type check, so that a detector file reads as a record. */
export function defineDetector(detector: Detector): Detector {
  return detector;
}

/** A finding with nothing in it yet, for detectors to build on. */
export const NOTHING_FOUND: Omit<Finding, 'signal' | 'says' | 'sure'> = {
  measurements: [],
  pictures: [],
  rows: null,
  relabel: null,
  units: [],
  target: null,
};

/** The finding of a detector that cannot judge the case at hand. */
export function cannotKnow(says: string): Finding {
  return { ...NOTHING_FOUND, signal: 'cannot-know', says, sure: 'Nothing was measured.' };
}
