import type { DeskDay } from './desk.ts';
import type { Recipe } from './recipe.ts';

/** One epoch of one twin. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean training loss over the epoch, in nats for cross-entropy. */
  readonly loss: number;
  /** Share of training rows classified as labelled, while training. */
  readonly trainAccuracy: number;
  /** Accuracy on the untouched test set after the epoch. */
  readonly testAccuracy: number;
}

/** A model after training, with how it got there. */
export interface Trained {
  readonly status: 'trained' | 'diverged';
  /** `built`: trained when the site was built, by the same code and recipe; `live`: in this browser. */
  readonly origin: 'built' | 'live';
  readonly parameters: Float32Array;
  /** SHA-256 of the parameters' bytes (little-endian float32), lower-case hex. */
  readonly digest: string;
  readonly history: readonly EpochRecord[];
  /** Engine that trained it. */
  readonly engine: string;
  /** Wall time of training, in milliseconds. */
  readonly trainMs: number;
}

/** Class probabilities on the test set, rows x classes. */
export interface TwinPredictions {
  readonly plain: Float32Array;
  /** The same test images, each with the trigger on it; null when the attack has no trigger. */
  readonly triggered: Float32Array | null;
}

/** Everything measured for one twin. */
export interface TwinEvidence extends Trained {
  readonly predictions: TwinPredictions;
  /** Clean accuracy (CA): share of untouched test rows read right. */
  readonly accuracy: number;
  /** Recall of each class. */
  readonly recall: readonly number[];
  /** classes x classes counts, true class by row, predicted class by column. */
  readonly confusion: Uint32Array;
  /**
   * Attack success rate (ASR): share of triggered test rows, not already of the target class, given the target class.
   * Without a trigger, the same share on plain rows. `source`: rows of the source class; `all`: rows of any other class.
   * Null when the attack has no target class.
   */
  readonly attackSuccess: { readonly source: number; readonly all: number } | null;
}

/** What the attack touched. */
export interface Budget {
  readonly rows: number;
  readonly rowsTotal: number;
  /** Touched rows by contributor, same order as the dataset's contributors. */
  readonly byContributor: readonly number[];
}

/** Everything measured for a recipe. Nothing on screen is computed from anything else. */
export interface Evidence {
  readonly recipe: Recipe;
  readonly clean: TwinEvidence;
  readonly suspect: TwinEvidence;
  readonly budget: Budget;
  readonly desk: DeskDay;
  /** Engine that evaluated, and what really ran underneath (renderer). */
  readonly engine: { readonly id: string; readonly renderer: string };
  readonly timings: { readonly evaluateMs: number };
}

/**
 * The evidence file: what the save button writes, as JSON. Shares run from 0 to 1, times are milliseconds, money is
 * whole dollars, digests are SHA-256 in lower-case hex. A number that was not finite (a run that diverged) is null.
 * `lab/evidence-file.ts` writes it and holds its schema.
 */
export interface EvidenceFile {
  /** What kind of file this is; the number after the slash grows when a field changes its meaning. */
  readonly schema: 'poison-lab-evidence/1';
  readonly appVersion: string;
  /** The experiment; opening it in the lab repeats everything below, but for the times. */
  readonly recipe: Recipe;
  /** Engine that evaluated, and what really ran underneath. */
  readonly engine: { readonly id: string; readonly renderer: string };
  /** Training set (images, then labels, then ids as little-endian int32) without and with the attack. */
  readonly dataDigests: { readonly clean: string; readonly suspect: string };
  readonly clean: TwinRecord;
  readonly suspect: TwinRecord;
  /** Training rows the attack touched, in all and by contributor. */
  readonly budget: {
    readonly rows: number;
    readonly rowsTotal: number;
    readonly byContributor: readonly { readonly contributor: string; readonly rows: number }[];
  };
  /** Time to evaluate both twins and run the desk's day. */
  readonly evaluateMs: number;
}

/** One twin in the evidence file. */
export interface TwinRecord {
  readonly status: 'trained' | 'diverged';
  /** Trained when the site was built, or in this browser. */
  readonly origin: 'built' | 'live';
  /** Engine that trained it. */
  readonly engine: string;
  readonly trainMs: number;
  /** SHA-256 of the parameters (little-endian float32). */
  readonly parameterDigest: string;
  readonly parameterCount: number;
  readonly epochs: readonly {
    readonly epoch: number;
    readonly loss: number | null;
    readonly trainAccuracy: number | null;
    readonly testAccuracy: number | null;
  }[];
  /** Clean accuracy (CA). */
  readonly accuracy: number;
  /** Recall of each class, in order. */
  readonly recall: readonly number[];
  /** One row of counts per true class, by class read. */
  readonly confusion: readonly (readonly number[])[];
  /** Attack success rate (ASR) on the source class and on all classes but the target; null without a target class. */
  readonly attackSuccess: { readonly source: number; readonly all: number } | null;
  /** The day's checks, and what they cost. */
  readonly desk: {
    readonly checksRead: number;
    readonly paidAutomatically: number;
    /** Sent to a clerk. */
    readonly reviewed: number;
    /** Paid automatically at a wrong amount. */
    readonly misread: number;
    /** Dollars paid beyond what was written. */
    readonly moneyLost: number;
    /** Dollars that payees were shorted. */
    readonly moneyShorted: number;
  };
}
