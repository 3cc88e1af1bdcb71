import type { ScaleLinear } from 'd3-scale';

/** Room for text around a plot, in drawing units. */
interface Margins {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A plot's size in drawing units, 16 to a rem, and its two scales from data to those units. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly margins: Margins;
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

/** Widths of text as the plots write it (0.8 rem), in drawing units: near enough to keep room, on the safe side. */
export const textWidth = (text: string): number => 6.6 * text.length;

/** Drawing units of a plot that is so many CSS pixels wide; text then has one size, whatever the width. */
export const unitsOf = (cssPixels: number, remInPixels: number): number =>
  Math.max(200, Math.round((16 * cssPixels) / Math.max(1, remInPixels)));

/** Height that suits a width: a little flat, never so tall that a phone cannot show it whole. */
export const heightFor = (width: number): number => Math.round(Math.min(360, Math.max(210, 0.56 * width)));

/** Smallest and largest finite value of some lists; a range without length is widened, an empty one is 0 to 1. */
export function domainOf(...lists: readonly ArrayLike<number>[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      const value = list[i]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return [0, 1];
  return low === high ? [low - 1, high + 1] : [low, high];
}
