import { SIDE } from '#core/dataset.ts';
import { CONV, layersOf, type Layer, type ModelSpec } from '../model.ts';
import { byteCount, count, ModelFileError, quoted } from './error.ts';
import { isObject, parseObject, type JsonObject } from './json.ts';
import { assemble, checkValues, shapeFrom, type StoredTensor } from './match.ts';

const WEIGHTS_NAME = 'model.weights.bin';
/** More tensors than any optimiser's state of a model like ours makes. */
const MOST_TENSORS = 256;
const MOST_SHARDS = 64;
/** Keras layers that change nothing of what a trained model answers. */
const HARMLESS: ReadonlySet<unknown> = new Set(['InputLayer', 'Dropout', 'Flatten', 'Reshape']);

/** One tensor of the manifest; they lie one behind the other in the weights. */
interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  /** State of an optimiser, saved along with a model that was trained further; no part of the model. */
  readonly isOptimiser: boolean;
}

/** A `model.json`, read and checked as far as it goes without its weights. */
export interface TfjsModel {
  /** Names of the weight files, in the order in which they have to be joined. */
  readonly paths: readonly string[];
  readonly entries: readonly Entry[];
  readonly topology: unknown;
}

/**
 * Parameters as a TensorFlow.js layers model: the texts and bytes of the two files that `tf.loadLayersModel` opens. Inputs are the
 * flat rows that our models take; a classifier ends in a softmax.
 * @returns `weightsName`: what the binary file has to be called
 * @throws ModelFileError when a parameter is one that `readWeights` would refuse
 */
export function writeTfjs(
  parameters: Float32Array,
  spec: ModelSpec,
): { json: string; weights: Uint8Array<ArrayBuffer>; weightsName: string } {
  checkValues(parameters, spec);
  const manifest = layersOf(spec).flatMap((layer) => [
    { name: `${layer.name}/kernel`, shape: kernelShape(spec, layer), dtype: 'float32' },
    { name: `${layer.name}/bias`, shape: [layer.outputs], dtype: 'float32' },
  ]);
  const weights = new Uint8Array(4 * parameters.length);
  const view = new DataView(weights.buffer);
  parameters.forEach((value, i) => view.setFloat32(4 * i, value, true));
  const model = {
    format: 'layers-model',
    generatedBy: 'Poison Lab',
    convertedBy: null,
    modelTopology: {
      class_name: 'Sequential',
      config: { name: 'poison_lab', layers: topology(spec) },
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    },
    weightsManifest: [{ paths: [WEIGHTS_NAME], weights: manifest }],
  };
  return { json: JSON.stringify(model), weights, weightsName: WEIGHTS_NAME };
}

/** Keras layers; our patch rows, patch columns and channels are in the order of a Keras kernel, so no weight moves. */
function topology(spec: ModelSpec): object[] {
  const dense = ({ name, outputs }: Layer) => ({
    class_name: 'Dense',
    config: { name, units: outputs, activation: activationOf(spec, name), use_bias: true, trainable: true },
  });
  const convolution = ({ name, outputs }: Layer, side: number) => ({
    class_name: 'Conv2D',
    config: {
      ...{ name, filters: outputs, kernel_size: [side, side], strides: [2, 2], padding: 'valid' },
      ...{ data_format: 'channels_last', dilation_rate: [1, 1] },
      ...{ activation: activationOf(spec, name), use_bias: true, trainable: true },
    },
  });
  const layers = layersOf(spec);
  const keras: { class_name: string; config: object }[] =
    spec.kind === 'dense'
      ? layers.map(dense)
      : [
          { class_name: 'Reshape', config: { name: 'image', target_shape: [SIDE, SIDE, 1] } },
          convolution(layers[0]!, CONV.kernel1),
          convolution(layers[1]!, CONV.kernel2),
          { class_name: 'Flatten', config: { name: 'flat' } },
          dense(layers[2]!),
        ];
  const [first, ...rest] = keras;
  const input = { batch_input_shape: [null, spec.inputs], dtype: 'float32' };
  return [{ ...first, config: { ...first!.config, ...input } }, ...rest];
}

function activationOf({ kind, activation, loss }: ModelSpec, name: string): string {
  if (name === 'output') return loss === 'cross-entropy' ? 'softmax' : 'linear';
  return kind === 'conv' ? 'relu' : activation;
}

/** Shape of a layer's weights in Keras. */
function kernelShape({ kind }: ModelSpec, { name, inputs, outputs }: Layer): readonly number[] {
  if (kind === 'conv' && name === 'conv1') return [CONV.kernel1, CONV.kernel1, 1, outputs];
  if (kind === 'conv' && name === 'conv2') return [CONV.kernel2, CONV.kernel2, CONV.filters1, outputs];
  return [inputs, outputs];
}

/** @throws ModelFileError with a sentence when the text is no `model.json` of a layers model in 32-bit floats */
export function openTfjs(json: string): TfjsModel {
  const root = parseObject(json, 'The .json file');
  if (root.format === 'graph-model')
    throw new ModelFileError('The .json file is a graph model of TensorFlow.js; save it as a layers model.');
  const groups = root.weightsManifest;
  if (!Array.isArray(groups) || !groups.every(isObject))
    throw new ModelFileError('The .json file has no weightsManifest, so it is no model.json of TensorFlow.js.');
  const listed = (group: JsonObject, key: 'paths' | 'weights'): unknown[] => {
    const list = group[key];
    if (Array.isArray(list)) return list;
    throw new ModelFileError(`A group of the weightsManifest has no list of ${key}.`);
  };
  const paths = groups.flatMap((group) => listed(group, 'paths'));
  if (paths.length > MOST_SHARDS || !paths.every((path) => typeof path === 'string'))
    throw new ModelFileError(`The paths of the weightsManifest are not the names of up to ${MOST_SHARDS} files.`);
  const raw = groups.flatMap((group) => listed(group, 'weights'));
  if (raw.length > MOST_TENSORS)
    throw new ModelFileError(
      `The weightsManifest lists ${count(raw.length)} tensors; at most ${MOST_TENSORS} are read.`,
    );
  const entries = raw.map(entryFrom);
  const repeated = entries.find(({ name }, i) => entries.findIndex((other) => other.name === name) < i);
  if (repeated) throw new ModelFileError(`The weightsManifest lists ${quoted(repeated.name)} twice.`);
  return { paths, entries, topology: root.modelTopology };
}

function entryFrom(raw: unknown): Entry {
  if (!isObject(raw) || typeof raw.name !== 'string')
    throw new ModelFileError('The weightsManifest lists a tensor without a name.');
  const { name } = raw;
  const shape = shapeFrom(raw.shape, name);
  const isOptimiser = raw.group === 'optimizer';
  if (raw.quantization !== undefined) {
    const to = isObject(raw.quantization) ? ` to ${quoted(raw.quantization.dtype)}` : '';
    throw new ModelFileError(`${quoted(name)} is quantised${to}; save the model without quantisation.`);
  }
  // What is skipped need not be of the right type, only of known size.
  if (raw.dtype !== 'float32' && !(isOptimiser && raw.dtype === 'int32'))
    throw new ModelFileError(`${quoted(name)} is of type ${quoted(raw.dtype)}; only float32 is read.`);
  return { name, shape, size: shape.reduce((product, size) => product * size, 1), isOptimiser };
}

/**
 * Parameters of a layers model, ours or one made elsewhere for the same shape.
 * @param weights all weight files, joined in the order of the manifest; null when none was chosen
 * @throws ModelFileError with a sentence; memory is bounded by the files' own size and by the model
 */
export function readWeights(model: TfjsModel, weights: Uint8Array | null, spec: ModelSpec): Float32Array {
  if (!weights) {
    const names = model.paths.slice(0, 3).map(quoted).join(', ');
    throw new ModelFileError(
      `The .json file only describes the model; choose its weights${names ? `, ${names},` : ''} along with it.`,
    );
  }
  const needed = model.entries.reduce((sum, { size }) => sum + 4 * size, 0);
  if (needed > weights.length)
    throw new ModelFileError(
      `The weights are cut off: the .json file lists ${count(needed)} bytes of them, but there are ${count(weights.length)}.`,
    );
  if (needed < weights.length)
    throw new ModelFileError(`The weights go on for ${byteCount(weights.length - needed)} after their last tensor.`);
  const view = new DataView(weights.buffer, weights.byteOffset, weights.byteLength);
  let at = 0;
  const tensors = model.entries.flatMap(({ name, shape, size, isOptimiser }): StoredTensor[] => {
    const from = at;
    at += 4 * size;
    return isOptimiser ? [] : [{ name, shape, at: (place) => view.getFloat32(from + 4 * place, true) }];
  });
  return assemble(tensors, spec, {
    shapeOf: (layer) => kernelShape(spec, layer),
    mayTranspose: false,
    transposedIfSquare: false,
    inOrder: true,
    ownNamesOnly: false,
  });
}

/**
 * What the model does with the same parameters where it was made that ours does not, in a sentence; null when it does the same, or
 * when its topology is missing or of a kind that cannot be told.
 */
export function topologyNote({ topology: raw }: TfjsModel, spec: ModelSpec): string | null {
  const found = activationsIn(raw);
  const layers = layersOf(spec);
  if (found?.length !== layers.length) return null;
  for (const [i, { name }] of layers.entries()) {
    const ours = activationOf(spec, name);
    // A softmax left away or put on changes no class, and our own comes after the parameters.
    const isSame = found[i] === ours || (ours === 'softmax' && found[i] === 'linear');
    if (!isSame)
      return `In the file ${name} is followed by ${quoted(found[i])}, here by ${ours}: the parameters are the same, but the model will not decide as it did where it was made.`;
  }
  return null;
}

/** Activation after each layer that has parameters; null when the topology lists no layers. */
function activationsIn(topologyOfFile: unknown): unknown[] | null {
  const model = isObject(topologyOfFile) ? (topologyOfFile.model_config ?? topologyOfFile) : null;
  const config = isObject(model) ? model.config : null;
  const layers: unknown = isObject(config) ? config.layers : config;
  if (!Array.isArray(layers)) return null;
  const found: unknown[] = [];
  for (const layer of layers.filter(isObject)) {
    const settings = isObject(layer.config) ? layer.config : {};
    const kind = layer.class_name;
    if (kind === 'Dense' || kind === 'Conv2D') found.push(settings.activation ?? 'linear');
    else if (kind === 'Activation') found.splice(-1, 1, settings.activation);
    else if (kind === 'ReLU' || kind === 'Softmax') found.splice(-1, 1, kind.toLowerCase());
    else if (!HARMLESS.has(kind)) found.splice(-1, 1, kind);
  }
  return found;
}
