import { INK, PIXELS } from './dataset.ts';

/**
 * A drawn pattern as text that fits a link: per inked cell two base-36 digits for its index and one hexadecimal digit
 * for its grey level, cells ascending. The empty picture is the empty string.
 */
export function encodePattern(picture: Uint8Array): string {
  let text = '';
  for (let cell = 0; cell < PIXELS; cell++) {
    const ink = picture[cell]!;
    if (ink > 0) text += cell.toString(36).padStart(2, '0') + Math.min(INK, ink).toString(16);
  }
  return text;
}

/** The 784 grey levels of a pattern; malformed cells and cells off the grid are left out. */
export function decodePattern(text: string): Uint8Array {
  const picture = new Uint8Array(PIXELS);
  for (let i = 0; i + 3 <= text.length; i += 3) {
    const cell = parseInt(text.slice(i, i + 2), 36);
    const ink = parseInt(text[i + 2]!, 16);
    if (cell < PIXELS && ink >= 0) picture[cell] = ink;
  }
  return picture;
}
