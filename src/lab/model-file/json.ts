import { count, ModelFileError } from './error.ts';

/** More text than this is not parsed: headers and topologies of models like ours take some 3 kB. */
export const MOST_JSON = 2 ** 20;
/** Deepest nesting; a topology made by Keras has about ten levels. */
const MOST_DEPTH = 32;
/** Most separators, which bounds the number of values and so the memory that they take once parsed. */
const MOST_SEPARATORS = 20_000;

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Parses the text of a stranger into an object. Size, depth and number of values are measured before anything is built, and a
 * name that is given twice in one object is refused, since readers disagree on which of them counts.
 * @param what what the text is, to begin a sentence with
 * @throws ModelFileError with a sentence
 */
export function parseObject(text: string, what: string): JsonObject {
  if (text.length > MOST_JSON)
    throw new ModelFileError(`${what} has ${count(text.length)} characters; at most ${count(MOST_JSON)} are read.`);
  const names = measure(text, what);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ModelFileError(`${what} is not valid JSON.`);
  }
  if (!isObject(value)) throw new ModelFileError(`${what} is not a JSON object.`);
  if (namesIn(value) !== names)
    throw new ModelFileError(`${what} gives the same name twice, so it is not clear which one counts.`);
  return value;
}

/** Number of colons outside strings: as many names as the text gives. */
function measure(text: string, what: string): number {
  let [depth, separators, names] = [0, 0, 0];
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') i = stringEnd(text, i);
    else if (character === '{' || character === '[') {
      if (++depth > MOST_DEPTH)
        throw new ModelFileError(`${what} is nested more than ${MOST_DEPTH} levels deep, as no model file is.`);
    } else if (character === '}' || character === ']') depth--;
    else if (character === ':' || character === ',') {
      if (character === ':') names++;
      if (++separators > MOST_SEPARATORS)
        throw new ModelFileError(`${what} holds more than ${count(MOST_SEPARATORS)} values, as no model file does.`);
    }
  }
  return names;
}

/** Place of the quotation mark that closes the string opened at a place; the end of the text when none does. */
function stringEnd(text: string, opened: number): number {
  let i = opened + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}

/** Names that were kept, in this value and all inside it; the depth was bounded before. */
function namesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, inner) => sum + namesIn(inner), own);
}
