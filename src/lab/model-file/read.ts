import type { ModelSpec } from '../model.ts';
import { count, ModelFileError, MOST_BYTES, quoted } from './error.ts';
import { MOST_JSON } from './json.ts';
import { readSafetensors } from './safetensors.ts';
import { openTfjs, readWeights, topologyNote, type TfjsModel } from './tfjs.ts';

/** Bytes looked at to tell what a file is. */
const SNIFFED = 4096;
const OPENING_BRACE = 0x7b;

export interface ModelFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A model read from files. */
export interface ModelReading {
  /** In the layout of `layersOf`, as many as the model has, all finite. */
  readonly parameters: Float32Array;
  /** Name of the format, as in a sentence. */
  readonly format: string;
  /** What the person should know about the file although it was read, in a sentence; null when nothing. */
  readonly note: string | null;
}

/**
 * Reads a model from what a person chose: a safetensors file alone, or a `model.json` of TensorFlow.js with its weights, in any
 * order. What a file is goes by what is in it. All of it is read or nothing.
 * @throws ModelFileError with a sentence
 */
export function readModelFiles(files: readonly ModelFile[], spec: ModelSpec): ModelReading {
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (total > MOST_BYTES)
    throw new ModelFileError(`That is ${count(total)} bytes; at most ${count(MOST_BYTES)} are read.`);
  const [file, second] = files;
  if (!file) throw new ModelFileError('Choose a file.');
  const texts = files.filter(({ bytes }) => isJson(bytes));
  const others = files.filter((one) => !texts.includes(one));
  const [text] = texts;
  if (texts.length > 1)
    throw new ModelFileError(`${texts.length} .json files were chosen; choose one, with its weights.`);
  if (text) return fromTfjs(text, others, spec);
  if (second)
    throw new ModelFileError(
      'None of these files is a model.json. Choose one safetensors file alone, or a model.json with its weights.',
    );
  if (!isSafetensors(file))
    throw new ModelFileError(
      `${quoted(file.name)} is neither a safetensors file nor a model.json of TensorFlow.js. Weights in a .bin file need the model.json that lists them: choose both.`,
    );
  return { parameters: readSafetensors(file.bytes, spec), format: 'safetensors', note: null };
}

function fromTfjs(text: ModelFile, others: readonly ModelFile[], spec: ModelSpec): ModelReading {
  if (text.bytes.length > MOST_JSON)
    throw new ModelFileError(
      `${quoted(text.name)} has ${count(text.bytes.length)} bytes; at most ${count(MOST_JSON)} of JSON are read.`,
    );
  const model = openTfjs(decode(text));
  const parameters = readWeights(model, others.length > 0 ? joined(inOrder(model, others)) : null, spec);
  return { parameters, format: 'TensorFlow.js layers', note: topologyNote(model, spec) };
}

function decode({ name, bytes }: ModelFile): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ModelFileError(`${quoted(name)} is not UTF-8 text.`);
  }
}

/** Weight files as the manifest lists them. A single one may have been renamed, as browsers do when a name is taken. */
function inOrder({ paths }: TfjsModel, files: readonly ModelFile[]): readonly ModelFile[] {
  if (files.length !== paths.length)
    throw new ModelFileError(
      `The .json file lists ${paths.length} ${paths.length === 1 ? 'file' : 'files'} of weights, but ${files.length} ${files.length === 1 ? 'was' : 'were'} chosen with it.`,
    );
  if (files.length === 1) return files;
  const ordered = paths.map((path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const file = files.find((one) => one.name === name);
    if (!file) throw new ModelFileError(`The .json file lists ${quoted(name)}, which is not among the files chosen.`);
    return file;
  });
  if (new Set(ordered).size < files.length) throw new ModelFileError('The .json file lists one file of weights twice.');
  return ordered;
}

/** The files one behind the other; their sizes were bounded before. */
function joined(files: readonly ModelFile[]): Uint8Array {
  const [only] = files;
  if (files.length === 1) return only!.bytes;
  const all = new Uint8Array(files.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = 0;
  for (const { bytes } of files) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}

/** Whether a file is text that begins with a brace or a bracket. Weights may begin with the byte of one, but are no text. */
function isJson(bytes: Uint8Array): boolean {
  try {
    // As a stream, since the last character looked at may be cut through.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, SNIFFED), { stream: true });
    return /^\s*[{[]/.test(text) && !text.includes('\0');
  } catch {
    return false;
  }
}

const isSafetensors = ({ name, bytes }: ModelFile) => bytes[8] === OPENING_BRACE || /\.safetensors$/i.test(name);
