import { applies, type Fields, type Values } from '#core/fields.ts';
import type { Lab } from '#lab/lab.ts';
import { initialParameters, layersOf, parameterParts, type Layer, type ModelSpec } from '#lab/model.ts';
import type { Recipe } from '#lab/recipe.ts';
import { SEED_FIELD } from '#lab/repair.ts';
import { termOf } from '#lab/run-words.ts';
import { count } from '../format.ts';

/** What stands on the shelf of what a person chooses. */
export interface Chosen {
  /** Hyperparameters that apply to the model at hand, its architecture and the seed among them. */
  readonly count: number;
  /** Names of those that are not at their default. */
  readonly changed: readonly string[];
}

/** The hyperparameters of a recipe, and which of them somebody has turned. */
export function chosenOf(lab: Lab, { model, hyper, seed }: Recipe): Chosen {
  const shelf: readonly [Fields, Values][] = [
    [lab.modelFields, model],
    [lab.hyperFields, hyper],
    [{ seed: SEED_FIELD }, { seed }],
  ];
  const fields = shelf.flatMap(([fields, values]) =>
    Object.entries(fields)
      .filter(([, field]) => applies(field, values))
      .map(([key, field]) => ({ field, value: values[key] })),
  );
  const changed = fields.filter(({ field, value }) => value !== field.default).map(({ field }) => termOf(field.label));
  return { count: fields.length, changed };
}

/** "13 hyperparameters, 2 off their default: epochs and learning rate". */
export function chosenWords({ count: n, changed }: Chosen): string {
  const all = `${n} hyperparameters`;
  if (changed.length === 0) return `${all}, all at their defaults`;
  const names = changed.length < 4 ? `: ${changed.join(', ')}` : '';
  return `${all}, ${changed.length} off ${changed.length === 1 ? 'its default' : 'their defaults'}${names}`;
}

const plural = (n: number, one: string, more: string) => `${count(n)} ${n === 1 ? one : more}`;

const partsWords = (weights: number, biases: number) =>
  `${plural(weights, 'weight', 'weights')} and ${plural(biases, 'bias', 'biases')}`;

/** "25,450 parameters: 25,408 weights and 42 biases". */
export function learnedWords(spec: ModelSpec): string {
  const { weights, biases } = parameterParts(spec);
  return `${count(weights + biases)} parameters: ${partsWords(weights, biases)}`;
}

/** What a layer is called on the page: "Hidden layer", "Convolution 2", "Output layer". */
export function layerName(spec: ModelSpec, { name }: Layer): string {
  if (name === 'output') return spec.kind === 'dense' && spec.hidden.length === 0 ? 'The one layer' : 'Output layer';
  const number = name.at(-1);
  if (spec.kind === 'conv') return `Convolution ${number}`;
  return spec.hidden.length > 1 ? `Hidden layer ${number}` : 'Hidden layer';
}

/** Each layer with what it holds: "Hidden layer" and "784 × 32 = 25,088 weights and 32 biases". */
export function layerWords(spec: ModelSpec): { readonly name: string; readonly holds: string }[] {
  return layersOf(spec).map((layer) => ({
    name: layerName(spec, layer),
    holds: `${count(layer.inputs)} × ${count(layer.outputs)} = ${partsWords(layer.inputs * layer.outputs, layer.outputs)}`,
  }));
}

/** Where the parameters of a model started from. */
export function startWords({ loss, hidden }: ModelSpec): string {
  const isLinear = loss === 'squared-error' && hidden.length === 0;
  return isLinear
    ? 'Before training all of them were zero.'
    : 'Before training the weights were random and the biases zero.';
}

/** How many parameters are not what they were before training. @param learned in the units training works in */
export function movedOf(spec: ModelSpec, seed: number, learned: Float32Array): number {
  const start = initialParameters(spec, seed);
  return learned.reduce((sum, value, place) => sum + (value === start[place] ? 0 : 1), 0);
}

/** How many parameters training has moved, as a sentence. @param learned in the units training works in */
export function movedWords(spec: ModelSpec, seed: number, learned: Float32Array): string {
  const moved = movedOf(spec, seed, learned);
  return `${startWords(spec)} Training moved ${moved === learned.length ? 'all' : `${count(moved)} of the ${count(learned.length)}`}.`;
}
