/** Larger selections are not read at all: the lab's largest model takes 0.3 MB. */
export const MOST_BYTES = 16 * 2 ** 20;
const SHOWN_CHARACTERS = 40;

/** A model file that cannot be used; the message is a sentence for the person who loads it. */
export class ModelFileError extends Error {}

/** A stranger's text in quotes, short and without characters that would turn the line around or break it. */
export function quoted(text: string): string {
  // Cut first: what is shown of a name that fills the file costs nothing.
  const plain = text.slice(0, SHOWN_CHARACTERS).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ');
  return `“${plain}${text.length > SHOWN_CHARACTERS ? '…' : ''}”`;
}
