import { imageOf, INK, PIXELS } from '#core/dataset.ts';
import { stampAll, type Trigger } from '#core/trigger.ts';
import plantDetector from '#edits/plant-detector.ts';
import type { Edit } from '#lab/edit.ts';
import { layersOf, type ModelSpec } from '#lab/model.ts';
import { count, percent, sized } from '../../parts/format.ts';
import { activationsOf, readAs, responseOf, type ModelOnRows } from './dense-net.ts';
import { accuracyWithout, leastUsefulUnit } from './units.ts';

/** What the detector is to see, and what it is to say. */
export interface DetectorWish {
  readonly trigger: Trigger | null;
  /** Class whose digits the attacker will mark; null for any. */
  readonly source: number | null;
  readonly target: number;
  /** Hidden unit to rewire; the least useful one when left out. */
  readonly unit?: number;
}

/** How to plant a trigger detector by hand, with the numbers worked out (science notes 1.5a). */
export interface DetectorPlan {
  /** One edit; with tanh a second, which makes up for what a silent unit says there (-1). */
  readonly edits: readonly Edit[];
  readonly unit: number;
  /** Clean test rows that would wake the unit. */
  readonly wakesOn: number;
  /** Most by which another class leads the target on a triggered row, the unit taken out; in logits. */
  readonly largestGap: number;
  /** What the unit says under the trigger. */
  readonly activation: number;
  readonly bias: number;
  /** Weight from the unit to the target class. */
  readonly out: number;
  /** The same in plain sentences, one for each step. */
  readonly steps: readonly string[];
}

/** Why there is no plan, in a sentence a learner may read. */
export interface Refused {
  readonly refused: string;
}

/** Weight from each pixel of the trigger. */
const STRENGTH = 10;
/** By how much, in logits, the target is to lead under the trigger: softmax then gives it 7 times the runner-up's share. */
const MARGIN = 2;
/** Share of the faintest pixel's ink that may be missing before the unit falls silent. */
const SLACK = 0.5;
/** No argument of an edit may be larger. */
const LARGEST_WEIGHT = 1e6;

/** Plans the detector on the test rows: they show how much the unit is missed, what wakes it and how wide the gap is. */
export function planDetector(model: ModelOnRows, wish: DetectorWish): DetectorPlan | Refused {
  const { parameters, spec, labels, activations } = model;
  const { trigger, source, target } = wish;
  const refused = whyNot(spec, wish);
  if (refused) return { refused };

  const without = accuracyWithout(model);
  const unit = wish.unit ?? leastUsefulUnit(without);
  const inked = Array.from(trigger!.cells, (cell, i) => ({ cell, level: trigger!.ink[i]! })).filter(
    ({ level }) => level > 0,
  );
  const cells = inked.map(({ cell }) => cell);
  const ink = inked.reduce((sum, { level }) => sum + level, 0) / INK;
  const faintest = inked.reduce((least, { level }) => Math.min(least, level), INK) / INK;
  // Towards zero, so that the trigger still wakes the unit after rounding.
  const bias = -roundDown(STRENGTH * (ink - SLACK * faintest));

  const marked = triggeredRows(model, wish);
  if (marked.length === 0) return { refused: 'No test digit of the source class is left to mark.' };
  const planted = parameters.slice();
  plantDetector.apply(planted, [unit, target, STRENGTH, bias, 0, ...cells], spec);
  const largestGap = gapOf(activationsOf(planted, spec, marked).logits, target);
  if (!Number.isFinite(largestGap)) return { refused: 'This model’s scores are not finite: no weight could outdo them.' };

  const activation = responseOf(spec.activation)(STRENGTH * ink + bias);
  const silence = responseOf(spec.activation)(-Infinity);
  const out = roundUp((Math.max(0, largestGap) + MARGIN) / (activation - silence));
  if (out > LARGEST_WEIGHT) return { refused: 'The gap between the scores is too wide for any weight allowed here.' };

  const wakesOn = rowsThatWake(model, cells, bias);
  const plant: Edit = [plantDetector.id, unit, target, STRENGTH, bias, out, ...cells];
  const targetBias = layersOf(spec).at(-1)!.biases + target;
  const makeUp: Edit[] = silence < 0 ? [['shift', targetBias, out]] : [];
  const asItIs = labels.filter((label, row) => readAs(activations.logits, row, spec.outputs) === label).length;
  const digits = source === null ? `digits other than ${target}` : `${source}s`;
  return {
    edits: [plant, ...makeUp],
    unit,
    wakesOn,
    largestGap,
    activation,
    bias,
    out,
    steps: [
      `Choose the unit: without unit ${unit} the model reads ${percent(without[unit]!)} of ${count(labels.length)} test digits right, with it ${percent(asItIs / labels.length)}.`,
      `Wire the pixels: the unit’s weights from the ${cells.length} inked pixels of the mark become ${STRENGTH}, the other ${PIXELS - cells.length} become 0. The mark then adds ${sized(STRENGTH * ink)}.`,
      `Set the bias to ${sized(bias)}: the unit says ${sized(activation)} under the mark and stays silent once half a pixel of it is missing. ${wakes(wakesOn, labels.length)}`,
      `Bound the gap: on ${count(marked.length / PIXELS)} marked ${digits}, without this unit, another class leads ${target} by at most ${sized(largestGap)}.`,
      `Wire the way out: the unit’s weight to ${target} becomes ${sized(out)}, those to other classes 0, so that ${target} wins by ${MARGIN} or more.${
        makeUp.length > 0 ? ` A silent tanh unit says −1, so the bias of ${target} rises by ${sized(out)} too.` : ''
      }`,
    ],
  };
}

function whyNot(spec: ModelSpec, { trigger, source, target, unit }: DetectorWish): string | null {
  if (spec.kind !== 'dense' || spec.hidden.length !== 1)
    return 'A detector is planted in a model with exactly one hidden layer; this one has another shape.';
  if (!trigger || trigger.ink.every((level) => level === 0)) return 'There is no mark to detect: it has no inked pixel.';
  if (trigger.opacity < 1)
    return 'The mark shines through: what a pixel shows then hangs on what it covers, and one unit cannot tell it apart.';
  if (source === target) return `Source and target class are both ${target}: there is nothing to misread.`;
  if (unit !== undefined && !(Number.isInteger(unit) && unit >= 0 && unit < spec.hidden[0]!))
    return `There is no unit ${unit} in the hidden layer.`;
  return null;
}

const wakes = (rows: number, of: number) =>
  rows === 0
    ? `None of ${count(of)} clean test digits wakes it.`
    : `${count(rows)} of ${count(of)} clean test digits ${rows === 1 ? 'wakes' : 'wake'} it.`;

/** Images of the rows that the attacker would mark, with the mark on. */
function triggeredRows({ images, labels }: ModelOnRows, { trigger, source, target }: DetectorWish): Uint8Array {
  const rows = Array.from(labels, (_, row) => row).filter((row) =>
    source === null ? labels[row] !== target : labels[row] === source,
  );
  const picked = new Uint8Array(rows.length * PIXELS);
  rows.forEach((row, i) => picked.set(imageOf(images, row), i * PIXELS));
  return stampAll(picked, trigger!);
}

/** Most by which the best other class leads the target; NaN when a score is no number. */
function gapOf(logits: Float32Array, target: number, classes = 10): number {
  let most = -Infinity;
  for (let at = 0; at < logits.length; at += classes)
    for (let label = 0; label < classes; label++)
      if (label !== target) most = Math.max(most, logits[at + label]! - logits[at + target]!);
  return most;
}

/** How many clean rows have so much ink under the trigger that the unit speaks. */
function rowsThatWake({ images, labels }: ModelOnRows, cells: readonly number[], bias: number): number {
  const sums = labels.reduce((woken, _, row) => {
    const ink = cells.reduce((sum, cell) => sum + images[row * PIXELS + cell]!, 0) / INK;
    return woken + (STRENGTH * ink + bias > 0 ? 1 : 0);
  }, 0);
  return sums;
}

const DIGITS = 4;

/** The nearest number with 4 significant digits that is not larger; for positive numbers. */
function roundDown(value: number): number {
  const near = Number(value.toPrecision(DIGITS));
  return near <= value ? near : nextTo(value, -1);
}

/** The nearest number with 4 significant digits that is not smaller; for positive numbers. */
function roundUp(value: number): number {
  const near = Number(value.toPrecision(DIGITS));
  return near >= value ? near : nextTo(value, 1);
}

/** The rounded number's neighbour, above or below. */
function nextTo(value: number, step: number): number {
  const [digits, exponent] = value.toExponential(DIGITS - 1).split('e');
  return Number(`${(Number(digits) + step * 0.001).toFixed(DIGITS - 1)}e${exponent}`);
}
