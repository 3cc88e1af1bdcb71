import { PIXELS, SIDE } from '#core/dataset.ts';

/**
 * A copy of a 28 x 28 picture moved by whole pixels so that the centre of its ink lies in the middle, as MNIST's digits
 * were prepared. Ink that would leave the picture stays inside: the move is cut short.
 */
export function centred(levels: Uint8Array): Uint8Array {
  let [ink, sumX, sumY] = [0, 0, 0];
  let [left, right, top, bottom] = [SIDE, -1, SIDE, -1];
  for (let cell = 0; cell < PIXELS; cell++) {
    const level = levels[cell]!;
    if (level === 0) continue;
    const [x, y] = [cell % SIDE, Math.floor(cell / SIDE)];
    ink += level;
    sumX += level * x;
    sumY += level * y;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  const moved = new Uint8Array(PIXELS);
  if (ink === 0) return moved;
  const move = (centre: number, low: number, high: number) =>
    Math.max(-low, Math.min(SIDE - 1 - high, Math.round((SIDE - 1) / 2 - centre)));
  const [dx, dy] = [move(sumX / ink, left, right), move(sumY / ink, top, bottom)];
  for (let cell = 0; cell < PIXELS; cell++) if (levels[cell]) moved[cell + dy * SIDE + dx] = levels[cell]!;
  return moved;
}
