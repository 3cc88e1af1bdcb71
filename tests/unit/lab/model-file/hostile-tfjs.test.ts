import { describe, expect, test } from 'vitest';
import { readModelFiles } from '#lab/model-file/read.ts';
import { writeTfjs } from '#lab/model-file/tfjs.ts';
import { refused, textBytes } from './refused.ts';
import { concat, floats, ONE_HIDDEN, someParameters } from './sample-files.ts';

const TFJS = writeTfjs(someParameters(ONE_HIDDEN), ONE_HIDDEN);

describe('TensorFlow.js', () => {
  const bin = (bytes: Uint8Array = TFJS.weights) => ({ name: 'model.weights.bin', bytes });
  const model = (json: string) => ({ name: 'model.json', bytes: textBytes(json) });
  type Manifest = { paths: unknown; weights: Record<string, unknown>[] }[];
  const changed = (change: (manifest: Manifest, root: Record<string, unknown>) => void, weights = TFJS.weights) => {
    const root = JSON.parse(TFJS.json);
    change(root.weightsManifest, root);
    return refused([model(JSON.stringify(root)), bin(weights)]);
  };

  test.each<[string, (manifest: Manifest, root: Record<string, unknown>) => void, string]>([
    [
      'quantised',
      ([group]) => (group!.weights[0]!.quantization = { dtype: 'uint8', min: -1, scale: 0.1 }),
      '“hidden1/kernel” is quantised to “uint8”; save the model without quantisation.',
    ],
    [
      'integers',
      ([group]) => (group!.weights[1]!.dtype = 'int32'),
      '“hidden1/bias” is of type “int32”; only float32 is read.',
    ],
    [
      'texts',
      ([group]) => Object.assign(group!.weights[1]!, { dtype: 'string', group: 'optimizer' }),
      '“hidden1/bias” is of type “string”; only float32 is read.',
    ],
    [
      'another shape',
      ([group]) => (group!.weights[0]!.shape = [5, 6]),
      'hidden1 should be 6 x 5, but the file has 5 x 6.',
    ],
    [
      'a huge shape',
      ([group]) => (group!.weights[0]!.shape = [1e9, 1e9]),
      '“hidden1/kernel” claims to be 1000000000 x 1000000000, more than any file read here can hold.',
    ],
    [
      'a larger shape than the weights hold',
      ([group]) => (group!.weights[0]!.shape = [6, 50]),
      'The weights are cut off: the .json file lists 1,292 bytes of them, but there are 212.',
    ],
    [
      'a shape that is none',
      ([group]) => (group!.weights[0]!.shape = '6x5'),
      'The shape of “hidden1/kernel” is not a list of up to 8 whole numbers.',
    ],
    [
      'a tensor twice',
      ([group]) => (group!.weights[2]!.name = 'hidden1/kernel'),
      'The weightsManifest lists “hidden1/kernel” twice.',
    ],
    ['a tensor missing', ([group]) => group!.weights.pop(), 'The weights go on for 12 bytes after their last tensor.'],
    [
      'a model passed off as optimiser',
      ([group]) => (group!.weights[3]!.group = 'optimizer'),
      'This model takes 2 tensors of weights and as many of biases, for hidden1 and output; the file has 2 and 1.',
    ],
    [
      'a tensor without a name',
      ([group]) => delete group!.weights[3]!.name,
      'The weightsManifest lists a tensor without a name.',
    ],
    [
      'many tensors',
      ([group]) =>
        (group!.weights = Array.from({ length: 999 }, (_, i) => ({ name: `${i}`, shape: [0], dtype: 'float32' }))),
      'The weightsManifest lists 999 tensors; at most 256 are read.',
    ],
    [
      'paths that are no names',
      ([group]) => (group!.paths = [1]),
      'The paths of the weightsManifest are not the names of up to 64 files.',
    ],
    ['no paths', ([group]) => (group!.paths = null), 'A group of the weightsManifest has no list of paths.'],
    [
      'a manifest that is none',
      (_, root) => (root.weightsManifest = [null]),
      'The .json file has no weightsManifest, so it is no model.json of TensorFlow.js.',
    ],
    [
      'a graph model',
      (_, root) => (root.format = 'graph-model'),
      'The .json file is a graph model of TensorFlow.js; save it as a layers model.',
    ],
  ])('%s', (_, change, sentence) => {
    expect(changed(change)).toBe(sentence);
  });

  test('weights that are cut, too long, or no finite numbers', () => {
    const untouched = () => undefined;
    expect(changed(untouched, TFJS.weights.slice(0, -3))).toBe(
      'The weights are cut off: the .json file lists 212 bytes of them, but there are 209.',
    );
    expect(changed(untouched, concat(TFJS.weights, new Uint8Array(5)))).toBe(
      'The weights go on for 5 bytes after their last tensor.',
    );
    const weights = TFJS.weights.slice();
    weights.set(floats(-Infinity), 120);
    expect(changed(untouched, weights)).toMatch(/^Number 1 of the biases of hidden1 is infinite in 32 bits;/);
  });

  test('a topology of another world does no harm', () => {
    for (const topology of [null, 7, [], { config: [null, 3] }, { model_config: 'x' }, { config: { layers: {} } }]) {
      const root = { ...JSON.parse(TFJS.json), modelTopology: topology };
      expect(readModelFiles([model(JSON.stringify(root)), bin()], ONE_HIDDEN).note).toBeNull();
    }
  });

  test('a file without its other half', () => {
    expect(refused([model(TFJS.json)])).toBe(
      'The .json file only describes the model; choose its weights, “model.weights.bin”, along with it.',
    );
    expect(refused([bin()])).toBe(
      '“model.weights.bin” is neither a safetensors file nor a model.json of TensorFlow.js. Weights in a .bin file need the model.json that lists them: choose both.',
    );
    expect(refused([model(TFJS.json), bin(), { name: 'second.bin', bytes: TFJS.weights }])).toBe(
      'The .json file lists 1 file of weights, but 2 were chosen with it.',
    );
  });

  test('a list that names one file for two', () => {
    const twice = TFJS.json.replace('["model.weights.bin"]', '["a.bin","a.bin"]');
    const half = (name: string) => ({ name, bytes: TFJS.weights.subarray(0, 106) });
    expect(refused([model(twice), half('a.bin'), half('b.bin')])).toBe(
      'The .json file lists one file of weights twice.',
    );
  });

  test('JSON that is no model', () => {
    expect(refused([model('{"schema":"poison-lab-evidence/1"}'), bin()])).toMatch('no weightsManifest');
    expect(refused([model('[1,2]'), bin()])).toBe('The .json file is not a JSON object.');
    expect(refused([model('{"a":1,"a":2}'), bin()])).toMatch('gives the same name twice');
    expect(refused([model(`{"a":${'{"a":'.repeat(5e4)}`), bin()])).toMatch('nested more than 32 levels deep');
    expect(refused([model(`{"a":"${'x'.repeat(2 ** 20)}"}`), bin()])).toBe(
      '“model.json” has 1,048,584 bytes; at most 1,048,576 of JSON are read.',
    );
    const latin = textBytes(TFJS.json.padEnd(9000)).fill(0xff, 8500);
    expect(refused([{ name: 'model.json', bytes: latin }, bin()])).toBe('“model.json” is not UTF-8 text.');
  });
});
