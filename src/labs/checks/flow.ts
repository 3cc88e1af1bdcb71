import { applyPatch, type Dataset } from '#core/dataset.ts';
import { stampAll, type Trigger } from '#core/trigger.ts';
import type { ImageAttack } from '#lab/attack.ts';
import type { Flow } from '#lab/flow.ts';
import { digitModel, type ModelSpec } from '#lab/model.ts';
import type { Recipe } from '#lab/recipe.ts';
import { fixImages } from '#lab/fixed-rows.ts';
import type { DeskDay } from './day.ts';
import { digitSplit, fewerRows, type Digits } from './digits.ts';
import { downloadDigits } from './download.ts';
import { digitDefender, digitTrainSet, suspectRows, type DigitRows } from './defender.ts';
import type { DigitMeasures } from './evidence.ts';
import { hyperparametersOf } from '../parts/hyper.ts';
import { dayOf, measuresOf } from './measure.ts';

interface DigitStage extends DigitRows {
  readonly attack: ImageAttack;
}

/** Only what a kind of model uses gets into its spec, so that equal models have equal specs. */
export function digitSpec({ model }: Recipe): ModelSpec {
  const { kind, hidden, hidden2, activation } = model;
  if (kind === 'conv') return digitModel([], 'conv');
  if (kind === 'linear') return digitModel([]);
  const layers = kind === 'hidden-2' ? [Number(hidden), Number(hidden2)] : [Number(hidden)];
  return { ...digitModel(layers), activation: activation as ModelSpec['activation'] };
}

/** The split of the seed used last: a drag asks for the same one again and again. */
let lastSplit: { digits: Digits; seed: number; train: Dataset; test: Dataset } | null = null;

function splitOf(digits: Digits, seed: number): { train: Dataset; test: Dataset } {
  if (lastSplit?.digits !== digits || lastSplit.seed !== seed)
    lastSplit = { digits, seed, ...digitSplit(digits, seed) };
  return lastSplit;
}

/** The training rows kept last, for the same reason. */
let lastFewer: { from: Dataset; rows: number; train: Dataset } | null = null;

function keptOf(train: Dataset, rows: number, seed: number): Dataset {
  if (lastFewer?.from !== train || lastFewer.rows !== rows)
    lastFewer = { from: train, rows, train: fewerRows(train, rows, seed) };
  return lastFewer.train;
}

/** The test images with the trigger used last on each. */
let lastStamped: { from: Uint8Array; key: string; x: Uint8Array } | null = null;

function stampedTest(test: Dataset, trigger: Trigger): Uint8Array {
  const key = JSON.stringify([...trigger.cells, ...trigger.ink, trigger.opacity]);
  if (lastStamped?.from !== test.x || lastStamped.key !== key)
    lastStamped = { from: test.x, key, x: stampAll(test.x, trigger) };
  return lastStamped.x;
}

/** The Check Desk: a bank's reader of handwritten amounts. */
const flow: Flow<Digits, DigitStage, DigitMeasures, DeskDay> = {
  id: 'checks',
  load: ({ base }) => downloadDigits(base),
  hyperparameters: hyperparametersOf,

  stage(recipe, digits, attack) {
    if (attack.rows !== 'images') throw new TypeError(`${attack.id} is no attack on images`);
    const { train: all, test } = splitOf(digits, recipe.seed);
    const train = keptOf(all, Number(recipe.data.rows), recipe.seed);
    const patch = attack.apply(train, recipe.attack.values, recipe.seed);
    const byContributor = train.provenance.contributors.map((contributor) => ({ contributor, rows: 0 }));
    for (const row of patch.touched) byContributor[train.contributor[row]!]!.rows++;
    const clean = digitTrainSet(train, test);
    const fixed = recipe.fixes.length > 0 ? fixImages(applyPatch(train, patch), recipe.fixes) : null;
    const poisoned = patch.touched.length > 0 ? { ...clean, patch } : null;
    return {
      train,
      test,
      attack,
      spec: digitSpec(recipe),
      clean,
      suspect: fixed ? digitTrainSet(fixed, test) : poisoned,
      fixed,
      touched: patch,
      budget: {
        rows: patch.touched.length,
        rowsTotal: train.rows,
        byContributor: byContributor.filter(({ rows }) => rows > 0),
      },
    };
  },

  release: (trained) => trained,

  async measure(predict, stage, recipe) {
    const { attack, test } = stage;
    const trigger = attack.trigger(recipe.attack.values);
    const plain = await predict(test.x);
    const triggered = trigger && (await predict(stampedTest(test, trigger)));
    return measuresOf({ plain, triggered }, stage, recipe);
  },

  decide: dayOf,
  defender: digitDefender,

  /** Images, then labels, then ids (little-endian int32). */
  bytesOf(stage, twin) {
    const { x, y, id } = twin === 'suspect' ? suspectRows(stage) : stage.train;
    const ids = new Uint8Array(id.buffer, id.byteOffset, id.byteLength);
    const bytes = new Uint8Array(x.length + y.length + ids.length);
    bytes.set(x);
    bytes.set(y, x.length);
    bytes.set(ids, x.length + y.length);
    return bytes;
  },

  reference: () => null,
};

export default flow;
