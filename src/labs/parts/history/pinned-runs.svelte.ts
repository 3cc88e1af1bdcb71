import type { Evidence } from '#lab/evidence.ts';
import type { Run } from '#lab/run-record.ts';
import { encodeRecipe } from '#lab/link.ts';
import type { Catalog } from '#lab/repair.ts';
import type { Experiment } from '#state/experiment.svelte.ts';

/** A pinned run with everything measured for it. */
export interface MeasuredRun<E extends Evidence = Evidence> {
  readonly run: Run;
  /** What it is called beside the others: A, B, C or D. */
  readonly letter: string;
  readonly evidence: E;
}

/** What differences are taken against: each run's own clean twin, or the suspect of the run pinned first. */
export type Against = 'twin' | 'first';

type Found = { readonly evidence: Evidence } | { readonly sentence: string };

/** Computes pinned runs again, one after the other, without disturbing the bench. */
export class PinnedRuns {
  readonly #experiment: Experiment;
  readonly #catalog: Catalog;
  /** By the text of the recipe. */
  #found: Readonly<Record<string, Found>> = $state.raw({});
  #wanted: readonly Run[] = [];
  #busy = false;

  constructor(experiment: Experiment, catalog: Catalog) {
    this.#experiment = experiment;
    this.#catalog = catalog;
  }

  /** What a run came to; null while it is not known. */
  of({ record }: Run): Found | null {
    return this.#found[record.recipe] ?? null;
  }

  /** Computes what is not known of these runs, and forgets all others: evidence is large. */
  async follow(runs: readonly Run[]): Promise<void> {
    this.#wanted = runs;
    const known = runs.flatMap((run) => (this.of(run) ? [[run.record.recipe, this.of(run)!]] : []));
    this.#found = Object.fromEntries(known) as Record<string, Found>;
    if (this.#busy) return;
    this.#busy = true;
    for (let run = this.#next(); run; run = this.#next()) {
      const found = await this.#measure(run);
      if (found) this.#found = { ...this.#found, [run.record.recipe]: found };
    }
    this.#busy = false;
  }

  #next(): Run | undefined {
    return this.#wanted.find((run) => this.of(run) === null);
  }

  async #measure({ record, recipe }: Run): Promise<Found | null> {
    const { evidence, stale, recipe: onBench } = this.#experiment;
    if (evidence && !stale && encodeRecipe(onBench, this.#catalog) === record.recipe) return { evidence };
    const measured = await this.#experiment.ask.measure(recipe);
    if (measured.ok) return { evidence: measured.value.evidence };
    // The bench goes first; what it pushed aside has its turn after it.
    if (measured.code === 'cancelled') return null;
    return { sentence: `It could not be computed again. ${measured.detail}` };
  }
}
