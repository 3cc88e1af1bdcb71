import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { PIXELS } from '#core/dataset.ts';
import { defaultsOf, type Values } from '#core/fields.ts';
import type { Engine, EngineId } from '#engine/engine.ts';
import { Baselines, inspectionOf } from '#engine/inspect.ts';
import { Pipeline } from '#engine/pipeline.ts';
import type { InspectedModel, Measured } from '#engine/protocol.ts';
import { trainKey } from '#lab/train-key.ts';
import type { Inspection } from '#lab/detector.ts';
import type { Trained } from '#lab/evidence.ts';
import type { Flow } from '#lab/flow.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import { decodeDigits, type Digits } from '#labs/checks/digits.ts';
import checks from '#labs/checks/flow.ts';
import trucks from '#labs/trucks/flow.ts';
import type { OwnTables } from '#labs/trucks/rows.ts';
import { attacks, labs } from '#registry/index.ts';
import { openEngine } from '../engine/support.ts';

/** What a test wants different from the recipe that a lab starts with. */
export interface Wish extends Partial<Pick<Recipe, 'seed' | 'rows' | 'edits'>> {
  readonly data?: Values;
  readonly model?: Values;
  readonly hyper?: Values;
  readonly attack?: string;
  /** Settings of the attack. */
  readonly values?: Values;
}

export function recipeOf(lab: 'checks' | 'trucks', wish: Wish = {}): Recipe {
  const usual = defaultRecipe(labs.get(lab)!, attacks);
  const { seed = 1, rows = [], edits = [], data, model, hyper, values, attack = usual.attack.id } = wish;
  return {
    ...usual,
    seed,
    rows,
    edits,
    data: { ...usual.data, ...data },
    model: { ...usual.model, ...model },
    hyper: { ...usual.hyper, ...hyper },
    attack: { id: attack, values: { ...defaultsOf(attacks.get(attack)!.fields), ...values } },
  };
}

const hooks = {
  onEpoch: () => {},
  cancelled: () => false,
  breathe: async () => {},
  now: () => performance.now(),
};

const digitFile = () => decodeDigits(gunzipSync(readFileSync('public/data/digits.bin')));

/** The first digits of the file. */
export function firstDigits(count: number): Digits {
  const { x, y } = digitFile();
  return { x: x.slice(0, count * PIXELS), y: y.slice(0, count) };
}

/** Both labs on the real engine with the real digits. Trained twins and baselines are kept: many tests look at the same ones. */
export class Ward {
  readonly #pipeline = new Pipeline();
  readonly #engine: Engine;
  readonly #baselines = new Baselines();
  readonly #trained = new Map<string, Promise<Trained | 'same' | null>>();

  private constructor(engine: Engine, own: OwnTables, digits: Digits) {
    this.#engine = engine;
    this.#pipeline.supply(checks as unknown as Flow, digits);
    this.#pipeline.supply(trucks as unknown as Flow, own);
  }

  /** @param digits fewer of them, or others, than the digit file's */
  static async open(own: OwnTables = {}, digits = digitFile(), engine: EngineId = 'simd'): Promise<Ward> {
    return new Ward(await openEngine(engine), own, digits);
  }

  async measure(recipe: Recipe): Promise<Measured> {
    const [clean, suspect] = [await this.#train(recipe, 'clean'), await this.#train(recipe, 'suspect')];
    if (clean === null || clean === 'same' || suspect === null) throw new Error('a run was cancelled');
    return this.#pipeline.evaluate(recipe, clean, suspect === 'same' ? clean : suspect, this.#engine, hooks.now);
  }

  /**
   * What a detector gets to see of a recipe's suspect.
   * @param tamper gives another model than the recipe's
   * @param cancelled whether the learner has asked to stop
   */
  async inspect(
    recipe: Recipe,
    tamper = (model: InspectedModel) => model,
    cancelled = () => false,
  ): Promise<Inspection> {
    const { suspect } = (await this.measure(recipe)).evidence;
    const asked = { ...hooks, cancelled };
    return inspectionOf(this.#pipeline, recipe, tamper(suspect), this.#engine, asked, this.#baselines);
  }

  #train(recipe: Recipe, twin: 'clean' | 'suspect') {
    const key = trainKey(recipe, twin, 'auto');
    const known = this.#trained.get(key) ?? this.#pipeline.train(recipe, twin, this.#engine, hooks);
    this.#trained.set(key, known);
    return known;
  }
}

/** Inspects one recipe on a bench of its own, for tests that look at a single case. */
export async function inspect(recipe: Recipe, cancelled?: () => boolean): Promise<Inspection> {
  return (await (ward ??= Ward.open())).inspect(recipe, undefined, cancelled);
}
let ward: Promise<Ward> | undefined;
