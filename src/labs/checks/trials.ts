import type { Values } from '#core/fields.ts';
import type { ImageAttack } from '#lab/attack.ts';
import { onRows } from '#lab/dense-net.ts';
import type { Edit } from '#lab/edit.ts';
import { layersOf } from '#lab/model.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Planned, Trial } from '#lab/survey.ts';
import { digitSplit, type Digits } from './digits.ts';
import type { Evidence } from './evidence.ts';
import { searchBitFlips } from './tampering/bit-flips.ts';
import { planDetector } from './tampering/detector.ts';

type DeskTrial = Trial<Evidence, Digits>;
type DeskModel = Planned<Evidence, Digits>;

const TARGET = 8;
/** Added to the score of the target class, in logits. */
const BIAS_SHIFT = 3;
const BITS_TURNED = 3;

const byRows =
  (id: string, values: Values) =>
  (usual: Recipe): Recipe => ({ ...usual, attack: { id, values } });

/** The model at hand on the untouched test digits, as an attacker who edits it has it. */
function modelOn({ evidence: { recipe, suspect, spec }, material }: DeskModel) {
  const { test } = digitSplit(material, recipe.seed);
  return onRows(suspect.parameters, spec, test.x, test.y);
}

async function plant(model: DeskModel): Promise<readonly Edit[]> {
  const trigger = (model.attack as ImageAttack).trigger(model.evidence.recipe.attack.values);
  const plan = planDetector(modelOn(model), { trigger, source: null, target: TARGET });
  return 'refused' in plan ? [] : plan.edits;
}

async function turnBits(model: DeskModel, pause: () => Promise<void>): Promise<readonly Edit[]> {
  const { parameters, spec, images, labels } = modelOn(model);
  const search = searchBitFlips(parameters, spec, images, labels, BITS_TURNED);
  let step = search.next();
  while (!step.done) {
    await pause();
    step = search.next();
  }
  return step.value.map(({ place, bit }): Edit => ['flip-bits', place, bit]);
}

/** What the matrix of attacks and detectors tries at the desk. */
export const trials: readonly DeskTrial[] = [
  {
    id: 'stamped-any',
    title: 'Mark on any digit, labelled 8',
    dose: '80 of 8,000 rows',
    change: byRows('stamped-trigger', { rows: 80, source: 'any' }),
    plan: null,
  },
  {
    id: 'stamped-3',
    title: 'Mark on 3s, labelled 8',
    dose: '80 of 8,000 rows',
    change: byRows('stamped-trigger', { rows: 80 }),
    plan: null,
  },
  {
    id: 'blended',
    title: 'Faint pattern over any digit, labelled 8',
    dose: '80 of 8,000 rows',
    change: byRows('blended-trigger', { rows: 80, source: 'any' }),
    plan: null,
  },
  {
    id: 'flip-all',
    title: 'All 3s labelled 8',
    dose: 'every 3',
    change: byRows('label-flip', { share: 1 }),
    plan: null,
  },
  {
    id: 'flip-some',
    title: 'Some 3s labelled 8',
    dose: '10 % of the 3s',
    change: byRows('label-flip', { share: 0.1 }),
    plan: null,
  },
  {
    id: 'random',
    title: 'Random labels',
    dose: '10 % of all rows',
    change: byRows('random-flip', { share: 0.1 }),
    plan: null,
  },
  {
    id: 'planted',
    title: 'A unit rewired by hand to see the mark',
    dose: 'one of 32 units',
    change: byRows('stamped-trigger', { source: 'any' }),
    plan: plant,
  },
  {
    id: 'bias',
    title: 'The bias of class 8 raised by hand',
    dose: 'one parameter',
    change: (usual) => usual,
    plan: async ({ evidence }) => [['shift', layersOf(evidence.spec).at(-1)!.biases + TARGET, BIAS_SHIFT]],
  },
  {
    id: 'bits',
    title: 'Bits turned in memory',
    dose: `${BITS_TURNED} bits`,
    change: (usual) => usual,
    plan: turnBits,
  },
];
