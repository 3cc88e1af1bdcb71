import { pickDataset } from '#core/dataset.ts';
import { sha256Hex } from '#core/digest.ts';
import { pickTable } from '#core/table.ts';
import { quietened } from '#lab/attack.ts';
import type { CleanModel, Inspection, ModelInHand, Rows } from '#lab/detector.ts';
import type { EpochRecord } from '#lab/evidence.ts';
import type { Flow, Stage, TrainSet } from '#lab/flow.ts';
import { initialParameters } from '#lab/model.ts';
import type { Recipe } from '#lab/recipe.ts';
import { trainKey } from '#lab/train-key.ts';
import { attacks } from '#registry/index.ts';
import type { Engine } from './engine.ts';
import type { Pipeline } from './pipeline.ts';
import type { InspectedModel } from './protocol.ts';
import type { RunHooks } from './run.ts';
import { trainRun } from './train.ts';

/** What inspections need of the one who runs them. */
export type InspectHooks = Pick<RunHooks, 'cancelled' | 'breathe' | 'now'>;

/** The learner asked an inspection to stop; detectors let it pass through. */
export class InspectionCancelled extends Error {
  constructor() {
    super('The inspection was cancelled.');
    this.name = 'InspectionCancelled';
  }
}

/** Most clean models that a baseline holds. */
const MOST_BASELINES = 12;
/** Seeds of the baseline's models: high, so that hardly any experiment is compared with itself. */
const FIRST_BASELINE_SEED = 700_001;
/** A detector at work lets messages in about this often, in milliseconds. */
const SLICE_MS = 12;

/** Clean models by what they hang on; shared by all inspections of a worker. One setting's models are kept at a time. */
export class Baselines {
  #key = '';
  #models: CleanModel[] = [];

  of(key: string): CleanModel[] {
    if (key !== this.#key) [this.#key, this.#models] = [key, []];
    return this.#models;
  }
}

/** All that a detector may know of a recipe's suspect. See `lab/detector.ts`. */
export async function inspectionOf(
  pipeline: Pipeline,
  recipe: Recipe,
  model: InspectedModel,
  engine: Engine,
  hooks: InspectHooks,
  baselines: Baselines,
): Promise<Inspection> {
  const { flow, material } = pipeline.lab(recipe);
  const stage = pipeline.stage(recipe);
  const bench = new Bench(flow, recipe, stage, engine, hooks);
  const { train, sealed } = delivered(flow, stage);
  return {
    seed: recipe.seed,
    train,
    sealed,
    suspect: bench.inHand(model.parameters, model.history),
    release: model.origin === 'file' ? null : { digest: await sha256Hex(model.learned), parameters: model.learned },
    digest: model.digest,
    async baseline(count) {
      const known = baselines.of(trainKey({ ...recipe, seed: 0 }, 'clean', engine.id));
      while (known.length < MOST_BASELINES && known.length < count) {
        const seed = FIRST_BASELINE_SEED + known.length;
        const clean = flow.stage(cleanRecipe(recipe, seed), material, attacks.get(recipe.attack.id)!);
        const rows = flow.defender.rowsOf(clean, 'clean');
        const learned = await bench.train(rows.train, seed);
        known.push({ ...learned, seed, train: rows.train, test: rows.sealed });
      }
      return known.slice(0, count);
    },
    retrain: (rows, seed) => bench.train(pickOf(train, rows), seed),
    lossByEpoch: (epochs, clean) => bench.lossByEpoch(clean?.train ?? train, clean?.seed ?? recipe.seed, epochs),
    pause: () => bench.pause(),
  };
}

/** What the defender was given for a stage: the same arrays for every detector, since engines know rows by identity. */
function delivered({ defender }: Flow, stage: Stage): Delivery {
  const known = deliveries.get(stage) ?? defender.rowsOf(stage, 'suspect');
  deliveries.set(stage, known);
  return known;
}

type Delivery = ReturnType<Flow['defender']['rowsOf']>;
const deliveries = new WeakMap<Stage, Delivery>();

/** The recipe of another seed with nothing in it that poisons. */
function cleanRecipe(recipe: Recipe, seed: number): Recipe {
  const { id, values } = recipe.attack;
  return {
    ...recipe,
    seed,
    attack: { id, values: quietened(attacks.get(id)!, values) },
    rows: [],
    fixes: [],
    edits: [],
    file: '',
  };
}

/** The listed rows, by place, as rows of their own. */
function pickOf(rows: Rows, places: Uint32Array): Rows {
  return rows.kind === 'table'
    ? { kind: 'table', data: pickTable(rows.data, places) }
    : { kind: 'images', data: pickDataset(rows.data, places) };
}

/** Trains and asks models of one recipe's shape. */
class Bench {
  readonly #flow: Flow;
  readonly #recipe: Recipe;
  readonly #stage: Stage;
  readonly #engine: Engine;
  readonly #hooks: InspectHooks;
  #sliceStart: number;

  constructor(flow: Flow, recipe: Recipe, stage: Stage, engine: Engine, hooks: InspectHooks) {
    this.#flow = flow;
    this.#recipe = recipe;
    this.#stage = stage;
    this.#engine = engine;
    this.#hooks = hooks;
    this.#sliceStart = hooks.now();
  }

  async pause(): Promise<void> {
    if (this.#hooks.now() - this.#sliceStart > SLICE_MS) {
      await this.#hooks.breathe();
      this.#sliceStart = this.#hooks.now();
    }
    if (this.#hooks.cancelled()) throw new InspectionCancelled();
  }

  inHand(parameters: Float32Array, history: readonly EpochRecord[]): ModelInHand {
    return {
      spec: this.#stage.spec,
      parameters,
      history,
      predict: (rows) => this.#predict(parameters, rows),
    };
  }

  async train(rows: Rows, seed: number): Promise<ModelInHand> {
    const { set, release } = this.#flow.defender.learnFrom(rows, this.#stage);
    const run = await this.#run(set, seed, () => {});
    return this.inHand(release(run.parameters), run.history);
  }

  async lossByEpoch(rows: Rows, seed: number, epochs: number): Promise<Float32Array[]> {
    const { set } = this.#flow.defender.learnFrom(rows, this.#stage);
    const losses: Float32Array[] = [];
    await this.#run(
      set,
      seed,
      async (_, session) => {
        const { base, targets } = set;
        losses.push(
          targets ? squaredErrors(await session.predict(base.x), targets) : await session.rowLoss(base.x, base.y),
        );
      },
      () => losses.length >= epochs,
    );
    return losses;
  }

  /** @param enough whether the run may stop before its last epoch */
  async #run(set: TrainSet, seed: number, onEpoch: RunHooks['onEpoch'], enough = () => false) {
    const { spec } = this.#stage;
    const task = {
      spec,
      hyper: this.#flow.hyperparameters(this.#recipe),
      ...set,
      initial: initialParameters(spec, seed),
    };
    const { cancelled, breathe, now } = this.#hooks;
    const run = await trainRun(this.#engine, task, seed, set.watch, {
      onEpoch,
      cancelled: () => cancelled() || enough(),
      breathe,
      now,
    });
    if (cancelled()) throw new InspectionCancelled();
    return run;
  }

  async #predict(parameters: Float32Array, rows: Rows): Promise<Float32Array> {
    await this.pause();
    const { spec, clean } = this.#stage;
    const hyper = this.#flow.hyperparameters(this.#recipe);
    const session = this.#engine.open({ spec, hyper, ...clean, initial: parameters });
    try {
      return await session.predict(this.#flow.defender.encode(rows, this.#stage));
    } finally {
      session.dispose();
    }
  }
}

function squaredErrors(outputs: Float32Array, targets: Float32Array): Float32Array {
  return outputs.map((value, i) => (value - targets[i]!) ** 2);
}
