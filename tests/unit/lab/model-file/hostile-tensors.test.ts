import { describe, expect, test } from 'vitest';
import { writeSafetensors } from '#lab/model-file/safetensors.ts';
import { refusedAlone } from './refused.ts';
import { concat, floats, ONE_HIDDEN, pythonFile, rawFile, someParameters } from './sample-files.ts';

const GOOD = writeSafetensors(someParameters(ONE_HIDDEN), ONE_HIDDEN, {});
const DATA = GOOD.subarray(GOOD.length - 212);

interface Described {
  dtype?: unknown;
  shape?: unknown;
  data_offsets?: unknown;
}

/** A file like ours whose header was changed. */
function withHeader(change: (header: Record<string, Described>) => void, data: Uint8Array = DATA): string {
  const header: Record<string, Described> = {
    'hidden1.weight': { dtype: 'F32', shape: [6, 5], data_offsets: [0, 120] },
    'hidden1.bias': { dtype: 'F32', shape: [5], data_offsets: [120, 140] },
    'output.weight': { dtype: 'F32', shape: [5, 3], data_offsets: [140, 200] },
    'output.bias': { dtype: 'F32', shape: [3], data_offsets: [200, 212] },
  };
  change(header);
  return refusedAlone(rawFile(JSON.stringify(header), data));
}

describe('tensors that', () => {
  const inHeader = (name: string, described: Described) => (header: Record<string, Described>) => {
    header[name] = { ...header[name], ...described };
  };
  test.each<[string, (header: Record<string, Described>) => void, string]>([
    [
      'overlap',
      inHeader('hidden1.bias', { data_offsets: [116, 136] }),
      '“hidden1.bias” overlaps another tensor of the file.',
    ],
    [
      'share their data',
      inHeader('output.weight', { shape: [6, 5], data_offsets: [0, 120] }),
      '“output.weight” overlaps another tensor of the file.',
    ],
    [
      'end outside the file',
      inHeader('output.bias', { data_offsets: [204, 216] }),
      'The file is cut off: its tensors need 216 bytes, but only 212 follow the header.',
    ],
    [
      'lie far outside',
      inHeader('output.bias', { data_offsets: [2 ** 52, 2 ** 52 + 12] }),
      'The file is cut off: its tensors need 4,503,599,627,370,508 bytes, but only 212 follow the header.',
    ],
    [
      'run backwards',
      inHeader('output.bias', { data_offsets: [212, 200] }),
      'The offsets of “output.bias” are not two places in the file, the first one lower.',
    ],
    [
      'begin before the file',
      inHeader('hidden1.weight', { data_offsets: [-4, 116] }),
      'The offsets of “hidden1.weight” are not two places in the file, the first one lower.',
    ],
    [
      'have offsets that are no numbers',
      inHeader('hidden1.weight', { data_offsets: ['0', '120'] }),
      'The offsets of “hidden1.weight” are not two places in the file, the first one lower.',
    ],
    [
      'have no offsets',
      inHeader('hidden1.weight', { data_offsets: undefined }),
      'The offsets of “hidden1.weight” are not two places in the file, the first one lower.',
    ],
    [
      'span less than their shape',
      inHeader('hidden1.weight', { shape: [6, 6] }),
      '“hidden1.weight” is 6 x 6, which takes 144 bytes, but its offsets span 120.',
    ],
    [
      'claim more than any file holds',
      inHeader('hidden1.weight', { shape: [2 ** 40, 2 ** 40] }),
      '“hidden1.weight” claims to be 1099511627776 x 1099511627776, more than any file read here can hold.',
    ],
    [
      'have a shape that is no shape',
      inHeader('hidden1.weight', { shape: [6, -5] }),
      'The shape of “hidden1.weight” is not a list of up to 8 whole numbers.',
    ],
    [
      'have a shape of fractions',
      inHeader('hidden1.weight', { shape: [2.5, 12] }),
      'The shape of “hidden1.weight” is not a list of up to 8 whole numbers.',
    ],
    [
      'have too many sizes',
      inHeader('hidden1.weight', { shape: [1, 1, 1, 1, 1, 1, 1, 6, 5] }),
      'The shape of “hidden1.weight” is not a list of up to 8 whole numbers.',
    ],
    [
      'are integers',
      inHeader('hidden1.weight', { dtype: 'I32' }),
      '“hidden1.weight” is of type “I32”; only F32, F64, F16 and BF16 are read.',
    ],
    [
      'have no type',
      inHeader('hidden1.weight', { dtype: undefined }),
      '“hidden1.weight” is of type “nothing”; only F32, F64, F16 and BF16 are read.',
    ],
    [
      'have a type that bites',
      inHeader('hidden1.weight', { dtype: { toString: 1, toJSON: 2, constructor: 3 } }),
      '“hidden1.weight” is of type “{"toString":1,"toJSON":2,"constructor":3…”; only F32, F64, F16 and BF16 are read.',
    ],
    [
      'are of another shape',
      inHeader('hidden1.weight', { shape: [3, 10] }),
      'hidden1 should be 6 x 5, but the file has 3 x 10.',
    ],
    [
      'have more dimensions',
      inHeader('hidden1.weight', { shape: [6, 5, 1] }),
      'hidden1 should be 6 x 5, but the file has 6 x 5 x 1.',
    ],
    ['mix layouts', inHeader('output.weight', { shape: [3, 5] }), 'output should be 5 x 3, but the file has 3 x 5.'],
    [
      'are not described',
      (header) => (header['output.bias'] = null as unknown as Described),
      'The header does not describe “output.bias”.',
    ],
    [
      'are one too many',
      (header) => (header.scale = { dtype: 'F32', shape: [], data_offsets: [212, 216] }),
      'The file is cut off: its tensors need 216 bytes, but only 212 follow the header.',
    ],
    [
      'are one too many, and empty',
      (header) => (header.empty = { dtype: 'F32', shape: [0], data_offsets: [212, 212] }),
      'This model takes 2 tensors of weights and as many of biases, for hidden1 and output; the file has 2 and 3.',
    ],
    [
      'have a name that fills a page',
      (header) => (header['!'.repeat(50_000)] = { dtype: 'F32', shape: [0], data_offsets: [212, 212] }),
      `The name “${'!'.repeat(40)}…” is longer than 200 characters.`,
    ],
    [
      'turn the sentence around',
      (header) => (header['a\u202eb\u0007\nc'] = { dtype: 'U8', shape: [0], data_offsets: [212, 212] }),
      '“a b  c” is of type “U8”; only F32, F64, F16 and BF16 are read.',
    ],
    [
      'are called like a prototype',
      (header) =>
        Object.defineProperty(header, '__proto__', {
          value: { dtype: 'F32', shape: [0], data_offsets: [0, 0] },
          enumerable: true,
        }),
      'This model takes 2 tensors of weights and as many of biases, for hidden1 and output; the file has 2 and 3.',
    ],
  ])('%s', (_, change, sentence) => {
    expect(withHeader(change)).toBe(sentence);
  });

  test('one too many that fits the file', () => {
    const change = (header: Record<string, Described>) =>
      (header.scale = { dtype: 'F32', shape: [], data_offsets: [212, 216] });
    expect(withHeader(change, concat(DATA, floats(1)))).toBe('“scale” is a single number, which belongs to no layer.');
  });

  test('a hole', () => {
    const change = (header: Record<string, Described>) => (header['output.bias']!.data_offsets = [204, 216]);
    expect(withHeader(change, concat(DATA, floats(1)))).toBe(
      'A hole of 4 bytes before “output.bias” belongs to no tensor.',
    );
  });

  test('biases of another size', () => {
    const file = pythonFile([
      { name: 'fc1.weight', shape: [5, 6], data: new Uint8Array(120) },
      { name: 'fc1.bias', shape: [4], data: new Uint8Array(16) },
      { name: 'fc2.weight', shape: [3, 5], data: new Uint8Array(60) },
      { name: 'fc2.bias', shape: [3], data: new Uint8Array(12) },
    ]);
    expect(refusedAlone(file)).toBe('hidden1 should have 5 biases, but the file has 4.');
  });

  test('a file cut anywhere, or with a byte too many', () => {
    for (let length = 0; length < GOOD.length; length++) expect(refusedAlone(GOOD.slice(0, length))).toMatch(/\.$/);
    expect(refusedAlone(GOOD.slice(0, -1))).toBe(
      'The file is cut off: its tensors need 212 bytes, but only 211 follow the header.',
    );
    expect(refusedAlone(concat(GOOD, new Uint8Array(1)))).toBe('The file goes on for 1 byte after its last tensor.');
  });

  test.each([
    [NaN, 'not a number (NaN)'],
    [Infinity, 'infinite in 32 bits'],
    [-Infinity, 'infinite in 32 bits'],
    [-1_000_001, '-1000001'],
    [3e38, '3.00000001e+38'],
  ])('a weight of %s', (value, is) => {
    const file = GOOD.slice();
    file.set(floats(value), file.length - 12);
    expect(refusedAlone(file)).toBe(
      `Number 1 of the biases of output is ${is}; every one has to lie between -1,000,000 and 1,000,000.`,
    );
  });
});
