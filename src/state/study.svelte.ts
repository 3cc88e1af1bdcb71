import type { Recipe } from '#lab/recipe.ts';
import type { RunSummary } from '#lab/run-summary.ts';
import type { OnRun, StudyInHand } from '#engine/protocol.ts';

/** What a study needs of an experiment. */
interface Bench {
  study(recipes: readonly Recipe[], onRun: OnRun): StudyInHand;
}

/**
 * Many runs measured side by side: what was asked for, what has come in, and how it ends. Results stay until the next start.
 * `P` is what is asked for, see `lab/study.ts`.
 */
export class Study<P extends { readonly recipes: readonly Recipe[] }> {
  readonly #bench: Bench;
  #inHand: StudyInHand | null = null;

  /** What the results are for; null before the first start. */
  plan: P | null = $state.raw(null);
  /** A summary for each recipe of the plan; null while it is not here. */
  runs: readonly (RunSummary | null)[] = $state.raw([]);
  status: 'idle' | 'running' | 'done' | 'cancelled' | 'failed' = $state('idle');
  /** Runs that came to nothing. */
  lost = $state(0);
  /** Why no run can be measured, in a sentence; null while there is no reason. */
  failure: string | null = $state.raw(null);
  /** Wall time of the whole study, in milliseconds; null while it is under way. */
  tookMs: number | null = $state.raw(null);

  /** Runs that are over. No derived: it would end with the room that read it first, and this outlives rooms. */
  get finished(): number {
    return this.runs.filter((run) => run !== null).length + this.lost;
  }

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** Measures a plan's recipes; results of the plan before go, and what is left of it is cancelled. */
  async start(plan: P): Promise<void> {
    this.#inHand?.cancel();
    this.plan = plan;
    this.runs = plan.recipes.map(() => null);
    this.lost = 0;
    this.failure = null;
    this.tookMs = null;
    this.status = 'running';
    const startedAt = performance.now();
    const isCurrent = () => this.plan === plan && this.status === 'running';
    const inHand = this.#bench.study(plan.recipes, (index, outcome) => {
      if (!isCurrent()) return;
      if (outcome.ok) this.runs = this.runs.with(index, outcome.value);
      else this.lost++;
      // A worker that died twice may live for the next run; without an engine, or the rows, there is no next.
      if (!outcome.ok && outcome.code !== 'crashed' && outcome.code !== 'cancelled') this.#fail(outcome.detail);
    });
    this.#inHand = inHand;
    await inHand.done;
    if (!isCurrent()) return;
    this.status = 'done';
    this.tookMs = performance.now() - startedAt;
  }

  /** Stops at once; what has come in stays. */
  cancel(): void {
    if (this.status !== 'running') return;
    this.status = 'cancelled';
    this.#inHand?.cancel();
  }

  #fail(why: string): void {
    this.failure = why;
    this.status = 'failed';
    this.#inHand?.cancel();
  }
}
