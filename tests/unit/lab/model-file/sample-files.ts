import { stream } from '#core/rng.ts';
import { digitModel, layersOf, parameterCount, type ModelSpec } from '#lab/model.ts';

/** A dense model of numbers; small ones make small files. */
export const dense = (inputs: number, hidden: readonly number[], outputs: number): ModelSpec => ({
  ...digitModel(hidden),
  inputs,
  outputs,
});

export const LINEAR = dense(7, [], 1);
export const ONE_HIDDEN = dense(6, [5], 3);
/** Its second layer is square. */
export const TWO_HIDDEN = dense(7, [4, 4], 3);
export const CONV_NET = digitModel([], 'conv');

/** Parameters that are all different, as good as random, the same each time. */
export function someParameters(spec: ModelSpec): Float32Array {
  const draw = stream(7, 'model-file');
  return Float32Array.from({ length: parameterCount(spec) }, () => (2 * draw() - 1) * 2);
}

/** A tensor to put into a file, its data as it stands there. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype?: string;
  readonly data: Uint8Array;
}

export const floats = (...values: number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return new Uint8Array(view.buffer);
};

export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The 64-bit little-endian length, the header and the data, whatever they say. */
export function rawFile(header: string | Uint8Array, data: Uint8Array, length?: bigint): Uint8Array<ArrayBuffer> {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, length ?? BigInt(text.length), true);
  return concat(new Uint8Array(view.buffer), text, data);
}

/** A safetensors file as the Python library writes one: tensors by name, header padded with spaces to 8 bytes. */
export function pythonFile(tensors: readonly Tensor[], metadata?: object): Uint8Array<ArrayBuffer> {
  const sorted = [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1));
  let at = 0;
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  for (const { name, shape, dtype, data } of sorted)
    header[name] = { dtype: dtype ?? 'F32', shape, data_offsets: [at, (at += data.length)] };
  const json = JSON.stringify(header);
  const padded = json.padEnd(Math.ceil(json.length / 8) * 8, ' ');
  return rawFile(padded, concat(...sorted.map(({ data }) => data)));
}

/** The tensors of a model under other names, weights as `[inputs, outputs]` or, as in PyTorch, `[outputs, inputs]`. */
export function tensorsOf(
  parameters: Float32Array,
  spec: ModelSpec,
  names: readonly string[],
  layout: 'ours' | 'pytorch',
): Tensor[] {
  return layersOf(spec).flatMap(({ inputs, outputs, weights, biases }, i) => {
    const matrix = parameters.subarray(weights, biases);
    const turned = Array.from(matrix, (_, place) => matrix[(place % inputs) * outputs + Math.floor(place / inputs)]!);
    const [shape, values] = layout === 'ours' ? [[inputs, outputs], [...matrix]] : [[outputs, inputs], turned];
    return [
      { name: `${names[i]}.weight`, shape, data: floats(...values) },
      { name: `${names[i]}.bias`, shape: [outputs], data: floats(...parameters.subarray(biases, biases + outputs)) },
    ];
  });
}

/** What a reading of a file threw, as a sentence. */
export function refusal(read: () => unknown, kind: new (sentence: string) => Error): string {
  try {
    read();
  } catch (error) {
    if (error instanceof kind) return error.message;
    throw error;
  }
  throw new Error('It was read.');
}
