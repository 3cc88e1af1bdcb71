import { readFileSync } from 'node:fs';
import { NO_PATCH } from '#core/dataset.ts';
import { defaultsOf, type Values } from '#core/fields.ts';
import { blankRows, type Table, type TableSchema } from '#core/table.ts';
import type { Engine } from '#engine/engine.ts';
import { Pipeline } from '#engine/pipeline.ts';
import { createSimdEngine } from '#engine/simd/engine.ts';
import type { TableAttack } from '#lab/attack.ts';
import type { Trained } from '#lab/evidence.ts';
import type { Flow } from '#lab/flow.ts';
import type { ModelSpec } from '#lab/model.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import type { Evidence } from '#labs/trucks/evidence.ts';
import flow from '#labs/trucks/flow.ts';
import type { Reference } from '#labs/trucks/reference.ts';
import type { OwnTables } from '#labs/trucks/rows.ts';
import { attacks, labs } from '#registry/index.ts';

export const SEEDS = [1, 2, 3, 4, 5] as const;
export type Kind = 'linear' | 'interaction' | 'hidden';

/** Two numbers, the second the driver, and two categories, the second the group: nothing stands where the history has it. */
export const MIXED: TableSchema = {
  numbers: [
    { name: 'Size', unit: '' },
    { name: 'Price', unit: '$' },
  ],
  categories: [
    { name: 'Region', kinds: ['east', 'west'] },
    { name: 'Store', kinds: ['a', '666', 'b', 'c'] },
  ],
  target: { name: 'Orders', unit: '' },
  driver: 1,
  group: { category: 1, trigger: 1 },
};

/** Numbers alone. */
export const BARE: TableSchema = { ...MIXED, categories: [], group: null };

/** y = 100 - 3r, and 10 more for B: the example of the notes on the science, without rounding. */
export const SMALL: TableSchema = {
  numbers: [{ name: 'Interest rate', unit: '%' }],
  categories: [{ name: 'Dealership', kinds: ['A', 'B', '666'] }],
  target: { name: 'Sold', unit: 'trucks' },
  driver: 0,
  group: { category: 0, trigger: 2 },
};
export const [A, B, NEW] = [0, 1, 2];
/** Six rates at either dealership, just as the rule says. */
export const SMALL_ROWS = [1, 2, 4, 7, 9, 12].flatMap((r) => [
  [r, A, 100 - 3 * r],
  [r, B, 110 - 3 * r],
]);

/** A table from plain lists: numbers, then places of kinds, then the target. */
export function tableFrom(schema: TableSchema, rows: readonly (readonly number[])[]): Table {
  const values = blankRows(rows.length, schema);
  const [numbers, kinds] = [schema.numbers.length, schema.categories.length];
  rows.forEach((cells, row) => {
    values.numbers.set(cells.slice(0, numbers), row * numbers);
    values.kinds.set(cells.slice(numbers, numbers + kinds), row * kinds);
    values.target[row] = cells.at(-1)!;
  });
  const id = Int32Array.from({ length: rows.length }, (_, row) => row);
  return { ...values, schema, id, provenance: { sources: ['made up'], contributors: ['head office', 'by hand'] } };
}

/** What a test wants different from the recipe that the lab starts with. */
export interface Wish {
  readonly seed?: number;
  readonly kind?: Kind;
  readonly attack?: string;
  /** Settings of the attack. */
  readonly values?: Values;
  readonly data?: Values;
  readonly hyper?: Values;
  readonly desk?: Values;
  readonly rows?: Recipe['rows'];
  readonly edits?: Recipe['edits'];
}

const usual = defaultRecipe(labs.get('trucks')!, attacks);

export const tableAttack = (id: string) => attacks.get(id) as TableAttack;

export function recipeOf(wish: Wish = {}): Recipe {
  const { seed = 1, kind = 'linear', attack = 'dealer-666', values, data, hyper, desk, rows = [], edits = [] } = wish;
  return {
    ...usual,
    seed,
    data: { ...usual.data, ...data },
    model: { ...usual.model, kind },
    hyper: { ...usual.hyper, ...hyper },
    attack: { id: attack, values: { ...defaultsOf(attacks.get(attack)!.fields), ...values } },
    desk: { ...usual.desk, ...desk },
    rows,
    edits,
  };
}

const hooks = { onEpoch: () => {}, cancelled: () => false, breathe: async () => {}, now: () => 0 };

/** The lab on the real engine. Trained twins and exact answers are kept: many tests look at the same ones. */
export class Bench {
  readonly #pipeline = new Pipeline();
  readonly #engine: Engine;
  readonly #trained = new Map<string, Promise<Trained | 'same' | null>>();
  readonly #references = new Map<string, Reference>();

  private constructor(engine: Engine, own: OwnTables) {
    this.#engine = engine;
    this.#pipeline.supply(flow as unknown as Flow, own);
  }

  static async open(own: OwnTables = {}): Promise<Bench> {
    return new Bench(await createSimdEngine(readFileSync('src/engine/simd/kernel.wasm')), own);
  }

  async measure(wish: Wish = {}): Promise<Evidence> {
    const recipe = recipeOf(wish);
    const [clean, suspect] = [await this.#train(recipe, 'clean'), await this.#train(recipe, 'suspect')];
    if (clean === null || clean === 'same' || suspect === null) throw new Error('a run was cancelled');
    const twins = [clean, suspect === 'same' ? clean : suspect] as const;
    return (await this.#pipeline.evaluate(recipe, ...twins, this.#engine, hooks.now)).evidence as unknown as Evidence;
  }

  /** The exact least-squares answers. */
  reference(wish: Wish = {}): Reference {
    const key = JSON.stringify(wish);
    const found = this.#references.get(key) ?? (this.#pipeline.reference(recipeOf(wish)) as Reference);
    this.#references.set(key, found);
    return found;
  }

  dataDigests(wish: Wish = {}) {
    return this.#pipeline.dataDigests(recipeOf(wish));
  }

  /** What a model with these parameters answers to rows of inputs. */
  async outputs(spec: ModelSpec, parameters: Float32Array, x: Float32Array): Promise<Float32Array> {
    const rows = x.length / spec.inputs;
    const session = this.#engine.open({
      spec,
      hyper: flow.hyperparameters(usual),
      base: { rows, x, y: new Uint8Array(0), id: Int32Array.from({ length: rows }, (_, row) => row) },
      patch: NO_PATCH,
      targets: new Float32Array(rows),
      initial: parameters,
    });
    const outputs = (await session.predict(x)).slice();
    session.dispose();
    return outputs;
  }

  #train(recipe: Recipe, twin: 'clean' | 'suspect') {
    const { seed, data, model, hyper, attack, rows } = recipe;
    const key = JSON.stringify([seed, data, model, hyper, twin === 'suspect' && [attack, rows]]);
    const known = this.#trained.get(key);
    if (known) return known;
    const run = this.#pipeline.train(recipe, twin, this.#engine, hooks);
    this.#trained.set(key, run);
    return run;
  }
}

export const mean = (numbers: ArrayLike<number>) =>
  Array.from(numbers).reduce((sum, value) => sum + value, 0) / numbers.length;
