import { LOOKS, type Placed } from './scatter.ts';

/** Red, green and blue, each 0 to 255. */
type Rgb = readonly [number, number, number];

/** Colours to paint with; paper is the rim around dots and crosses. */
export interface Inks {
  readonly faint: Rgb;
  readonly clean: Rgb;
  readonly poisoned: Rgb;
  readonly paper: Rgb;
}

/** What is painted on: an ImageData, or its like in a test. RGBA, row by row. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** A colour as the browser computes it, such as 'rgb(0, 114, 178)'. */
export function rgbOf(css: string): Rgb {
  const [r = 0, g = 0, b = 0] = (css.match(/[\d.]+/g) ?? []).map(Number);
  return [r, g, b];
}

/**
 * Opacity of a faint point. Many points hide one another: the fuller the picture, the fainter each, so that a crowd
 * still shows as darker. `area` is the plot's, in square drawing units.
 */
export const faintness = (rows: number, area: number): number =>
  Math.max(0.12, Math.min(0.6, area / Math.max(1, 40 * rows)));

/**
 * Paints all points, on empty pixels: crosses over dots over the faint ones. `scale` is device pixels per drawing unit.
 * Pixel by pixel, because 20,000 drawing calls to a canvas take ten times as long where no graphics card helps; and from
 * the top down, because most of what lies below is hidden and so costs nothing.
 */
export function paint(pixels: Pixels, placed: Placed, look: Uint8Array, scale: number, inks: Inks): void {
  paintStamps(pixels, placed, look, scale, LOOKS.poisoned, cross(scale, inks.poisoned, inks.paper));
  paintStamps(pixels, placed, look, scale, LOOKS.emphasised, dot(scale, inks.clean, inks.paper));
  paintFaint(pixels, placed, look, scale, inks.faint);
}

/** Puts a colour under what a pixel holds already; `at` and `from` are the places of its red in `data` and `rgba`. */
function under(data: Uint8ClampedArray, at: number, rgba: Uint8ClampedArray, from: number) {
  const above = data[at + 3]!;
  if (above === 255) return;
  const below = rgba[from + 3]! * (1 - above / 255);
  const share = below / (above + below);
  for (let c = 0; c < 3; c++) data[at + c] = data[at + c]! * (1 - share) + rgba[from + c]! * share;
  data[at + 3] = above + below;
}

function paintFaint({ width, height, data }: Pixels, { x, y }: Placed, look: Uint8Array, scale: number, ink: Rgb) {
  const side = Math.max(2, Math.round(2.4 * scale));
  const layers = new Uint16Array(width * height);
  for (let i = 0; i < x.length; i++) {
    const left = Math.round(x[i]! * scale - side / 2);
    const top = Math.round(y[i]! * scale - side / 2);
    // Also false for the NaN of a point that has no place.
    if (look[i] !== LOOKS.faint || !(left >= 0 && top >= 0 && left + side <= width && top + side <= height)) continue;
    for (let row = top; row < top + side; row++) {
      for (let at = row * width + left, end = at + side; at < end; at++) layers[at]!++;
    }
  }
  const opacity = faintness(x.length, (width * height) / scale ** 2);
  const shades = new Uint8ClampedArray(4 * 256);
  for (let n = 0; n < 256; n++) shades.set([...ink, 255 * (1 - (1 - opacity) ** n)], 4 * n);
  for (let at = 0; at < layers.length; at++) {
    if (layers[at] !== 0) under(data, 4 * at, shades, 4 * Math.min(255, layers[at]!));
  }
}

/** A small picture put down many times: its pixels that are not empty. */
interface Stamp {
  /** Columns and rows from the middle, and RGBA, of each pixel. */
  readonly dx: Int16Array;
  readonly dy: Int16Array;
  readonly rgba: Uint8ClampedArray;
  /** No pixel is further than this from the middle, along either side. */
  readonly reach: number;
}

/** A stamp from the distance, in drawing units, of any place to the middle of its strokes. */
function stampOf(
  distance: (x: number, y: number) => number,
  halfWidth: number,
  reach: number,
  scale: number,
  ink: Rgb,
  paper: Rgb,
): Stamp {
  const edge = Math.ceil(reach * scale);
  const [dx, dy, rgba]: number[][] = [[], [], []];
  const cover = (width: number, far: number) => Math.max(0, Math.min(1, (width - far) * scale + 0.5));
  for (let row = -edge; row <= edge; row++) {
    for (let column = -edge; column <= edge; column++) {
      const far = distance(column / scale, row / scale);
      const inked = cover(halfWidth, far);
      const opacity = inked + (1 - inked) * cover(halfWidth + 1, far);
      if (opacity === 0) continue;
      dx!.push(column);
      dy!.push(row);
      rgba!.push(...ink.map((level, i) => (inked * level + (opacity - inked) * paper[i]!) / opacity), 255 * opacity);
    }
  }
  return { dx: Int16Array.from(dx!), dy: Int16Array.from(dy!), rgba: Uint8ClampedArray.from(rgba!), reach: edge };
}

const dot = (scale: number, ink: Rgb, paper: Rgb) => stampOf(Math.hypot, 3, 4.5, scale, ink, paper);

function cross(scale: number, ink: Rgb, paper: Rgb) {
  const arm = 3.5 * Math.SQRT2;
  const toStroke = (along: number, across: number) => Math.hypot(Math.max(0, Math.abs(along) - arm), across);
  const distance = (x: number, y: number) => {
    const [rising, falling] = [(x - y) / Math.SQRT2, (x + y) / Math.SQRT2];
    return Math.min(toStroke(rising, falling), toStroke(falling, rising));
  };
  return stampOf(distance, 1, 6, scale, ink, paper);
}

function paintStamps(
  { width, height, data }: Pixels,
  { x, y }: Placed,
  look: Uint8Array,
  scale: number,
  kind: number,
  { dx, dy, rgba, reach }: Stamp,
) {
  for (let i = x.length - 1; i >= 0; i--) {
    if (look[i] !== kind) continue;
    const [left, top] = [Math.round(x[i]! * scale), Math.round(y[i]! * scale)];
    if (!(left >= reach && top >= reach && left + reach < width && top + reach < height)) continue;
    for (let p = 0; p < dx.length; p++) under(data, 4 * ((top + dy[p]!) * width + left + dx[p]!), rgba, 4 * p);
  }
}
