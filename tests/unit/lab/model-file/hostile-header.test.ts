import { expect, test } from 'vitest';
import { writeSafetensors } from '#lab/model-file/safetensors.ts';
import { refusedAlone } from './refused.ts';
import { floats, ONE_HIDDEN, pythonFile, rawFile, someParameters } from './sample-files.ts';

const GOOD = writeSafetensors(someParameters(ONE_HIDDEN), ONE_HIDDEN, {});
const DATA = GOOD.subarray(GOOD.length - 212);

test.each<[string, Uint8Array, string]>([
  ['of 2 GB', rawFile('{}', DATA, 2n ** 31n), 'Its header claims 2,147,483,648 bytes; at most 1,048,576 are read.'],
  [
    'of 16 EB',
    rawFile('{}', DATA, 2n ** 64n - 1n),
    'Its header claims 18,446,744,073,709,551,615 bytes; at most 1,048,576 are read.',
  ],
  [
    'longer than the file',
    rawFile('{}', DATA, 500n),
    'The file is cut off: its header claims 500 bytes, but only 214 follow.',
  ],
  ['missing', rawFile('', DATA), 'The file has no header of a safetensors file.'],
  ['after a blank', rawFile(' {}', DATA), 'The file has no header of a safetensors file.'],
  ['cut', GOOD.slice(0, 5), 'The file ends before its header begins.'],
  ['no JSON', rawFile('{"a":}', DATA), 'The header of the file is not valid JSON.'],
  ['with NaN', rawFile('{"a":{"shape":[NaN]}}', DATA), 'The header of the file is not valid JSON.'],
  ['not UTF-8', rawFile(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), DATA), 'The header of the file is not UTF-8 text.'],
  [
    'nested 100,000 deep',
    rawFile(`{"a":${'['.repeat(1e5)}`, DATA),
    'The header of the file is nested more than 32 levels deep, as no model file is.',
  ],
  [
    'a bomb of values',
    rawFile(`{"a":[${'0,'.repeat(4e5)}0]}`, DATA),
    'The header of the file holds more than 20,000 values, as no model file does.',
  ],
  [
    'of many tensors',
    rawFile(`{${Array.from({ length: 3000 }, (_, i) => `"t${i}":{}`).join(',')}}`, DATA),
    'The file holds 3,000 tensors; at most 64 are read.',
  ],
  [
    'naming a tensor twice',
    rawFile(
      `{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0077":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`,
      floats(1),
    ),
    'The header of the file gives the same name twice, so it is not clear which one counts.',
  ],
  [
    'without tensors',
    rawFile('{}', new Uint8Array()),
    'This model takes 2 tensors of weights and as many of biases, for hidden1 and output; the file has 0 and 0.',
  ],
  ['with metadata that are no texts', pythonFile([], { format: 1 }), 'The __metadata__ of the header are not texts.'],
])('a header %s', (_, file, sentence) => {
  expect(refusedAlone(file)).toBe(sentence);
});
