import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { NO_PATCH, type Dataset } from '#core/dataset.ts';
import { defaultsOf, type Values } from '#core/fields.ts';
import type { Engine } from '#engine/engine.ts';
import { Pipeline } from '#engine/pipeline.ts';
import { createSimdEngine } from '#engine/simd/engine.ts';
import { onRows, type ModelOnRows } from '#lab/dense-net.ts';
import type { Edit } from '#lab/edit.ts';
import type { Trained } from '#lab/evidence.ts';
import { digitModel, type ModelSpec } from '#lab/model.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import { decodeDigits, digitSplit, type Digits } from '#labs/checks/digits.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import flow, { digitSpec } from '#labs/checks/flow.ts';
import { attacks, labs } from '#registry/index.ts';

const ATTACK = 'stamped-trigger';
const hooks = { onEpoch: () => {}, cancelled: () => false, breathe: async () => {}, now: () => 0 };
const usual = defaultRecipe(labs.get('checks')!, attacks);

/** What a test wants different from the recipe that the lab starts with. */
export interface Wish {
  readonly seed?: number;
  readonly model?: Values;
  readonly epochs?: number;
  /** Settings of the stamped trigger. */
  readonly mark?: Values;
  readonly edits?: readonly Edit[];
}

export function recipeOf({ seed = 1, model, epochs = 10, mark, edits = [] }: Wish = {}): Recipe {
  return {
    ...usual,
    seed,
    model: { ...usual.model, ...model },
    hyper: { ...usual.hyper, epochs },
    attack: { id: ATTACK, values: { ...defaultsOf(attacks.get(ATTACK)!.fields), ...mark } },
    edits,
  };
}

/** Clean models on the real digits and the real engine. What has been trained is kept: many tests look at the same models. */
export class Trainer {
  readonly #digits: Digits;
  readonly #engine: Engine;
  readonly #pipeline = new Pipeline();
  readonly #trained = new Map<string, Promise<Trained>>();

  private constructor(engine: Engine) {
    this.#digits = decodeDigits(gunzipSync(readFileSync('public/data/digits.bin')));
    this.#engine = engine;
    this.#pipeline.supply(flow, this.#digits);
  }

  static async open(): Promise<Trainer> {
    return new Trainer(await createSimdEngine(readFileSync('src/engine/simd/kernel.wasm')));
  }

  train(wish: Wish = {}): Promise<Trained> {
    const { seed, model, hyper } = recipeOf(wish);
    const key = JSON.stringify([seed, model, hyper]);
    const run = this.#trained.get(key) ?? this.#train(recipeOf(wish));
    this.#trained.set(key, run);
    return run;
  }

  /** A clean model on its 2,000 test rows. */
  async onTestRows(wish: Wish = {}): Promise<ModelOnRows> {
    const { parameters } = await this.train(wish);
    const { x, y } = this.testRows(wish.seed);
    return onRows(parameters, digitSpec(recipeOf(wish)), x, y);
  }

  testRows(seed = 1): Dataset {
    return digitSplit(this.#digits, seed).test;
  }

  /** Evidence of a clean model and its edits. */
  async measure(wish: Wish): Promise<Evidence> {
    const trained = await this.train(wish);
    return (await this.#pipeline.evaluate(recipeOf(wish), trained, trained, this.#engine, hooks.now))
      .evidence as unknown as Evidence;
  }

  dataDigests(wish: Wish) {
    return this.#pipeline.dataDigests(recipeOf(wish));
  }

  /** What the engine answers, rows x classes: probabilities, or bare scores for a squared-error spec. */
  async outputs({ spec, parameters, images, labels }: ModelOnRows): Promise<Float32Array> {
    const id = Int32Array.from(labels, (_, row) => row);
    const base = { rows: labels.length, x: images, y: labels, id };
    const hyper = flow.hyperparameters(usual);
    const session = this.#engine.open({ spec, hyper, base, patch: NO_PATCH, targets: null, initial: parameters });
    const outputs = await session.predict(images);
    session.dispose();
    return outputs;
  }

  async #train(recipe: Recipe): Promise<Trained> {
    const trained = await this.#pipeline.train(recipe, 'clean', this.#engine, hooks);
    if (trained === null || trained === 'same') throw new Error('the run was cancelled');
    return trained;
  }
}

/** A model of four pixels, two units and three classes, small enough to be worked out by hand. */
export const TINY: ModelSpec = { ...digitModel([2]), inputs: 4, outputs: 3 };
// prettier-ignore
export const TINY_PARAMETERS = Float32Array.of(
  // Four pixels into units 0 and 1, then their biases: 0 counts the first two pixels, 1 the last two less a half.
  1, 0,  1, 0,  0, 1,  0, 1,  0, -0.5,
  // Units 0 and 1 into classes 0 to 2, then their biases.
  2, -1, 0,  -1, 4, 1,  0.5, 0, 0.25,
);
/** Rows of four pixels: none, the first two, the last two, all, and a faint one. */
export const TINY_IMAGES = Uint8Array.of(0, 0, 0, 0, 15, 15, 0, 0, 0, 0, 15, 15, 15, 15, 15, 15, 0, 0, 0, 3);
export const TINY_LABELS = Uint8Array.of(0, 0, 1, 1, 2);
export const TINY_LOGITS = [0.5, 0, 0.25, 4.5, -2, 0.25, -1, 6, 1.75, 3, 4, 1.75, 0.5, 0, 0.25];
