import { sha256Hex } from '#core/digest.ts';
import { applyEdits } from '#lab/edit.ts';
import type { TwinAtWork, Trained } from '#lab/evidence.ts';
import type { Flow, Stage, Twin } from '#lab/flow.ts';
import { initialParameters, type Hyperparameters } from '#lab/model.ts';
import { differingParameters } from '#lab/parameter-bits.ts';
import type { Recipe } from '#lab/recipe.ts';
import { stageKey } from '#lab/train-key.ts';
import { attacks, edits } from '#registry/index.ts';
import type { Engine, Session } from './engine.ts';
import type { Measured } from './protocol.ts';
import type { RunHooks } from './run.ts';
import { trainRun } from './train.ts';

/**
 * The one way of flow: recipe -> rows -> attack on rows -> train (twin) -> edits on parameters -> evaluate -> evidence.
 * Knows nothing of workers, nor of any lab; the engine to train on is handed in.
 */
export class Pipeline {
  /** What each lab does, and what its rows are made from, by the lab's id. */
  readonly #labs = new Map<string, { readonly flow: Flow; readonly material: unknown }>();
  #stage: { key: string; stage: Stage } | null = null;

  /** Takes in a lab's flow and what its rows are made from; the lab's recipes can be staged from then on. */
  supply(flow: Flow, material: unknown): void {
    this.#labs.set(flow.id, { flow, material });
    this.#stage = null;
  }

  /** What a recipe's lab does, and what its rows are made from. */
  lab({ lab }: Pick<Recipe, 'lab'>): { readonly flow: Flow; readonly material: unknown } {
    return this.#labs.get(lab)!;
  }

  /** Everything about a recipe that is known before training, worked out once and shared by both twins. */
  stage(recipe: Recipe): Stage {
    const key = stageKey(recipe);
    if (this.#stage?.key === key) return this.#stage.stage;
    const { flow, material } = this.lab(recipe);
    const stage = flow.stage(recipe, material, attacks.get(recipe.attack.id)!);
    this.#stage = { key, stage };
    return stage;
  }

  /**
   * Trains one twin from scratch. Null when it was cancelled, and `same` when the suspect's attack touches no row, so that
   * the clean twin is the suspect.
   */
  async train(recipe: Recipe, twin: Twin, engine: Engine, hooks: RunHooks): Promise<Trained | 'same' | null> {
    const { spec, [twin]: set } = this.stage(recipe);
    if (set === null) return 'same';
    const hyper = this.hyperparameters(recipe);
    const task = { spec, hyper, ...set, initial: initialParameters(spec, recipe.seed) };
    const start = hooks.now();
    const run = await trainRun(engine, task, recipe.seed, set.watch, hooks);
    if (run.status === 'cancelled') return null;
    return {
      status: run.status,
      origin: 'live',
      parameters: run.parameters,
      digest: await sha256Hex(run.parameters),
      history: run.history,
      engine: engine.id,
      trainMs: hooks.now() - start,
    };
  }

  /** Puts both twins to work on rows they have never seen, and measures what comes of it. */
  async evaluate(
    recipe: Recipe,
    clean: Trained,
    suspect: Trained,
    engine: Engine,
    now: () => number,
  ): Promise<Measured> {
    const start = now();
    const stage = this.stage(recipe);
    const flow = this.#flow(recipe);
    const measure = async (twin: TwinAtWork) => {
      const measures = await withModel(engine, stage, flow, recipe, twin.parameters, (session) =>
        flow.measure((x) => session.predict(x), stage, recipe, twin.parameters),
      );
      return { ...twin, ...measures };
    };
    const released = (trained: Trained, twin: Twin) =>
      trained.origin === 'file' ? trained.parameters : flow.release(trained.parameters, stage, twin);
    const cleanTwin = await measure(await atWork(clean, released(clean, 'clean')));
    const learned = suspect.digest === clean.digest ? cleanTwin.learned : released(suspect, 'suspect');
    const edited = applyEdits(learned, recipe.edits, edits, stage.spec);
    const suspectAtWork = await atWork(suspect, learned, edited.parameters);
    const same = suspectAtWork.digest === cleanTwin.digest;
    const suspectTwin = same ? { ...cleanTwin, ...suspectAtWork } : await measure(suspectAtWork);
    const evidence = {
      recipe,
      spec: stage.spec,
      clean: cleanTwin,
      suspect: suspectTwin,
      budget: stage.budget,
      edited: { edits: edited.applied, parameters: differingParameters(learned, edited.parameters) },
      desk: flow.decide(cleanTwin, suspectTwin, stage, recipe),
      engine: { id: engine.id, renderer: engine.renderer },
      timings: { evaluateMs: now() - start },
    };
    return { evidence, patch: stage.touched };
  }

  /** Outputs, rows x outputs, of a model with the given parameters in use. */
  async predict(recipe: Recipe, parameters: Float32Array, x: Uint8Array | Float32Array, engine: Engine) {
    const flow = this.#flow(recipe);
    return withModel(engine, this.stage(recipe), flow, recipe, parameters, (session) => session.predict(x));
  }

  /** SHA-256 of the training rows of both twins. */
  async dataDigests(recipe: Recipe): Promise<{ clean: string; suspect: string }> {
    const stage = this.stage(recipe);
    const { bytesOf } = this.#flow(recipe);
    return { clean: await sha256Hex(bytesOf(stage, 'clean')), suspect: await sha256Hex(bytesOf(stage, 'suspect')) };
  }

  /** The lab's exact answer for a recipe, null where it has none. */
  reference(recipe: Recipe): unknown {
    return this.#flow(recipe).reference(this.stage(recipe), recipe, attacks.get(recipe.attack.id)!);
  }

  hyperparameters(recipe: Recipe): Hyperparameters {
    return this.#flow(recipe).hyperparameters(recipe);
  }

  #flow(recipe: Recipe): Flow {
    return this.lab(recipe).flow;
  }
}

/** A trained twin with the parameters that are put to work. */
async function atWork(trained: Trained, learned: Float32Array, inUse = learned): Promise<TwinAtWork> {
  const digest = inUse === trained.parameters ? trained.digest : await sha256Hex(inUse);
  return { ...trained, learned, parameters: inUse, digest };
}

async function withModel<T>(
  engine: Engine,
  { spec, clean }: Stage,
  flow: Flow,
  recipe: Recipe,
  parameters: Float32Array,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const hyper = flow.hyperparameters(recipe);
  const session = engine.open({ spec, hyper, ...clean, initial: parameters });
  try {
    return await work(session);
  } finally {
    session.dispose();
  }
}
