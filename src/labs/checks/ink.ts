import { INK, SIDE } from '#core/dataset.ts';

/** How many pixels of the drawing one pixel of the digit becomes. */
const ZOOM = 6;
/** Grey between these levels turns from paper to ink, so that an enlarged digit looks written and not blurred. */
const PAPER_BELOW = 0.22;
const INK_ABOVE = 0.62;

/** Keeps a canvas off the graphics card, from which reading costs tens of milliseconds. */
const READ_BACK: CanvasRenderingContext2DSettings = { willReadFrequently: true };

/** Grey at a fractional place, 0 to 1, between the four pixels around it. */
function between(levels: Uint8Array, x: number, y: number): number {
  const at = (column: number, row: number) =>
    column < 0 || row < 0 || column >= SIDE || row >= SIDE ? 0 : levels[row * SIDE + column]! / INK;
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - x0, y - y0];
  const top = at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx;
  return top * (1 - fy) + (at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx) * fy;
}

/** Drawings of the last few digits: those on the check stay the same while a slider is dragged. */
const drawn = new Map<string, string>();
const DRAWN_KEPT = 64;

/** A digit in ink on nothing, as a data URL. */
export function inkUrl(levels: Uint8Array, color: readonly [number, number, number]): string {
  const key = `${color}/${String.fromCharCode(...levels)}`;
  let url = drawn.get(key);
  if (!url) {
    if (drawn.size >= DRAWN_KEPT) drawn.delete(drawn.keys().next().value!);
    drawn.set(key, (url = draw(levels, color)));
  }
  return url;
}

function draw(levels: Uint8Array, [red, green, blue]: readonly [number, number, number]): string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE * ZOOM;
  const context = canvas.getContext('2d', READ_BACK)!;
  const picture = context.createImageData(canvas.width, canvas.height);
  const { data } = picture;
  let at = 0;
  for (let py = 0; py < canvas.height; py++) {
    for (let px = 0; px < canvas.width; px++) {
      const grey = between(levels, (px + 0.5) / ZOOM - 0.5, (py + 0.5) / ZOOM - 0.5);
      const t = Math.min(1, Math.max(0, (grey - PAPER_BELOW) / (INK_ABOVE - PAPER_BELOW)));
      data[at++] = red;
      data[at++] = green;
      data[at++] = blue;
      data[at++] = 255 * t * t * (3 - 2 * t);
    }
  }
  context.putImageData(picture, 0, 0);
  return canvas.toDataURL();
}

/** Draws digits side by side, `columns` a line, `size` pixels each and `gap` apart; `levels` is one image after the other. */
export function drawDigits(
  context: CanvasRenderingContext2D,
  levels: Uint8Array,
  columns: number,
  size: number,
  gap: number,
  color: string,
): void {
  const tile = new OffscreenCanvas(SIDE, SIDE);
  const tileContext = tile.getContext('2d', READ_BACK)!;
  const digits = levels.length / SIDE ** 2;
  for (let digit = 0; digit < digits; digit++) {
    const picture = tileContext.createImageData(SIDE, SIDE);
    for (let i = 0; i < SIDE ** 2; i++) picture.data[4 * i + 3] = (255 * levels[digit * SIDE ** 2 + i]!) / INK;
    tileContext.putImageData(picture, 0, 0);
    const [x, y] = [(digit % columns) * (size + gap), Math.floor(digit / columns) * (size + gap)];
    context.drawImage(tile, x, y, size, size);
  }
  // All was drawn in black with alpha; the colour is laid over what is there.
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = color;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.globalCompositeOperation = 'source-over';
}
