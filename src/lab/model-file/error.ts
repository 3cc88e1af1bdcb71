import { plainText } from '../plain-text.ts';

/** Larger selections are not read at all: the lab's largest model takes 0.3 MB. */
export const MOST_BYTES = 16 * 2 ** 20;
const SHOWN_CHARACTERS = 40;

/** A model file that cannot be used; the message is a sentence for the person who loads it. */
export class ModelFileError extends Error {}

/**
 * What a stranger wrote, in quotes, short and without characters that would turn the line around or break it. What is no text
 * is shown as the JSON it was read from: `String` would call a `toString` that the file may have planted.
 */
export function quoted(written: unknown): string {
  const text = typeof written === 'string' ? written : (JSON.stringify(written) ?? 'nothing');
  return `“${plainText(text, SHOWN_CHARACTERS)}”`;
}

/** Whole numbers with separators. */
export const count = (n: number): string => n.toLocaleString('en-US');

/** A number of bytes in words. */
export const byteCount = (n: number): string => `${count(n)} ${n === 1 ? 'byte' : 'bytes'}`;
