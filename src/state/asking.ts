import type { Inputs } from '#core/dataset.ts';
import type { Values } from '#core/fields.ts';
import type { Evidence } from '#lab/evidence.ts';
import type { Twin } from '#lab/flow.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { EngineClient } from '#engine/client.ts';
import type { EnginePreference, OnRun, Outcome, StudyInHand } from '#engine/protocol.ts';

/** What an experiment is asked about. */
interface Bench {
  readonly recipe: Recipe;
  readonly evidence: Evidence | null;
  readonly engine: EnginePreference;
}

/** Questions to the engine about what is on a bench, or about another recipe of its lab. The bench stays as it is. */
export class Asking {
  readonly #client: EngineClient;
  readonly #bench: Bench;

  constructor(client: EngineClient, bench: Bench) {
    this.#client = client;
    this.#bench = bench;
  }

  /** Outputs of both twins of the evidence on screen for rows of inputs; null while there is none. */
  async predict(x: Inputs): Promise<{ clean: Float32Array; suspect: Float32Array } | null> {
    const { evidence, engine } = this.#bench;
    if (!evidence) return null;
    const ask = (parameters: Float32Array) => this.#client.predict(evidence.recipe, parameters, x, engine);
    const [clean, suspect] = await Promise.all([ask(evidence.clean.parameters), ask(evidence.suspect.parameters)]);
    return clean.ok && suspect.ok ? { clean: clean.value, suspect: suspect.value } : null;
  }

  /** One step of a twin's training taken apart, following one of its rows. */
  explainStep(at: { twin: Twin; step: number; place: number }) {
    return this.#client.explainStep(this.#bench.recipe, this.#bench.engine, at);
  }

  /** Has a detector look at the suspect of some evidence, until the signal is aborted. */
  detect({ recipe, suspect }: Evidence, detector: string, values: Values, signal: AbortSignal, lane = 0) {
    return this.#client.detect(recipe, suspect, detector, values, this.#bench.engine, lane, signal);
  }

  /** SHA-256 of both twins' training rows. */
  dataDigests(recipe = this.#bench.recipe) {
    return this.#client.dataDigests(recipe);
  }

  /** Evidence of another recipe of the lab. */
  measure(recipe: Recipe) {
    return this.#client.measureAside(recipe, this.#bench.engine);
  }

  /** Measures many recipes of the lab on workers of their own. */
  study(recipes: readonly Recipe[], onRun: OnRun): StudyInHand {
    return this.#client.study(recipes, this.#bench.engine, onRun);
  }

  /** The lab's exact answer for a recipe, see `Flow.reference`. */
  reference<R>(recipe: Recipe): Promise<Outcome<R>> {
    return this.#client.reference(recipe) as Promise<Outcome<R>>;
  }
}
