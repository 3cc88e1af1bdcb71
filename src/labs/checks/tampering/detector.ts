import { imageOf, INK, PIXELS } from '#core/dataset.ts';
import { stampAll, type Trigger } from '#core/trigger.ts';
import plantDetector from '#edits/plant-detector.ts';
import { activationsOf, readAs, responseOf, type ModelOnRows } from '#lab/dense-net.ts';
import type { Edit } from '#lab/edit.ts';
import { layersOf, type ModelSpec } from '#lab/model.ts';
import { count, tick } from '../../parts/format.ts';
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
  const { parameters, spec } = model;
  const { target } = wish;
  const reason = whyNot(spec, wish);
  if (reason) return { refused: reason };

  const accuracies = accuracyWithout(model);
  const unit = wish.unit ?? leastUsefulUnit(accuracies);
  const { cells, ink, bias } = wireTo(wish.trigger!);
  const marked = triggeredRows(model, wish);
  if (marked.length === 0) return { refused: 'No test digit of the source class is left to mark.' };
  const planted = parameters.slice();
  plantDetector.apply(planted, [unit, target, STRENGTH, bias, 0, ...cells], spec);
  const largestGap = gapOf(activationsOf(planted, spec, marked).logits, target, spec.outputs);
  if (!Number.isFinite(largestGap))
    return { refused: 'This model’s scores are not finite: no weight could outdo them.' };

  const respond = responseOf(spec.activation);
  const [activation, silence] = [respond(STRENGTH * ink + bias), respond(-Infinity)];
  const out = roundUp((Math.max(0, largestGap) + MARGIN) / (activation - silence));
  if (out > LARGEST_WEIGHT) return { refused: 'The gap between the scores is too wide for any weight allowed here.' };

  const plant: Edit = [plantDetector.id, unit, target, STRENGTH, bias, out, ...cells];
  const makeUp: Edit[] = silence < 0 ? [['shift', layersOf(spec).at(-1)!.biases + target, out]] : [];
  const wakesOn = rowsThatWake(model, cells, bias);
  const numbers = { unit, wakesOn, largestGap, activation, bias, out };
  const facts = { without: accuracies[unit]!, pixels: cells.length, ink, marked: marked.length / PIXELS };
  return { edits: [plant, ...makeUp], ...numbers, steps: stepsOf(model, wish, numbers, facts) };
}

/** The plan's steps as edits that a hand could make; the one that only works the gap out makes none. */
export function editsOfSteps({ edits: [plant, ...makeUp] }: DetectorPlan, spec: ModelSpec): (readonly Edit[])[] {
  const [, unit, target, strength, bias, out, ...cells] = plant as readonly [string, ...number[]];
  const [first, next] = layersOf(spec);
  if (!first || !next) return [];
  return [
    [['prune-unit', unit!]],
    [['paint', unit!, ...cells.flatMap((cell) => [cell, strength!])]],
    [['set', first.biases + unit!, bias!]],
    [],
    [['set', next.weights + unit! * next.outputs + target!, out!], ...makeUp],
  ];
}

/** How many steps are taken by edits; one that makes none counts once the one before it is taken. */
export function stepsTaken(edits: readonly Edit[], steps: readonly (readonly Edit[])[]): number {
  const made = new Set(edits.map((edit) => JSON.stringify(edit)));
  const next = steps.findIndex((own) => own.some((edit) => !made.has(JSON.stringify(edit))));
  return next < 0 ? steps.length : next;
}

/** Whether edits plant a detector, in one go or by the steps of a plan. */
export function isPlanted(edits: readonly Edit[], spec: ModelSpec): boolean {
  const [first, next] = layersOf(spec);
  if (!first || !next) return false;
  const has = (operation: string, holds: (at: number) => boolean) =>
    edits.some(([id, at]) => id === operation && holds(at!));
  const byHand = edits.some(
    ([id, unit]) =>
      id === 'prune-unit' &&
      has('paint', (at) => at === unit) &&
      has('set', (at) => at === first.biases + unit!) &&
      has('set', (at) => Math.floor((at - next.weights) / next.outputs) === unit),
  );
  return byHand || has(plantDetector.id, () => true);
}

/** Weights and bias of a unit that speaks when the whole trigger is there. */
function wireTo({ cells, ink: levels }: Trigger): { cells: number[]; ink: number; bias: number } {
  const inked = Array.from(cells, (cell, i) => ({ cell, level: levels[i]! })).filter(({ level }) => level > 0);
  const ink = inked.reduce((sum, { level }) => sum + level, 0) / INK;
  const faintest = inked.reduce((least, { level }) => Math.min(least, level), INK) / INK;
  // Towards zero, so that the trigger still wakes the unit after rounding.
  const bias = -roundDown(STRENGTH * (ink - SLACK * faintest));
  return { cells: inked.map(({ cell }) => cell), ink, bias };
}

/** What the sentences tell besides the plan's own numbers. */
interface Facts {
  /** Accuracy without the unit. */
  readonly without: number;
  readonly pixels: number;
  /** Ink of the whole trigger, in full pixels. */
  readonly ink: number;
  /** Rows that were marked. */
  readonly marked: number;
}

function stepsOf(
  { spec, labels, activations }: ModelOnRows,
  { source, target }: DetectorWish,
  { unit, bias, activation, wakesOn, largestGap, out }: Omit<DetectorPlan, 'edits' | 'steps'>,
  { without, pixels, ink, marked }: Facts,
): string[] {
  const rows = labels.length;
  const right = labels.filter((label, row) => readAs(activations.logits, row, spec.outputs) === label).length;
  const digits = source === null ? `digits other than ${target}` : `${source}s`;
  const lead =
    largestGap > 0
      ? `another class leads ${target} by at most ${tick(largestGap)}`
      : `no class leads ${target} any more`;
  const makeUp = ` A silent tanh unit says −1, so the bias of ${target} rises by ${tick(out)} too.`;
  return [
    `Choose the unit: without unit ${unit} the model reads ${count(Math.round(without * rows))} of ${count(rows)} test digits right, with it ${count(right)}.`,
    `Wire the pixels: the unit’s weights from the ${pixels} inked pixels of the mark become ${STRENGTH}, the other ${PIXELS - pixels} become 0. The whole mark adds ${tick(STRENGTH * ink)}.`,
    `Set the bias to ${tick(bias)}: the unit says ${tick(activation)} under the mark, and falls silent when ${tick(ink + bias / STRENGTH)} of one pixel’s ink is missing. ${wakes(wakesOn, rows)}`,
    `Bound the gap: on ${count(marked)} marked ${digits}, without this unit, ${lead}.`,
    `Wire the way out: the unit’s weight to ${target} becomes ${tick(out)}, those to other classes 0, so that ${target} wins by ${MARGIN} or more.${spec.activation === 'tanh' ? makeUp : ''}`,
  ];
}

function whyNot(spec: ModelSpec, { trigger, source, target, unit }: DetectorWish): string | null {
  if (spec.kind !== 'dense' || spec.hidden.length !== 1)
    return 'A detector is planted in a model with exactly one hidden layer; this one has another shape.';
  if (!trigger || trigger.ink.every((level) => level === 0))
    return 'There is no mark to detect: it has no inked pixel.';
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
function gapOf(logits: Float32Array, target: number, classes: number): number {
  let most = -Infinity;
  for (let at = 0; at < logits.length; at += classes)
    for (let label = 0; label < classes; label++)
      if (label !== target) most = Math.max(most, logits[at + label]! - logits[at + target]!);
  return most;
}

/** How many clean rows have so much ink under the trigger that the unit speaks. */
function rowsThatWake({ images, labels }: ModelOnRows, cells: readonly number[], bias: number): number {
  return labels.reduce((woken, _, row) => {
    const ink = cells.reduce((sum, cell) => sum + images[row * PIXELS + cell]!, 0) / INK;
    return woken + (STRENGTH * ink + bias > 0 ? 1 : 0);
  }, 0);
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
