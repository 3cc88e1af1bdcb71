import { applyPatch, NO_PATCH, type Dataset, type RowPatch } from '#core/dataset.ts';
import { sha256Hex } from '#core/digest.ts';
import { accuracy, argmaxRows, attackSuccess, confusionMatrix, recallByClass } from '#core/metrics.ts';
import { stampAll, type Trigger } from '#core/trigger.ts';
import type { Attack } from '#lab/attack.ts';
import { digitSplit } from '#lab/digits.ts';
import type { Budget, Trained, TwinEvidence, TwinPredictions } from '#lab/evidence.ts';
import { initialParameters, type ModelSpec } from '#lab/model.ts';
import type { Recipe } from '#lab/recipe.ts';
import { attacks, labs } from '#registry/index.ts';
import type { Engine } from './engine.ts';
import type { DigitArrays, Measured, Twin } from './protocol.ts';
import { trainRun, type RunHooks } from './train.ts';

/** Rows, attack and lab of one recipe, worked out once and shared by both twins. */
interface Stage {
  readonly train: Dataset;
  readonly test: Dataset;
  readonly attack: Attack;
  readonly patch: RowPatch;
  readonly spec: ModelSpec;
}

/**
 * The one way of flow: recipe -> rows -> attack on rows -> train (twin) -> evaluate -> evidence.
 * Knows nothing of workers; the engine to train on is handed in.
 */
export class Pipeline {
  readonly #digits: DigitArrays;
  #split: { seed: number; train: Dataset; test: Dataset } | null = null;
  #stage: { key: string; stage: Stage } | null = null;
  #stamped: { from: Uint8Array; key: string; x: Uint8Array } | null = null;

  constructor(digits: DigitArrays) {
    this.#digits = digits;
  }

  /** Everything about a recipe that is known before training. */
  stage(recipe: Recipe): Stage {
    const key = JSON.stringify([recipe.seed, recipe.model, recipe.attack]);
    if (this.#stage?.key === key) return this.#stage.stage;
    if (this.#split?.seed !== recipe.seed)
      this.#split = { seed: recipe.seed, ...digitSplit(this.#digits, recipe.seed) };
    const { train, test } = this.#split;
    const attack = attacks.get(recipe.attack.id)!;
    const patch = attack.apply(train, recipe.attack.values, recipe.seed);
    const stage = { train, test, attack, patch, spec: labs.get(recipe.lab)!.spec(recipe.model) };
    this.#stage = { key, stage };
    return stage;
  }

  /**
   * Trains one twin from scratch. Null when it was cancelled, and `same` when the suspect's attack touches no row, so that
   * the clean twin is the suspect.
   */
  async train(recipe: Recipe, twin: Twin, engine: Engine, hooks: RunHooks): Promise<Trained | 'same' | null> {
    const { train, test, patch, spec } = this.stage(recipe);
    if (twin === 'suspect' && patch.touched.length === 0) return 'same';
    const hyper = labs.get(recipe.lab)!.hyperparameters(recipe.hyper);
    const initial = initialParameters(spec, recipe.seed);
    const task = { spec, hyper, base: train, patch: twin === 'suspect' ? patch : NO_PATCH, targets: null, initial };
    const start = hooks.now();
    const run = await trainRun(engine, task, recipe.seed, test, hooks);
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

  /** Measures both twins on the untouched test set and runs the desk's day. */
  async evaluate(
    recipe: Recipe,
    clean: Trained,
    suspect: Trained,
    engine: Engine,
    now: () => number,
  ): Promise<Measured> {
    const start = now();
    const stage = this.stage(recipe);
    const { attack, test, patch } = stage;
    const trigger = attack.trigger(recipe.attack.values);
    const triggered = trigger && this.#stampedTest(test, trigger, recipe);
    const measure = async (trained: Trained) => {
      const predictions = await predictTwin(engine, stage, recipe, trained.parameters, triggered);
      return twinEvidence(trained, predictions, stage, recipe);
    };
    const cleanEvidence = await measure(clean);
    const suspectEvidence = suspect.digest === clean.digest ? { ...cleanEvidence, ...suspect } : await measure(suspect);
    const desk = labs.get(recipe.lab)!.decide({
      labels: test.y,
      images: test.x,
      clean: cleanEvidence.predictions,
      suspect: suspectEvidence.predictions,
      desk: recipe.desk,
      seed: recipe.seed,
      sourceClass: attack.sourceClass(recipe.attack.values),
      classes: test.classes,
    });
    const evidence = {
      recipe,
      clean: cleanEvidence,
      suspect: suspectEvidence,
      budget: budgetOf(stage),
      desk,
      engine: { id: engine.id, renderer: engine.renderer },
      timings: { evaluateMs: now() - start },
    };
    return { evidence, patch };
  }

  /** Class probabilities (rows x classes) of images under the given parameters. */
  async predict(recipe: Recipe, parameters: Float32Array, images: Uint8Array, engine: Engine): Promise<Float32Array> {
    return withModel(engine, this.stage(recipe), recipe, parameters, (session) => session.predict(images));
  }

  /** SHA-256 of the training set (images, then labels, then ids) without and with the attack. */
  async dataDigests(recipe: Recipe): Promise<{ clean: string; suspect: string }> {
    const { train, patch } = this.stage(recipe);
    return { clean: await datasetDigest(train), suspect: await datasetDigest(applyPatch(train, patch)) };
  }

  #stampedTest(test: Dataset, trigger: Trigger, recipe: Recipe): Uint8Array {
    const key = JSON.stringify([...trigger.cells, ...trigger.ink, trigger.opacity, recipe.seed]);
    if (this.#stamped?.from !== test.x || this.#stamped.key !== key) {
      this.#stamped = { from: test.x, key, x: stampAll(test.x, trigger) };
    }
    return this.#stamped.x;
  }
}

async function withModel<T>(
  engine: Engine,
  { spec, train }: Stage,
  recipe: Recipe,
  parameters: Float32Array,
  work: (session: ReturnType<Engine['open']>) => Promise<T>,
): Promise<T> {
  const hyper = labs.get(recipe.lab)!.hyperparameters(recipe.hyper);
  const session = engine.open({ spec, hyper, base: train, patch: NO_PATCH, targets: null, initial: parameters });
  try {
    return await work(session);
  } finally {
    session.dispose();
  }
}

function predictTwin(
  engine: Engine,
  stage: Stage,
  recipe: Recipe,
  parameters: Float32Array,
  triggered: Uint8Array | null,
): Promise<TwinPredictions> {
  return withModel(engine, stage, recipe, parameters, async (session) => ({
    plain: await session.predict(stage.test.x),
    triggered: triggered && (await session.predict(triggered)),
  }));
}

function twinEvidence(
  trained: Trained,
  predictions: TwinPredictions,
  { attack, test }: Stage,
  recipe: Recipe,
): TwinEvidence {
  const read = argmaxRows(predictions.plain, test.classes);
  const confusion = confusionMatrix(read, test.y, test.classes);
  const target = attack.targetClass(recipe.attack.values);
  const attacked = predictions.triggered ? argmaxRows(predictions.triggered, test.classes) : read;
  const source = attack.sourceClass(recipe.attack.values);
  return {
    ...trained,
    predictions,
    accuracy: accuracy(read, test.y),
    recall: recallByClass(confusion, test.classes),
    confusion,
    attackSuccess:
      target === null
        ? null
        : {
            source: attackSuccess(attacked, test.y, source, target),
            all: attackSuccess(attacked, test.y, null, target),
          },
  };
}

function budgetOf({ train, patch }: Stage): Budget {
  const byContributor = train.provenance.contributors.map(() => 0);
  for (const row of patch.touched) byContributor[train.contributor[row]!]!++;
  return { rows: patch.touched.length, rowsTotal: train.rows, byContributor };
}

async function datasetDigest(data: Dataset): Promise<string> {
  const ids = new Uint8Array(data.id.buffer, data.id.byteOffset, data.id.byteLength);
  const bytes = new Uint8Array(data.x.length + data.y.length + ids.length);
  bytes.set(data.x);
  bytes.set(data.y, data.x.length);
  bytes.set(ids, data.x.length + data.y.length);
  return sha256Hex(bytes);
}
