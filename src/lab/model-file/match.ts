import { layersOf, parameterCount, type Layer, type ModelSpec } from '../model.ts';
import { ModelFileError, MOST_BYTES, quoted } from './error.ts';

/** No weight may be larger: in 32 bits a model would overflow long before. */
const LARGEST = 1e6;
const MOST_DIMENSIONS = 8;
/** Longer names are refused, which bounds what comparing them costs. */
const LONGEST_NAME = 200;

/** A tensor of a file: nothing of its values is copied before it is known to fit. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Value at a place in row-major order. */
  at(place: number): number;
}

/** What a format says about the tensors in it. */
export interface Convention {
  /** Shape of a layer's weights in the file, as `[inputs, outputs]` is in ours. */
  shapeOf(layer: Layer): readonly number[];
  /** Whether weights may also be stored as `[outputs, inputs]`, as PyTorch does. */
  readonly mayTranspose: boolean;
  /** Whether weights are `[outputs, inputs]` where every layer is square, so that no shape tells. */
  readonly transposedIfSquare: boolean;
  /** Whether tensors stand in the order of the layers; else only their names can tell layers of one shape apart. */
  readonly inOrder: boolean;
  /** Whether tensors must be called after our layers. */
  readonly ownNamesOnly: boolean;
}

/** Weights and the bias that goes with them; no bias while only its size can tell whose it is. */
interface Unit {
  readonly weights: StoredTensor;
  readonly bias: StoredTensor | null;
}

/** Units in the order of the layers, and whether their weights are stored as `[outputs, inputs]`. */
interface Reading {
  readonly units: readonly Unit[];
  readonly transposed: boolean;
}

/**
 * Checks the name and the sizes of a tensor as a stranger's JSON has them.
 * @throws ModelFileError with a sentence when they are none
 */
export function shapeFrom(raw: unknown, name: string): readonly number[] {
  if (name.length > LONGEST_NAME)
    throw new ModelFileError(`The name ${quoted(name)} is longer than ${LONGEST_NAME} characters.`);
  const isSize = (size: unknown) => typeof size === 'number' && Number.isSafeInteger(size) && size >= 0;
  if (!Array.isArray(raw) || raw.length > MOST_DIMENSIONS || !raw.every(isSize))
    throw new ModelFileError(`The shape of ${quoted(name)} is not a list of up to ${MOST_DIMENSIONS} whole numbers.`);
  const shape: readonly number[] = raw;
  if (shape.reduce((product, size) => product * size, 1) > MOST_BYTES)
    throw new ModelFileError(
      `${quoted(name)} claims to be ${shape.join(' x ')}, more than any file read here can hold.`,
    );
  return shape;
}

/**
 * Puts the tensors of a file in their places among a model's parameters. Either all of them fit in exactly one way, or nothing
 * is returned. Tensors go by our layers' names if they carry them, else by shape, and where layers have the same shape by order.
 * @returns parameters in the layout of `layersOf`, all finite
 * @throws ModelFileError with a sentence
 */
export function assemble(tensors: readonly StoredTensor[], spec: ModelSpec, convention: Convention): Float32Array {
  const layers = layersOf(spec);
  const { units, transposed } = match(tensors, layers, convention);
  const parameters = new Float32Array(parameterCount(spec));
  layers.forEach((layer, i) => {
    const { inputs, outputs } = layer;
    const { weights, bias } = units[i]!;
    for (let input = 0; input < inputs; input++) {
      for (let output = 0; output < outputs; output++)
        parameters[layer.weights + input * outputs + output] = weights.at(
          transposed ? output * inputs + input : input * outputs + output,
        );
    }
    for (let output = 0; output < outputs; output++) parameters[layer.biases + output] = bias!.at(output);
  });
  checkValues(parameters, spec);
  return parameters;
}

/** @throws ModelFileError with a sentence on the first parameter that no file may hold */
export function checkValues(parameters: Float32Array, spec: ModelSpec): void {
  const wrong = parameters.findIndex((value) => !(Math.abs(value) <= LARGEST));
  if (wrong < 0) return;
  const layer = layersOf(spec).findLast(({ weights }) => weights <= wrong)!;
  const [part, place] = wrong < layer.biases ? ['weights', wrong - layer.weights] : ['biases', wrong - layer.biases];
  const value = parameters[wrong]!;
  const is = Number.isNaN(value)
    ? 'not a number (NaN)'
    : Number.isFinite(value)
      ? `${Number(value.toPrecision(9))}`
      : 'infinite in 32 bits';
  throw new ModelFileError(
    `Number ${place + 1} of the ${part} of ${layer.name} is ${is}; every one has to lie between -1,000,000 and 1,000,000.`,
  );
}

function match(tensors: readonly StoredTensor[], layers: readonly Layer[], convention: Convention): Reading {
  const weights = tensors.filter(({ shape }) => shape.length >= 2);
  const biases = tensors.filter(({ shape }) => shape.length === 1);
  checkCounts(tensors, weights.length, biases.length, layers);
  const units = paired(weights, biases) ?? weights.map((one) => ({ weights: one, bias: null }));
  const named = byOwnNames(units, layers);
  if (!named && convention.ownNamesOnly)
    throw new ModelFileError(
      `Its tensors have to be called ${sentenceList(layers.map(({ name }) => `${name}.weight`))}, and .bias likewise.`,
    );
  const orders = named ? [named] : permutations(units);
  const ways = (convention.mayTranspose ? [false, true] : [false]).flatMap((transposed) =>
    orders.map((order): Reading => ({ units: order, transposed })),
  );
  const fitting = ways.filter(({ units: order, transposed }) =>
    layers.every((layer, i) => !fault(order[i]!, layer, transposed, convention)),
  );
  if (fitting.length === 0) throw misfit(named ?? inNumberOrder(units) ?? units, layers, convention);
  const chosen = only(fitting, layers, units, convention);
  if (!chosen)
    throw new ModelFileError(
      'Layers of the same shape cannot be told apart by their names. Number the names in their order, such as fc1.weight and fc2.weight.',
    );
  return {
    ...chosen,
    units: chosen.units.map((unit, i) => ({ ...unit, bias: unit.bias ?? bySize(biases, layers, i) })),
  };
}

/** The one reading that is meant; undefined when it cannot be told. */
function only(
  fitting: readonly Reading[],
  layers: readonly Layer[],
  units: readonly Unit[],
  { transposedIfSquare, inOrder }: Convention,
): Reading | undefined {
  const isSquare = layers.every(({ inputs, outputs }) => inputs === outputs);
  const left = isSquare ? fitting.filter(({ transposed }) => transposed === transposedIfSquare) : fitting;
  // Without transposing both flags say the same.
  const readings = left.length > 0 ? left : fitting;
  if (readings.length === 1) return readings[0];
  const order = inOrder ? units : inNumberOrder(units);
  const inThisOrder = readings.filter((reading) => order?.every((unit, i) => unit === reading.units[i]));
  return inThisOrder.length === 1 ? inThisOrder[0] : undefined;
}

function checkCounts(tensors: readonly StoredTensor[], weights: number, biases: number, layers: readonly Layer[]) {
  const scalar = tensors.find(({ shape }) => shape.length === 0);
  if (scalar) throw new ModelFileError(`${quoted(scalar.name)} is a single number, which belongs to no layer.`);
  if (weights === layers.length && biases === layers.length) return;
  const [need, names] = [layers.length, sentenceList(layers.map(({ name }) => name))];
  throw new ModelFileError(
    `This model takes ${need} ${need === 1 ? 'tensor' : 'tensors'} of weights and as many of biases, for ${names}; the file has ${weights} and ${biases}.`,
  );
}

/** Each tensor of weights with the bias of the same name but for the last word; null when the names do not pair them up. */
function paired(weights: readonly StoredTensor[], biases: readonly StoredTensor[]): Unit[] | null {
  const byStem = new Map(biases.map((bias) => [stem(bias.name), bias]));
  const units = weights.map((one) => ({ weights: one, bias: byStem.get(stem(one.name)) ?? null }));
  const isWhole = new Set(units.map(({ bias }) => bias)).size === weights.length && units.every(({ bias }) => bias);
  return isWhole ? units : null;
}

/** Name of the layer a tensor belongs to: "fc1" of "fc1.weight", "dense_1" of "dense_1/kernel:0", "1" of "w1". */
function stem(name: string): string {
  return name
    .replace(/:\d+$/, '')
    .replace(/(weights?|kernel|bias(es)?|w|b)(?=[^a-z]*$)/i, '')
    .replace(/[^\p{L}\p{N}]+$/u, '');
}

/** Units in the order of our layers when they are called after them, else null. */
function byOwnNames(units: readonly Unit[], layers: readonly Layer[]): Unit[] | null {
  const found = layers.map(({ name }) => units.find(({ weights }) => stem(weights.name) === name));
  return found.every((unit) => unit !== undefined) ? found : null;
}

/** Units by the numbers in their names, if nothing but numbers tells their names apart: dense, dense_1, dense_2. */
function inNumberOrder(units: readonly Unit[]): readonly Unit[] | null {
  const numbered = units.map((unit) => {
    const name = stem(unit.weights.name);
    const numbers = [...name.matchAll(/\d+/g)].map(([digits]) => digits.replace(/^0+(?=\d)/, '').padStart(20, '0'));
    return { unit, words: name.replace(/[^\p{L}\p{N}]*\d+/gu, ''), order: numbers.join(' ') };
  });
  if (new Set(numbered.map(({ words }) => words)).size > 1) return null;
  if (new Set(numbered.map(({ order }) => order)).size < numbered.length) return null;
  return numbered.sort((a, b) => (a.order < b.order ? -1 : 1)).map(({ unit }) => unit);
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, i) => permutations(items.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}

/** Why a unit is not a layer's, in a sentence; null when it is. */
function fault(unit: Unit, layer: Layer, transposed: boolean, { shapeOf }: Convention): string | null {
  const ours = shapeOf(layer);
  const shape = transposed ? ours.toReversed() : ours;
  const found = unit.weights.shape;
  if (shape.length !== found.length || shape.some((size, i) => size !== found[i]))
    return `${layer.name} should be ${shape.join(' x ')}, but the file has ${found.join(' x ')}.`;
  const biases = unit.bias?.shape[0] ?? layer.outputs;
  return biases === layer.outputs
    ? null
    : `${layer.name} should have ${layer.outputs} biases, but the file has ${biases}.`;
}

/** What is wrong with units that fit in no order, in the layout that comes closest. */
function misfit(units: readonly Unit[], layers: readonly Layer[], convention: Convention): ModelFileError {
  const faults = (convention.mayTranspose ? [false, true] : [false]).map((transposed) =>
    layers.flatMap((layer, i) => fault(units[i]!, layer, transposed, convention) ?? []),
  );
  const [fewest] = faults.sort((a, b) => a.length - b.length);
  return new ModelFileError(fewest![0]!);
}

/** The bias of a layer among those whose names say nothing. */
function bySize(biases: readonly StoredTensor[], layers: readonly Layer[], place: number): StoredTensor {
  const { name, outputs } = layers[place]!;
  const fitting = biases.filter(({ shape }) => shape[0] === outputs);
  if (fitting.length === 1) return fitting[0]!;
  const why = fitting.length === 0 ? `none in the file has ${outputs} numbers` : `${fitting.length} in the file fit it`;
  throw new ModelFileError(
    `Which biases are those of ${name} is not clear: ${why}. Name tensors that belong together alike, such as fc1.weight and fc1.bias.`,
  );
}

const sentenceList = (words: readonly string[]) => words.join(', ').replace(/, ([^,]*)$/, ' and $1');
