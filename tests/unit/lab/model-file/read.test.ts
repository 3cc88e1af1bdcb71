import { expect, test } from 'vitest';
import { differenceWords } from '#lab/model-file/compare.ts';
import { MOST_BYTES, quoted } from '#lab/model-file/error.ts';
import { readModelFiles } from '#lab/model-file/read.ts';
import { writeSafetensors } from '#lab/model-file/safetensors.ts';
import { writeTfjs } from '#lab/model-file/tfjs.ts';
import { refused, textBytes } from './refused.ts';
import { dense, ONE_HIDDEN, someParameters } from './sample-files.ts';

const SPEC = ONE_HIDDEN;
const GOOD = writeSafetensors(someParameters(SPEC), SPEC, {});
const TFJS = writeTfjs(someParameters(SPEC), SPEC);

test('nothing, too much, or what does not go together', () => {
  expect(refused([])).toBe('Choose a file.');
  const huge = { name: 'huge.safetensors', bytes: new Uint8Array(MOST_BYTES + 1) };
  expect(() => readModelFiles([huge], SPEC)).toThrow('That is 16,777,217 bytes; at most 16,777,216 are read.');
  const json = { name: 'model.json', bytes: textBytes(TFJS.json) };
  expect(refused([json, json])).toBe('2 .json files were chosen; choose one, with its weights.');
  const file = { name: 'model.safetensors', bytes: GOOD };
  expect(refused([file, file])).toBe(
    'None of these files is a model.json. Choose one safetensors file alone, or a model.json with its weights.',
  );
  expect(refused([json, file])).toMatch(/after their last tensor\.$/);
  expect(refused([{ name: 'empty.safetensors', bytes: new Uint8Array() }])).toBe(
    'The file ends before its header begins.',
  );
  expect(refused([{ name: 'a\u202e\n.pt', bytes: textBytes('PK\u0003\u0004') }])).toMatch(/^“a {2}\.pt” is neither/);
});

test('goes by what is in it, not by its name', () => {
  const parameters = someParameters(SPEC);
  expect(readModelFiles([{ name: 'picture.png', bytes: GOOD }], SPEC)).toEqual({
    parameters,
    format: 'safetensors',
    note: null,
  });
  // Weights may begin with the byte of a brace.
  const braced = dense(1, [], 1);
  const first = new Float32Array(Uint8Array.from([0x7b, 0x20, 0x20, 0x40, 0, 0, 0, 0]).buffer);
  const { json, weights } = writeTfjs(first, braced);
  const files = [
    { name: 'b', bytes: weights },
    { name: 'a', bytes: textBytes(json) },
  ];
  expect(readModelFiles(files, braced).parameters).toEqual(first);
});

test('names are shown short', () => {
  expect(quoted('x'.repeat(1e6))).toBe(`“${'x'.repeat(40)}…”`);
  expect(quoted(undefined)).toBe('“nothing”');
});

test('parameters are compared bit by bit', () => {
  const parameters = Float32Array.of(9, 0, 1, 1e-45);
  expect(differenceWords(parameters, parameters.slice())).toBe('0 of 4 parameters differ');
  expect(differenceWords(parameters.subarray(1), Float32Array.of(-0, 1, 1e-45))).toBe('1 of 3 parameters differs');
});
