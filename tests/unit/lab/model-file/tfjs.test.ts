import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { forward, inputTensor } from '#engine/tf/net.ts';
import { ModelFileError } from '#lab/model-file/error.ts';
import { readModelFiles } from '#lab/model-file/read.ts';
import { openTfjs, readWeights, writeTfjs } from '#lab/model-file/tfjs.ts';
import { digitModel, layersOf, type ModelSpec } from '#lab/model.ts';
import { CONV_NET, dense, LINEAR, ONE_HIDDEN, refusal, someParameters, TWO_HIDDEN } from './sample-files.ts';

const REGRESSION: ModelSpec = { ...dense(7, [4, 4], 1), activation: 'tanh', loss: 'squared-error' };
const SPECS: readonly [string, ModelSpec][] = [
  ['linear regression', { ...LINEAR, loss: 'squared-error' }],
  ['one hidden layer', ONE_HIDDEN],
  ['two hidden layers', TWO_HIDDEN],
  ['tanh and one number out', REGRESSION],
  ['digits', digitModel([32])],
  ['convolutions', CONV_NET],
];

beforeAll(() => tf.setBackend('cpu'));

/** The model as TensorFlow.js opens it from our two files. */
function opened(parameters: Float32Array, spec: ModelSpec): Promise<layers.LayersModel> {
  const { json, weights } = writeTfjs(parameters, spec);
  const { modelTopology, weightsManifest } = JSON.parse(json);
  const weightSpecs = weightsManifest[0].weights;
  return layers.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData: weights.buffer }));
}

/** What TensorFlow.js saves of a model: the text of the JSON file, and its weights. */
async function saved(
  model: layers.LayersModel,
  config?: tf.io.SaveConfig,
): Promise<{ json: string; weights: Uint8Array }> {
  let kept: tf.io.ModelArtifacts | null = null;
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    kept = artifacts;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  });
  await model.save(handler, config);
  const { modelTopology, weightSpecs, weightData } = kept!;
  const json = {
    ...{ format: 'layers-model', generatedBy: 'TensorFlow.js tfjs-layers v4.22.0', convertedBy: null },
    ...{ modelTopology, weightsManifest: [{ paths: ['./weights.bin'], weights: weightSpecs }] },
  };
  return { json: JSON.stringify(json), weights: new Uint8Array(weightData as ArrayBuffer) };
}

/** A model as somebody else would make it. */
const kerasStyle = (spec: ModelSpec, activation: 'relu' | 'sigmoid' = 'relu') =>
  layers.sequential({
    layers: [...spec.hidden, spec.outputs].map((units, i) =>
      layers.layers.dense({
        units,
        activation: i < spec.hidden.length ? activation : 'softmax',
        ...(i === 0 ? { inputShape: [spec.inputs] } : {}),
      }),
    ),
  });

const inputsFor = (spec: ModelSpec, rows: number) => {
  const draw = stream(3, 'inputs');
  return Float32Array.from({ length: rows * spec.inputs }, () => draw());
};

/** What our own forward pass answers: probabilities or numbers, row by row. */
function answers(parameters: Float32Array, spec: ModelSpec, inputs: Float32Array): Float32Array {
  const weights = layersOf(spec).flatMap((layer) => [
    tf.tensor2d(parameters.slice(layer.weights, layer.biases), [layer.inputs, layer.outputs]),
    tf.tensor1d(parameters.slice(layer.biases, layer.biases + layer.outputs)),
  ]);
  const out = forward(spec, weights, inputTensor(spec, inputs));
  return (spec.loss === 'cross-entropy' ? tf.softmax(out) : out).dataSync() as Float32Array;
}

const largestGap = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

describe('our own files', () => {
  test.each(SPECS)('open in TensorFlow.js, answer alike and come back bit by bit: %s', async (_, spec) => {
    const parameters = someParameters(spec).map((value) => value / Math.sqrt(spec.inputs));
    const inputs = inputsFor(spec, 5);
    const model = await opened(parameters, spec);
    const theirs = (model.predict(tf.tensor2d(inputs, [5, spec.inputs])) as tf.Tensor).dataSync();
    expect(theirs).toHaveLength(5 * spec.outputs);
    // Where a class is certain, any two models answer alike.
    if (spec.loss === 'cross-entropy') expect(Math.max(...theirs)).toBeLessThan(0.999);
    expect(largestGap(theirs, answers(parameters, spec, inputs))).toBeLessThan(1e-6);
    expect(model.layers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(layersOf(spec).map(({ name }) => name)),
    );

    const { json, weights, weightsName } = writeTfjs(parameters, spec);
    expect(readWeights(openTfjs(json), weights, spec)).toEqual(parameters);
    expect(JSON.parse(json).weightsManifest[0].paths).toEqual([weightsName]);
    const again = await saved(model);
    expect(readWeights(openTfjs(again.json), again.weights, spec)).toEqual(parameters);
  });

  test('are not made of parameters that could not be read again', () => {
    const parameters = someParameters(LINEAR).fill(Infinity, 7);
    expect(refusal(() => writeTfjs(parameters, LINEAR), ModelFileError)).toMatch(
      /^Number 1 of the biases of output is infinite/,
    );
  });
});

describe('files of TensorFlow.js', () => {
  const weightsOf = (model: layers.LayersModel) => model.getWeights().flatMap((weights) => [...weights.dataSync()]);

  test.each([
    ['one hidden layer', ONE_HIDDEN],
    ['two hidden layers', TWO_HIDDEN],
    ['layers of one shape, which stand in order', dense(3, [3, 3], 3)],
    ['digits', digitModel([64])],
  ])('a dense model: %s', async (_, spec) => {
    const model = kerasStyle(spec);
    const { json, weights } = await saved(model);
    expect([...readWeights(openTfjs(json), weights, spec)]).toEqual(weightsOf(model));
    const files = [
      { name: 'weights (1).bin', bytes: weights },
      { name: 'model.json', bytes: new TextEncoder().encode(`\ufeff${json}`) },
    ];
    expect(readModelFiles(files, spec)).toEqual({
      parameters: readWeights(openTfjs(json), weights, spec),
      format: 'TensorFlow.js layers',
      note: null,
    });
  });

  test('one that was trained further, saved with its optimiser', async () => {
    const model = kerasStyle(ONE_HIDDEN);
    model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
    await model.fit(tf.ones([4, 6]), tf.ones([4, 3]), { epochs: 1 });
    const { json, weights } = await saved(model, { includeOptimizer: true });
    expect(json).toContain('"group":"optimizer"');
    expect([...readWeights(openTfjs(json), weights, ONE_HIDDEN)]).toEqual(weightsOf(model));
  });

  test('one converted from Keras, in two groups and three files', async () => {
    const model = kerasStyle(ONE_HIDDEN);
    const { json, weights } = await saved(model);
    const { modelTopology, weightsManifest } = JSON.parse(json);
    const [first, second] = [weightsManifest[0].weights.slice(0, 2), weightsManifest[0].weights.slice(2)];
    const converted = {
      format: 'layers-model',
      generatedBy: 'keras v2.15.0',
      convertedBy: 'TensorFlow.js Converter v4.22.0',
      modelTopology: { keras_version: '2.15.0', backend: 'tensorflow', model_config: modelTopology },
      weightsManifest: [
        { paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'], weights: first },
        { paths: ['./group2-shard1of1.bin'], weights: second },
      ],
    };
    // Cut where no tensor begins.
    const names = ['group2-shard1of1.bin', 'group1-shard2of2.bin', 'group1-shard1of2.bin', 'model.json'];
    const bytes = [weights.slice(140), weights.slice(50, 140), weights.slice(0, 50)];
    const files = [...bytes, new TextEncoder().encode(JSON.stringify(converted))].map((part, i) => ({
      name: names[i]!,
      bytes: part,
    }));
    const { parameters, note } = readModelFiles(files, ONE_HIDDEN);
    expect([...parameters]).toEqual(weightsOf(model));
    expect(note).toBeNull();
    expect(refusal(() => readModelFiles(files.slice(1), ONE_HIDDEN), ModelFileError)).toBe(
      'The .json file lists 3 files of weights, but 2 were chosen with it.',
    );
    const renamed = files.map((file, i) => (i === 1 ? { ...file, name: 'shard.bin' } : file));
    expect(refusal(() => readModelFiles(renamed, ONE_HIDDEN), ModelFileError)).toBe(
      'The .json file lists “group1-shard2of2.bin”, which is not among the files chosen.',
    );
  });

  test('another activation is said', async () => {
    const files = async (model: layers.LayersModel) => {
      const { json, weights } = await saved(model);
      return [
        { name: 'model.json', bytes: new TextEncoder().encode(json) },
        { name: 'weights.bin', bytes: weights },
      ];
    };
    const sigmoid = kerasStyle(ONE_HIDDEN, 'sigmoid');
    expect(readModelFiles(await files(sigmoid), ONE_HIDDEN).note).toBe(
      'In the file hidden1 is followed by “sigmoid”, here by relu: the parameters are the same, but the model will not decide as it did where it was made.',
    );
    const apart = layers.sequential({
      layers: [
        layers.layers.dense({ units: 5, inputShape: [6] }),
        layers.layers.reLU(),
        layers.layers.dropout({ rate: 0.5 }),
        layers.layers.dense({ units: 3 }),
        layers.layers.activation({ activation: 'softmax' }),
      ],
    });
    expect(readModelFiles(await files(apart), ONE_HIDDEN).note).toBeNull();
    const leaky = layers.sequential({
      layers: [
        layers.layers.dense({ units: 5, inputShape: [6] }),
        layers.layers.leakyReLU(),
        layers.layers.dense({ units: 3 }),
      ],
    });
    expect(readModelFiles(await files(leaky), ONE_HIDDEN).note).toMatch(/followed by “LeakyReLU”, here by relu/);
  });

  test('a model of another shape is refused with both shapes', async () => {
    const { json, weights } = await saved(kerasStyle(digitModel([64])));
    const refused = (spec: ModelSpec) => refusal(() => readWeights(openTfjs(json), weights, spec), ModelFileError);
    expect(refused(digitModel([32]))).toBe('hidden1 should be 784 x 32, but the file has 784 x 64.');
    expect(refused(digitModel([]))).toBe(
      'This model takes 1 tensor of weights and as many of biases, for output; the file has 2 and 2.',
    );
    expect(refused(CONV_NET)).toBe(
      'This model takes 3 tensors of weights and as many of biases, for conv1, conv2 and output; the file has 2 and 2.',
    );
  });
});
