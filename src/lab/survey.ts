import type { NumberField } from '#core/fields.ts';
import type { Attack } from './attack.ts';
import type { Detected, Signal } from './detector.ts';
import type { Edit } from './edit.ts';
import type { Evidence } from './evidence.ts';
import type { Recipe } from './recipe.ts';
import { scoreRows, type RowScore, type Truth } from './truth.ts';

/** What an attacker who edits parameters goes by. */
export interface Planned<E extends Evidence = Evidence, M = unknown> {
  readonly evidence: E;
  readonly material: M;
  readonly attack: Attack;
}

/** One way of poisoning, as a survey tries it. `src/labs/<id>/trials.ts` lists those of the lab's matrix. */
export interface Trial<E extends Evidence = Evidence, M = unknown> {
  readonly id: string;
  readonly title: string;
  /** How much is done, in few words: "80 of 8,000 rows". */
  readonly dose: string;
  /** The recipe, made from the lab's default one of some seed; settings left out of it get their defaults. */
  change(usual: Recipe): Recipe;
  /** Edits on parameters that are worked out for the model at hand; null when there are none. */
  readonly plan: ((model: Planned<E, M>, pause: () => Promise<void>) => Promise<readonly Edit[]>) | null;
}

/** What one detector made of one trial with one seed. */
export interface Tried {
  readonly trial: string;
  /** Of the suspect, with the edits that were planned for it. */
  readonly recipe: Recipe;
  readonly detector: string;
  readonly ms: number;
  readonly signal: Signal;
  /** Null where the detector does not look at rows. */
  readonly rows: RowScore | null;
}

/** What one detector made of one trial, over all seeds. */
export interface Cell {
  /** How often it gave each signal. */
  readonly signals: Readonly<Record<Signal, number>>;
  /** Means over the seeds for which they are known; null where it does not look at rows. */
  readonly recall: number | null;
  readonly precision: number | null;
}

/** Cells by trial, then by detector. */
export type Cells = Readonly<Record<string, Readonly<Record<string, Cell>>>>;

/** Sums up what was tried. */
export function cellsOf(tried: readonly Tried[]): Cells {
  const cells: Record<string, Record<string, Cell>> = {};
  for (const { trial, detector } of tried) {
    const all = tried.filter((one) => one.trial === trial && one.detector === detector);
    const signals: Record<Signal, number> = { alarm: 0, suspicious: 0, quiet: 0, 'cannot-know': 0 };
    for (const { signal } of all) signals[signal]++;
    const meanOf = (pick: (rows: RowScore) => number | null) => {
      const known = all.flatMap(({ rows }) => (rows && pick(rows) !== null ? [pick(rows)!] : []));
      return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
    };
    (cells[trial] ??= {})[detector] ??= {
      signals,
      recall: meanOf(({ recall }) => recall),
      precision: meanOf(({ precision }) => precision),
    };
  }
  return cells;
}

/** Those who do what a survey asks for: the page's engine, or a script's. Null answers mean that the survey is to end. */
export interface Surveyor {
  measure(recipe: Recipe): Promise<Evidence | null>;
  detect(evidence: Evidence, detector: string): Promise<Detected | null>;
  truthOf(evidence: Evidence): Truth;
  readonly material: unknown;
  /** A recipe with everything in it that a trial left out. */
  legal(recipe: Recipe): Recipe;
  attackOf(recipe: Recipe): Attack;
  /** Lets others have their turn; called between pieces of work that take long. */
  pause(): Promise<void>;
}

/** Poisons and looks, trial by trial, seed by seed and detector by detector; yields what each made of it. */
export async function* survey(
  surveyor: Surveyor,
  trials: readonly Trial[],
  usual: (seed: number) => Recipe,
  seeds: readonly number[],
  detectors: readonly string[],
): AsyncGenerator<Tried, void> {
  for (const trial of trials) {
    for (const seed of seeds) {
      const evidence = await suspectOf(surveyor, trial, usual(seed));
      if (!evidence) return;
      const truth = surveyor.truthOf(evidence);
      for (const detector of detectors) {
        const detected = await surveyor.detect(evidence, detector);
        if (!detected) return;
        const { signal, rows } = detected.finding;
        const score = rows && scoreRows(rows, truth.touched);
        yield { trial: trial.id, recipe: evidence.recipe, detector, ms: detected.ms, signal, rows: score };
      }
    }
  }
}

async function suspectOf(surveyor: Surveyor, trial: Trial, usual: Recipe): Promise<Evidence | null> {
  const recipe = surveyor.legal(trial.change(usual));
  const evidence = await surveyor.measure(recipe);
  if (!evidence || !trial.plan) return evidence;
  const { material, pause } = surveyor;
  const planned = await trial.plan({ evidence, material, attack: surveyor.attackOf(recipe) }, pause);
  return surveyor.measure({ ...recipe, edits: [...recipe.edits, ...planned] });
}

/** About eight budgets from little to all, each about twice the one before. */
export function dosesOf({ min, max, step }: NumberField): number[] {
  const rounded = Array.from(
    { length: 8 },
    (_, i) => min + Math.max(1, Math.round((max - min) / step / 2 ** i)) * step,
  );
  return [...new Set(rounded.map((dose) => Number(dose.toFixed(10))))].reverse();
}
