import type { Evidence } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import { survey, type Trial, type Tried } from '#lab/survey.ts';
import type { Truth } from '#lab/truth.ts';
import type { Experiment } from './experiment.svelte.ts';

/** The rows of some evidence as the attacker knows them. @param material what the lab's rows are made from */
export type TruthOf = (evidence: Evidence, material: unknown) => Truth;

/** A survey made in the page: many suspects beside the one on the bench, each looked at by detectors. */
export class Survey {
  readonly #experiment: Experiment;
  /** Of the run under way. */
  #calling = new AbortController();

  /** What came of it so far. */
  tried: readonly Tried[] = $state.raw([]);
  running = $state(false);
  /** How many tries there are in all. */
  total = $state(0);
  /** Why it ended early; null when it did not, or was called off. */
  failure: string | null = $state(null);

  constructor(experiment: Experiment) {
    this.#experiment = experiment;
  }

  /**
   * Tries detectors on trials, beside what goes on at the bench. What an earlier run found goes.
   * @param usual the recipe of a seed that trials change
   */
  async run(
    trials: readonly Trial[],
    usual: (seed: number) => Recipe,
    seeds: readonly number[],
    detectors: readonly string[],
    truthOf: TruthOf,
  ): Promise<void> {
    if (this.running) return;
    this.running = true;
    const { signal } = (this.#calling = new AbortController());
    this.failure = null;
    this.tried = [];
    this.total = trials.length * seeds.length * detectors.length;
    const { material } = this.#experiment;
    const surveyor = {
      material,
      truthOf: (evidence: Evidence) => truthOf(evidence, material),
      legal: (recipe: Recipe) => this.#experiment.legal(recipe),
      attackOf: ({ attack }: Recipe) => this.#experiment.attacks.find(({ id }) => id === attack.id)!,
      measure: async (recipe: Recipe) => this.#take(await this.#experiment.ask.measure(recipe))?.evidence ?? null,
      detect: async (evidence: Evidence, detector: string) =>
        this.#take(await this.#experiment.ask.detect(evidence, detector, {}, signal)),
      pause: () => new Promise<void>((resolve) => setTimeout(resolve)),
    };
    for await (const one of survey(surveyor, trials, usual, seeds, detectors)) this.tried = [...this.tried, one];
    this.running = false;
  }

  stop(): void {
    this.#calling.abort();
  }

  #take<T>(outcome: { ok: true; value: T } | { ok: false; code: string; detail: string }): T | null {
    if (this.#calling.signal.aborted) return null;
    if (outcome.ok) return outcome.value;
    if (outcome.code !== 'cancelled') this.failure = outcome.detail;
    return null;
  }
}
