/** A stranger's text on one line: what would turn the line around, break it or not be seen becomes a space. */
export const onOneLine = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ');

/**
 * A stranger's text as a sentence may hold it: on one line, and cut.
 * @param most characters that are shown; an ellipsis stands for the rest
 */
export function plainText(text: string, most: number): string {
  // Cut first: what is shown of a text that fills a file costs nothing.
  return `${onOneLine(text.slice(0, most))}${text.length > most ? '…' : ''}`;
}
