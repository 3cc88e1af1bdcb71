import type { ModelSpec } from './model.ts';
import type { Recipe } from './recipe.ts';

/** One epoch of one twin. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean training loss over the epoch: nats for cross-entropy, squared standard deviations of the target else. */
  readonly loss: number;
  /** Share of training rows classified as labelled, while training; null where a number is forecast. */
  readonly trainAccuracy: number | null;
  /** On untouched test rows after the epoch: accuracy, or root mean squared error in the target's own unit. */
  readonly testScore: number;
}

/** A model after training, with how it got there. */
export interface Trained {
  readonly status: 'trained' | 'diverged';
  /** `built`: trained when the site was built, by the same code and recipe; `live`: in this browser; `file`: loaded. */
  readonly origin: 'built' | 'live' | 'file';
  readonly parameters: Float32Array;
  /** SHA-256 of the parameters' bytes (little-endian float32), lower-case hex. */
  readonly digest: string;
  readonly history: readonly EpochRecord[];
  /** Engine that trained it. */
  readonly engine: string;
  /** Wall time of training, in milliseconds. */
  readonly trainMs: number;
}

/** One twin at work: `parameters` and `digest` are those in use, after release and edits. */
export interface TwinAtWork extends Trained {
  /** The parameters as released, before any edit by hand; the very array in use when there was none. */
  readonly learned: Float32Array;
}

/** Everything measured for one twin: `M` is its lab's. */
export type TwinEvidence<M extends object = object> = TwinAtWork & M;

/** What the attack, and hands on rows, touched. */
export interface Budget {
  readonly rows: number;
  /** Rows the suspect learns from, those that were taken out included. */
  readonly rowsTotal: number;
  /** Touched rows by who delivered them; contributors with none are left out. */
  readonly byContributor: readonly { readonly contributor: string; readonly rows: number }[];
}

/**
 * Everything measured for a recipe. Nothing on screen is computed from anything else.
 * `M` is what the lab measures of a twin, `D` what the twins' answers lead to.
 */
export interface Evidence<M extends object = object, D = unknown> {
  readonly recipe: Recipe;
  readonly spec: ModelSpec;
  readonly clean: TwinEvidence<M>;
  readonly suspect: TwinEvidence<M>;
  readonly budget: Budget;
  /** Edits by hand that fitted the model, and how many parameters differ because of them. */
  readonly edited: { readonly edits: number; readonly parameters: number };
  readonly desk: D;
  /** Engine that evaluated, and what really ran underneath (renderer). */
  readonly engine: { readonly id: string; readonly renderer: string };
  readonly timings: { readonly evaluateMs: number };
}

/**
 * The evidence file: what the save button writes, as JSON. Shares run from 0 to 1, times are milliseconds, money is
 * whole dollars, digests are SHA-256 in lower-case hex. A number that was not finite (a run that diverged) is null.
 * `lab/evidence-file.ts` writes it and holds its schema; what a lab adds to a twin is in `record.ts` of the lab.
 */
export interface EvidenceFile {
  /** What kind of file this is; the number after the slash grows when a field changes its meaning. */
  readonly schema: 'poison-lab-evidence/1';
  readonly appVersion: string;
  /** The experiment; opening it in the lab repeats everything below, but for the times. */
  readonly recipe: Recipe;
  /** Engine that evaluated, and what really ran underneath. */
  readonly engine: { readonly id: string; readonly renderer: string };
  /** Training rows without and with the attack; `bytesOf` of the lab's flow says of which bytes. */
  readonly dataDigests: { readonly clean: string; readonly suspect: string };
  readonly clean: TwinRecord;
  readonly suspect: TwinRecord;
  /** Training rows that were touched, in all and by contributor. */
  readonly budget: Budget;
  /** Parameters changed by hand. */
  readonly edited: { readonly edits: number; readonly parameters: number };
  /** Time to evaluate both twins and what their answers lead to. */
  readonly evaluateMs: number;
}

/** One twin in the evidence file; each lab adds its own fields. */
export interface TwinRecord extends Readonly<Record<string, unknown>> {
  readonly status: 'trained' | 'diverged';
  /** Trained when the site was built, in this browser, or loaded from a file. */
  readonly origin: 'built' | 'live' | 'file';
  /** Engine that trained it. */
  readonly engine: string;
  readonly trainMs: number;
  /** SHA-256 of the parameters in use (little-endian float32). */
  readonly parameterDigest: string;
  readonly parameterCount: number;
  readonly epochs: readonly {
    readonly epoch: number;
    readonly loss: number | null;
    readonly trainAccuracy: number | null;
    readonly testScore: number | null;
  }[];
}
