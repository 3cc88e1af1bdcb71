import { expect } from 'vitest';
import { ModelFileError } from '#lab/model-file/error.ts';
import { readModelFiles, type ModelFile } from '#lab/model-file/read.ts';
import { parameterCount, type ModelSpec } from '#lab/model.ts';
import { largestAllocation } from './allocations.ts';
import { ONE_HIDDEN, refusal } from './sample-files.ts';

export const textBytes = (text: string) => new TextEncoder().encode(text);

/**
 * The sentence that files are refused with. Memory may only be asked for as the files themselves and the model take it, and the
 * files stay as they are.
 */
export function refused(files: readonly ModelFile[], spec: ModelSpec = ONE_HIDDEN): string {
  const before = files.map(({ bytes }) => bytes.slice());
  let sentence = '';
  const largest = largestAllocation(() => {
    sentence = refusal(() => readModelFiles(files, spec), ModelFileError);
  });
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  expect(largest).toBeLessThanOrEqual(Math.max(size, 4 * parameterCount(spec)));
  expect(files.every(({ bytes }, i) => Buffer.compare(bytes, before[i]!) === 0)).toBe(true);
  expect(sentence.length).toBeLessThan(400);
  expect(sentence).toMatch(/^\S.+\.$/);
  return sentence;
}

/** The sentence for a single file that is called a safetensors file. */
export const refusedAlone = (bytes: Uint8Array) => refused([{ name: 'model.safetensors', bytes }]);
