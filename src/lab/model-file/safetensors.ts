import { layersOf, type Layer, type ModelSpec } from '../model.ts';
import { byteCount, count, ModelFileError, MOST_BYTES, quoted } from './error.ts';
import { isObject, MOST_JSON, parseObject, type JsonObject } from './json.ts';
import { assemble, checkValues, shapeFrom, type StoredTensor } from './match.ts';

/** Bytes of the header's length, before the header. */
const LENGTH_BYTES = 8;
const MOST_TENSORS = 64;
const METADATA = '__metadata__';
const OPENING_BRACE = 0x7b;

/** How numbers are stored, little-endian, and how one of them is read. */
const DTYPES: ReadonlyMap<unknown, { readonly bytes: number; read(view: DataView, at: number): number }> = new Map([
  ['F32', { bytes: 4, read: (view: DataView, at: number) => view.getFloat32(at, true) }],
  ['F64', { bytes: 8, read: (view: DataView, at: number) => view.getFloat64(at, true) }],
  ['F16', { bytes: 2, read: (view: DataView, at: number) => halfToNumber(view.getUint16(at, true)) }],
  ['BF16', { bytes: 2, read: (view: DataView, at: number) => fromBits(view.getUint16(at, true) << 16) }],
]);

/** A tensor as the header describes it: bytes `from` up to `to` of the data behind the header. */
interface Entry {
  readonly name: string;
  readonly dtype: { readonly bytes: number; read(view: DataView, at: number): number };
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

/**
 * Parameters as a safetensors file: per layer `<name>.weight` `[inputs, outputs]` and `<name>.bias` `[outputs]`, both F32. The
 * same parameters and metadata give the same bytes.
 * @param metadata texts about the file; `format: 'pt'` would say that weights are `[outputs, inputs]`, which they are not
 * @throws ModelFileError when a parameter is one that `readSafetensors` would refuse
 * @see https://github.com/huggingface/safetensors#format
 */
export function writeSafetensors(
  parameters: Float32Array,
  spec: ModelSpec,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  checkValues(parameters, spec);
  const entry = (shape: readonly number[], from: number, to: number) => ({
    dtype: 'F32',
    shape,
    data_offsets: [4 * from, 4 * to],
  });
  // The data is the parameter array as it is: per layer weights, then biases.
  const tensors = layersOf(spec).flatMap(({ name, inputs, outputs, weights, biases }) => [
    [`${name}.weight`, entry([inputs, outputs], weights, biases)],
    [`${name}.bias`, entry([outputs], biases, biases + outputs)],
  ]);
  const texts = Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1)));
  const json = new TextEncoder().encode(JSON.stringify({ [METADATA]: texts, ...Object.fromEntries(tensors) }));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(LENGTH_BYTES + headerBytes + 4 * parameters.length);
  const view = new DataView(file.buffer);
  view.setUint32(0, headerBytes, true);
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes).set(json, LENGTH_BYTES);
  parameters.forEach((value, i) => view.setFloat32(LENGTH_BYTES + headerBytes + 4 * i, value, true));
  return file;
}

/**
 * Parameters from a safetensors file, ours or one made elsewhere for the same shape: weights may be `[outputs, inputs]`, names may
 * be others, numbers F32, F64, F16 or BF16. A convolutional model is read in our own layout only.
 * @throws ModelFileError with a sentence; memory is bounded by the file's own size and by the model
 */
export function readSafetensors(bytes: Uint8Array, spec: ModelSpec): Float32Array {
  const { header, data } = split(bytes);
  const { [METADATA]: metadata, ...described } = header;
  const names = Object.keys(described);
  if (names.length > MOST_TENSORS)
    throw new ModelFileError(`The file holds ${count(names.length)} tensors; at most ${MOST_TENSORS} are read.`);
  const entries = names.map((name) => entryFrom(name, described[name]));
  checkTiling(entries, data.byteLength);
  const tensors = entries.map(({ name, shape, dtype, from }): StoredTensor => ({
    name,
    shape,
    at: (place) => dtype.read(data, from + place * dtype.bytes),
  }));
  const isConv = spec.kind === 'conv';
  return assemble(tensors, spec, {
    shapeOf: ({ inputs, outputs }: Layer) => [inputs, outputs],
    mayTranspose: !isConv,
    transposedIfSquare: isPyTorch(metadata),
    // The Python library sorts tensors by name.
    inOrder: false,
    ownNamesOnly: isConv,
  });
}

function split(bytes: Uint8Array): { header: JsonObject; data: DataView } {
  if (bytes.length > MOST_BYTES)
    throw new ModelFileError(`The file has ${count(bytes.length)} bytes; at most ${count(MOST_BYTES)} are read.`);
  if (bytes.length < LENGTH_BYTES) throw new ModelFileError('The file ends before its header begins.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > MOST_JSON)
    throw new ModelFileError(
      `Its header claims ${length.toLocaleString('en-US')} bytes; at most ${count(MOST_JSON)} are read.`,
    );
  const end = LENGTH_BYTES + Number(length);
  if (end > bytes.length)
    throw new ModelFileError(
      `The file is cut off: its header claims ${count(Number(length))} bytes, but only ${count(bytes.length - LENGTH_BYTES)} follow.`,
    );
  if (bytes[LENGTH_BYTES] !== OPENING_BRACE || length === 0n)
    throw new ModelFileError('The file has no header of a safetensors file.');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(LENGTH_BYTES, end));
  } catch {
    throw new ModelFileError('The header of the file is not UTF-8 text.');
  }
  return {
    header: parseObject(text, 'The header of the file'),
    data: new DataView(bytes.buffer, bytes.byteOffset + end, bytes.length - end),
  };
}

function entryFrom(name: string, raw: unknown): Entry {
  if (!isObject(raw)) throw new ModelFileError(`The header does not describe ${quoted(name)}.`);
  const shape = shapeFrom(raw.shape, name);
  const dtype = DTYPES.get(raw.dtype);
  if (!dtype)
    throw new ModelFileError(`${quoted(name)} is of type ${quoted(raw.dtype)}; only F32, F64, F16 and BF16 are read.`);
  const offsets: readonly unknown[] = Array.isArray(raw.data_offsets) ? raw.data_offsets : [];
  const [from, to] = offsets as [number, number];
  if (offsets.length !== 2 || !Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || to < from)
    throw new ModelFileError(`The offsets of ${quoted(name)} are not two places in the file, the first one lower.`);
  const needed = shape.reduce((product, size) => product * size, dtype.bytes);
  if (to - from !== needed)
    throw new ModelFileError(
      `${quoted(name)} is ${shape.join(' x ') || 'one number'}, which takes ${count(needed)} bytes, but its offsets span ${count(to - from)}.`,
    );
  return { name, dtype, shape, from, to };
}

/** The tensors have to cover the data without holes, overlaps or a rest: nothing can hide between them. */
function checkTiling(entries: readonly Entry[], available: number): void {
  const sorted = [...entries].sort((a, b) => a.from - b.from || a.to - b.to);
  const needed = sorted.reduce((most, { to }) => Math.max(most, to), 0);
  if (needed > available)
    throw new ModelFileError(
      `The file is cut off: its tensors need ${count(needed)} bytes, but only ${count(available)} follow the header.`,
    );
  let at = 0;
  for (const { name, from, to } of sorted) {
    if (from < at) throw new ModelFileError(`${quoted(name)} overlaps another tensor of the file.`);
    if (from > at)
      throw new ModelFileError(`A hole of ${byteCount(from - at)} before ${quoted(name)} belongs to no tensor.`);
    at = to;
  }
  if (at < available)
    throw new ModelFileError(`The file goes on for ${byteCount(available - at)} after its last tensor.`);
}

/** Whether the metadata says that PyTorch wrote the file, which stores weights as `[outputs, inputs]`. */
function isPyTorch(metadata: unknown): boolean {
  if (metadata === undefined) return false;
  if (!isObject(metadata) || !Object.values(metadata).every((text) => typeof text === 'string'))
    throw new ModelFileError(`The ${METADATA} of the header are not texts.`);
  return metadata.format === 'pt';
}

const BITS = new Uint32Array(1);
const NUMBER = new Float32Array(BITS.buffer);

/** The 32-bit float of these bits. */
function fromBits(bits: number): number {
  BITS[0] = bits;
  return NUMBER[0]!;
}

/** IEEE 754 half precision: 1 sign, 5 exponent and 10 fraction bits. */
function halfToNumber(half: number): number {
  const [exponent, fraction] = [(half >> 10) & 31, half & 1023];
  const sign = half & 0x8000 ? -1 : 1;
  if (exponent === 0) return (sign * fraction) / 2 ** 24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return fromBits(((half & 0x8000) << 16) | ((exponent + 112) << 23) | (fraction << 13));
}
