import { describe, expect, test } from 'vitest';
import { ModelFileError } from '#lab/model-file/error.ts';
import { readSafetensors, writeSafetensors } from '#lab/model-file/safetensors.ts';
import { digitModel, type ModelSpec } from '#lab/model.ts';
import {
  concat,
  CONV_NET,
  dense,
  floats,
  LINEAR,
  ONE_HIDDEN,
  pythonFile,
  refusal,
  someParameters,
  tensorsOf,
  TWO_HIDDEN,
} from './sample-files.ts';

const bitsOf = (values: Float32Array) => new Uint32Array(values.buffer, values.byteOffset, values.length);
const headerOf = (file: Uint8Array) =>
  new TextDecoder().decode(file.subarray(8, 8 + new DataView(file.buffer).getUint32(0, true)));
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const refused = (file: Uint8Array, spec: ModelSpec) => refusal(() => readSafetensors(file, spec), ModelFileError);

const SPECS: readonly [string, ModelSpec][] = [
  ['linear', LINEAR],
  ['one hidden layer', ONE_HIDDEN],
  ['two hidden layers', TWO_HIDDEN],
  ['every layer square', dense(3, [3], 3)],
  ['digits', digitModel([32])],
  ['convolutions', CONV_NET],
];

describe('our own files', () => {
  test.each(SPECS)('give the same bits back: %s', (_, spec) => {
    const parameters = someParameters(spec);
    parameters.set([-0, 1e-40, 1e6, -1e6]);
    const file = writeSafetensors(parameters, spec, { made: 'Poison Lab' });
    expect(bitsOf(readSafetensors(file, spec))).toEqual(bitsOf(parameters));
    // Where in memory the file lies does not matter.
    const inside = concat(new Uint8Array(3), file).subarray(3);
    expect(bitsOf(readSafetensors(inside, spec))).toEqual(bitsOf(parameters));
  });

  test('are the same bytes for the same model', () => {
    const parameters = someParameters(LINEAR);
    const file = writeSafetensors(parameters, LINEAR, { a: '1', b: '2' });
    expect(writeSafetensors(parameters.slice(), LINEAR, { b: '2', a: '1' })).toEqual(file);
    expect(headerOf(file)).toMatch(/^\{"__metadata__":\{"a":"1","b":"2"\},"output.weight":.+\} *$/);
    expect(headerOf(file).length % 8).toBe(0);
  });

  test('are not made of parameters that could not be read again', () => {
    const parameters = someParameters(ONE_HIDDEN);
    parameters[31] = NaN;
    expect(refusal(() => writeSafetensors(parameters, ONE_HIDDEN, {}), ModelFileError)).toBe(
      'Number 2 of the biases of hidden1 is not a number (NaN); every one has to lie between -1,000,000 and 1,000,000.',
    );
  });
});

describe('files of the Python library', () => {
  const eighths = (length: number) => Array.from({ length }, (_, i) => i / 8 - 1);

  test('safetensors 0.8.0 with PyTorch’s layout', () => {
    // save({fc1: [3,4] and [3], fc2: [2,3] and [2]}, metadata={'format': 'pt'}), each counted up in eighths from -1.
    const file = fromBase64(
      'IAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJwdCJ9LCJmYzEuYmlhcyI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbM10sImRhdGFfb2Zmc2V0cyI6WzAsMTJdfSwiZmMxLndlaWdodCI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMyw0XSwiZGF0YV9vZmZzZXRzIjpbMTIsNjBdfSwiZmMyLmJpYXMiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOls2MCw2OF19LCJmYzIud2VpZ2h0Ijp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsyLDNdLCJkYXRhX29mZnNldHMiOls2OCw5Ml19fSAAAIC/AABgvwAAQL8AAIC/AABgvwAAQL8AACC/AAAAvwAAwL4AAIC+AAAAvgAAAAAAAAA+AACAPgAAwD4AAIC/AABgvwAAgL8AAGC/AABAvwAAIL8AAAC/AADAvg==',
    );
    const [w1, w2] = [eighths(12), eighths(6)];
    const turned = (values: readonly number[], inputs: number, outputs: number) =>
      values.map((_, i) => values[(i % outputs) * inputs + Math.floor(i / outputs)]!);
    expect([...readSafetensors(file, dense(4, [3], 2))]).toEqual([
      ...turned(w1, 4, 3),
      ...eighths(3),
      ...turned(w2, 3, 2),
      ...eighths(2),
    ]);
    // The bytes that the other tests assemble are those of the library.
    const ours = tensorsOf(readSafetensors(file, dense(4, [3], 2)), dense(4, [3], 2), ['fc1', 'fc2'], 'pytorch');
    expect(pythonFile(ours, { format: 'pt' })).toEqual(file);
  });

  test('safetensors 0.8.0 with three types and short names, widest first', () => {
    const file = fromBase64(
      '8AAAAAAAAAB7IncxIjp7ImR0eXBlIjoiRjY0Iiwic2hhcGUiOls0LDNdLCJkYXRhX29mZnNldHMiOlswLDk2XX0sImIyIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsyXSwiZGF0YV9vZmZzZXRzIjpbOTYsMTA0XX0sIncyIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlszLDJdLCJkYXRhX29mZnNldHMiOlsxMDQsMTI4XX0sImIxIjp7ImR0eXBlIjoiRjE2Iiwic2hhcGUiOlszXSwiZGF0YV9vZmZzZXRzIjpbMTI4LDEzNF19fSAgICAgICAAAAAAAADwvwAAAAAAAOy/AAAAAAAA6L8AAAAAAADkvwAAAAAAAOC/AAAAAAAA2L8AAAAAAADQvwAAAAAAAMC/AAAAAAAAAAAAAAAAAADAPwAAAAAAANA/AAAAAAAA2D8AAIC/AABgvwAAgL8AAGC/AABAvwAAIL8AAAC/AADAvgC8ALsAug==',
    );
    expect([...readSafetensors(file, dense(4, [3], 2))]).toEqual([12, 3, 6, 2].flatMap(eighths));
  });

  test.each([
    ['fc1', 'fc2', 'fc3'],
    ['0', '2', '4'],
    ['net.8', 'net.9', 'net.10'],
    ['dense', 'dense_1', 'dense_2'],
    ['hidden1', 'hidden2', 'output'],
    ['embed', 'middle', 'classifier'],
  ])('whatever the layers are called: %s, %s, %s', (...names) => {
    const parameters = someParameters(TWO_HIDDEN);
    for (const layout of ['ours', 'pytorch'] as const) {
      const file = pythonFile(tensorsOf(parameters, TWO_HIDDEN, names, layout));
      // The square layer follows the other ones, without metadata as well.
      expect(readSafetensors(file, TWO_HIDDEN), layout).toEqual(parameters);
    }
  });

  test('where every layer is square, the metadata tell the layout and the numbers the order', () => {
    const spec = dense(3, [3], 3);
    const parameters = someParameters(spec);
    const names = ['fc10', 'fc11'];
    const pytorch = tensorsOf(parameters, spec, names, 'pytorch');
    expect(readSafetensors(pythonFile(pytorch, { format: 'pt' }), spec)).toEqual(parameters);
    expect(readSafetensors(pythonFile(tensorsOf(parameters, spec, names, 'ours')), spec)).toEqual(parameters);
    expect(readSafetensors(pythonFile(pytorch), spec)).not.toEqual(parameters);
  });

  test('layers of one shape with names that say no order are ambiguous', () => {
    const spec = dense(3, [3, 3], 2);
    const file = (...names: string[]) => pythonFile(tensorsOf(someParameters(spec), spec, names, 'ours'));
    expect(refused(file('encoder', 'decoder', 'head'), spec)).toBe(
      'Layers of the same shape cannot be told apart by their names. Number the names in their order, such as fc1.weight and fc2.weight.',
    );
    // Numbered, but against the shapes.
    expect(refused(file('fc3', 'fc2', 'fc1'), spec)).toMatch('cannot be told apart');
  });

  test('biases whose names say nothing go by their size, if that tells', () => {
    const parameters = someParameters(ONE_HIDDEN);
    const renamed = (spec: ModelSpec) =>
      tensorsOf(someParameters(spec), spec, ['fc1', 'fc2'], 'pytorch').map((tensor, i) =>
        tensor.name.endsWith('bias') ? { ...tensor, name: `intercept ${9 - i}` } : tensor,
      );
    expect(readSafetensors(pythonFile(renamed(ONE_HIDDEN)), ONE_HIDDEN)).toEqual(parameters);
    expect(refused(pythonFile(renamed(dense(7, [3], 3))), dense(7, [3], 3))).toBe(
      'Which biases are those of hidden1 is not clear: 2 in the file fit it. Name tensors that belong together alike, such as fc1.weight and fc1.bias.',
    );
  });

  test('half precision: both kinds, their smallest numbers and zeros', () => {
    const halves = (...words: number[]) => new Uint8Array(Uint16Array.from(words).buffer);
    const spec = dense(5, [], 1);
    const file = (dtype: string, words: number[]) =>
      pythonFile([
        { name: 'w', shape: [5, 1], dtype, data: halves(...words) },
        { name: 'b', shape: [1], data: floats(9) },
      ]);
    expect([...readSafetensors(file('F16', [0x0001, 0x8400, 0x7bff, 0x3555, 0x8000]), spec)]).toEqual([
      2 ** -24,
      -(2 ** -14),
      65504,
      1365 / 4096,
      -0,
      9,
    ]);
    expect([...readSafetensors(file('BF16', [0x0001, 0xbf80, 0x4974, 0x3eab, 0x8000]), spec)]).toEqual([
      2 ** -133,
      -1,
      999424,
      171 / 512,
      -0,
      9,
    ]);
    expect(refused(file('F16', [0, 0, 0xfc00, 0, 0]), spec)).toMatch(/^Number 3 of the weights of output is infinite/);
    expect(refused(file('BF16', [0x7fc0, 0, 0, 0, 0]), spec)).toMatch(/^Number 1 of .+ is not a number \(NaN\)/);
  });

  test('64-bit numbers are rounded to 32 bits, and refused beyond', () => {
    const file = (...values: number[]) =>
      pythonFile([
        { name: 'w', shape: [1, 2], dtype: 'F64', data: new Uint8Array(Float64Array.from(values).buffer) },
        { name: 'b', shape: [1], data: floats(0) },
      ]);
    const spec = dense(2, [], 1);
    expect([...readSafetensors(file(0.1, -1e-300), spec)]).toEqual([Math.fround(0.1), -0, 0]);
    expect(refused(file(1, 1e300), spec)).toMatch(/^Number 2 of the weights of output is infinite in 32 bits;/);
    expect(refused(file(1, 1e30), spec)).toMatch(/is 1.00000002e\+30; every one has to lie between/);
  });

  test('a convolutional model is read under our names and in our layout only', () => {
    const parameters = someParameters(CONV_NET);
    const file = (names: readonly string[], layout: 'ours' | 'pytorch') =>
      pythonFile(tensorsOf(parameters, CONV_NET, names, layout));
    expect(readSafetensors(file(['conv1', 'conv2', 'output'], 'ours'), CONV_NET)).toEqual(parameters);
    expect(refused(file(['conv1', 'conv2', 'output'], 'pytorch'), CONV_NET)).toBe(
      'conv1 should be 25 x 8, but the file has 8 x 25.',
    );
    expect(refused(file(['features', 'more', 'head'], 'ours'), CONV_NET)).toBe(
      'Its tensors have to be called conv1.weight, conv2.weight and output.weight, and .bias likewise.',
    );
  });
});
