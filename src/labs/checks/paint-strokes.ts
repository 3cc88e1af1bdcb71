import { SIDE } from '#core/dataset.ts';

/** How a brush changes what it passes over. */
export interface Brush {
  readonly mode: 'set' | 'add' | 'erase' | 'twin';
  /** Weight that is set, or added where the brush is full. */
  readonly value: number;
  /** Width in cells. */
  readonly size: number;
  /** Share of the brush that works fully; beyond, it fades to its edge. */
  readonly hardness: number;
}

/**
 * What has been painted on a picture of weights, after a brush passed over cells.
 * @param painted cell and weight by turns
 * @param learned the weight under the paint
 * @param clean the weight of the clean twin there
 * @returns the same, cells in the order they were first painted; a cell that is erased is left out
 */
export function paintOver(
  painted: readonly number[],
  cells: readonly number[],
  brush: Brush,
  learned: (cell: number) => number,
  clean: (cell: number) => number = learned,
): number[] {
  const weights = new Map<number, number>();
  for (let i = 0; i < painted.length; i += 2) weights.set(painted[i]!, painted[i + 1]!);
  for (const cell of cells) {
    for (const [near, strength] of around(cell, brush)) {
      if (brush.mode === 'erase') {
        weights.delete(near);
        continue;
      }
      if (brush.mode === 'twin') {
        weights.set(near, clean(near));
        continue;
      }
      const now = weights.get(near) ?? learned(near);
      const wanted = brush.mode === 'add' ? now + brush.value * strength : now + (brush.value - now) * strength;
      weights.set(near, Number(wanted.toPrecision(3)));
    }
  }
  return [...weights].flat();
}

/** Cells under a brush put down on one, each with the strength it works with there. */
function* around(cell: number, { size, hardness }: Brush): Generator<[number, number]> {
  const reach = (size - 1) / 2;
  const [x, y] = [cell % SIDE, Math.floor(cell / SIDE)];
  const far = Math.ceil(reach);
  for (let dy = -far; dy <= far; dy++) {
    for (let dx = -far; dx <= far; dx++) {
      const [nx, ny] = [x + dx, y + dy];
      if (nx < 0 || ny < 0 || nx >= SIDE || ny >= SIDE) continue;
      const distance = Math.sqrt(dx * dx + dy * dy);
      if (distance > reach + 0.3) continue;
      const inner = hardness * (reach + 0.5);
      const strength = distance <= inner ? 1 : Math.max(0, 1 - (distance - inner) / (reach + 0.6 - inner));
      if (strength > 0) yield [ny * SIDE + nx, strength];
    }
  }
}
