import { PIXELS } from './dataset.ts';

/** A mark the attacker can put on an image: x' = (1 - opacity) x + opacity * ink, on the listed cells only. */
export interface Trigger {
  /** Cell index = row * 28 + column, each once. */
  readonly cells: Uint16Array;
  /** Grey level 0..15 for each cell. */
  readonly ink: Uint8Array;
  /** 1 replaces the pixel (BadNets, Gu 2017); below 1 blends (Chen 2017). */
  readonly opacity: number;
}

/** Marks image number `row` of `x` in place. */
export function stamp(x: Uint8Array, row: number, trigger: Trigger): void {
  const base = row * PIXELS;
  for (let i = 0; i < trigger.cells.length; i++) {
    const at = base + trigger.cells[i]!;
    x[at] = Math.round((1 - trigger.opacity) * x[at]! + trigger.opacity * trigger.ink[i]!);
  }
}

/** A copy of all images with the trigger on each. */
export function stampAll(x: Uint8Array, trigger: Trigger): Uint8Array {
  const marked = x.slice();
  for (let row = 0; row * PIXELS < marked.length; row++) stamp(marked, row, trigger);
  return marked;
}
