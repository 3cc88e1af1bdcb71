import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { ModelFileError } from '#lab/model-file/error.ts';
import { readModelFiles, type ModelFile, type ModelReading } from '#lab/model-file/read.ts';
import { writeSafetensors } from '#lab/model-file/safetensors.ts';
import { writeTfjs } from '#lab/model-file/tfjs.ts';
import { layersOf, parameterCount } from '#lab/model.ts';
import { largestAllocation } from './allocations.ts';
import { mutated } from './mutations.ts';
import { ONE_HIDDEN, pythonFile, someParameters, tensorsOf } from './sample-files.ts';

/** No two tensors of it have the same shape, whichever way round, so that a reading can be checked by shapes alone. */
const SPEC = ONE_HIDDEN;
const FILES = 10_000;

beforeAll(() => tf.setBackend('cpu'));

interface Tensor {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** What the tensors of a file mean, worked out without any of the code under test. */
function meaning(tensors: readonly Tensor[]): number[] {
  const has = (...shape: number[]) => tensors.find((tensor) => tensor.shape.join() === shape.join());
  expect(tensors).toHaveLength(2 * layersOf(SPEC).length);
  return layersOf(SPEC).flatMap(({ inputs, outputs }) => {
    const [plain, turned] = [has(inputs, outputs), has(outputs, inputs)];
    const place = (i: number) => (plain ? i : (i % outputs) * inputs + Math.floor(i / outputs));
    const weights = Array.from({ length: inputs * outputs }, (_, i) => (plain ?? turned)!.values[place(i)]!);
    return [...weights, ...Array.from(has(outputs)!.values)];
  });
}

function safetensorsMeaning(file: Uint8Array<ArrayBuffer>): number[] {
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.slice(8, 8 + length)));
  delete header.__metadata__;
  const entries = Object.values(header) as { dtype: string; shape: number[]; data_offsets: number[] }[];
  return meaning(
    entries.map(({ dtype, shape, data_offsets: [from, to] }) => {
      expect(dtype).toBe('F32');
      return { shape, values: new Float32Array(file.slice(8 + length + from!, 8 + length + to!).buffer) };
    }),
  );
}

/** By TensorFlow.js's own decoder. */
function tfjsMeaning(json: Uint8Array, weights: Uint8Array<ArrayBuffer>): number[] {
  const { weightsManifest } = JSON.parse(new TextDecoder().decode(json)) as tf.io.ModelJSON;
  const specs = weightsManifest.flatMap((group) => group.weights);
  const tensors = Object.values(tf.io.decodeWeights(weights.buffer, specs));
  const decoded = tensors.map((tensor) => ({ shape: tensor.shape, values: tensor.dataSync() }));
  tf.dispose(tensors);
  return meaning(decoded);
}

test('10,000 mutated files are read for what they say, or refused with a sentence', () => {
  const draw = stream(20_260, 'fuzz');
  const parameters = someParameters(SPEC);
  const { json, weights } = writeTfjs(parameters, SPEC);
  const text = new TextEncoder().encode(json);
  const singles = [
    writeSafetensors(parameters, SPEC, { made: 'Poison Lab' }),
    pythonFile(tensorsOf(parameters, SPEC, ['fc1', 'fc2'], 'pytorch'), { format: 'pt' }),
  ];
  const accepted = { safetensors: 0, 'TensorFlow.js layers': 0 };
  const sentences = new Set<string>();

  for (let n = 0; n < FILES; n++) {
    const single = singles[n % 4];
    const bytes = single
      ? [mutated(single, 'safetensors', draw)]
      : draw() < 0.3
        ? [text, mutated(weights, 'weights', draw)]
        : [mutated(text, 'json', draw), draw() < 0.1 ? mutated(weights, 'weights', draw) : weights];
    const files: ModelFile[] = bytes.map((part, i) => ({
      name: single ? 'a.safetensors' : ['m.json', 'w.bin'][i]!,
      bytes: part,
    }));
    let reading: ModelReading | null = null;
    const largest = largestAllocation(() => {
      try {
        reading = readModelFiles(files, SPEC);
      } catch (error) {
        if (!(error instanceof ModelFileError))
          throw new Error(`File ${n} was not refused but failed.`, { cause: error });
        sentences.add(error.message);
      }
    });
    const size = bytes.reduce((sum, { length }) => sum + length, 0);
    if (largest > Math.max(size, 4 * parameterCount(SPEC))) throw new Error(`File ${n} asked for ${largest} bytes.`);
    if (!reading) continue;
    const { parameters: read, format } = reading as ModelReading;
    accepted[format as keyof typeof accepted]++;
    const expected = format === 'safetensors' ? safetensorsMeaning(bytes[0]!) : tfjsMeaning(bytes[0]!, bytes[1]!);
    expect(expected.every(Number.isFinite), `file ${n}`).toBe(true);
    expect([...read], `file ${n}`).toEqual(expected);
  }

  // The mutations reach behind the first check, and not all of them do harm.
  expect(accepted.safetensors).toBeGreaterThan(200);
  expect(accepted['TensorFlow.js layers']).toBeGreaterThan(200);
  const kinds = new Set(
    [...sentences].map((sentence) => sentence.replace(/“[^”]*”|-?\d[\d.,e+-]*|\b(hidden1|output)\b/g, '#')),
  );
  expect(kinds.size).toBeGreaterThan(25);
  for (const sentence of sentences) expect(sentence).toMatch(/^\S.{10,400}\.$/);
});
