/** How a point looks: faint among the many, emphasised as a dot, or poisoned as a cross. */
export const LOOKS = { faint: 0, emphasised: 1, poisoned: 2 } as const;

/** Points in drawing units; NaN where a point has no place. */
export interface Placed {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Where each point is drawn. */
export function place(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  toX: (value: number) => number,
  toY: (value: number) => number,
): Placed {
  const rows = Math.min(x.length, y.length);
  const placed = { x: new Float32Array(rows), y: new Float32Array(rows) };
  for (let i = 0; i < rows; i++) {
    placed.x[i] = toX(x[i]!);
    placed.y[i] = toY(y[i]!);
  }
  return placed;
}

/** The point nearest to a place, at most `reach` away; of two as near, the one drawn on top. Null if there is none. */
export function nearest({ x, y }: Placed, look: Uint8Array, atX: number, atY: number, reach: number): number | null {
  let best: number | null = null;
  let least = reach * reach;
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i]! - atX, y[i]! - atY];
    const distance = dx * dx + dy * dy;
    if (distance < least || (distance === least && (best === null || look[i]! >= look[best]!))) {
      best = i;
      least = distance;
    }
  }
  return best;
}

/** Points inside a rectangle, given by two opposite corners. */
export function within({ x, y }: Placed, from: readonly [number, number], to: readonly [number, number]): Uint32Array {
  const isBetween = (value: number, a: number, b: number) => value >= Math.min(a, b) && value <= Math.max(a, b);
  return Uint32Array.from(x.keys()).filter((i) => isBetween(x[i]!, from[0], to[0]) && isBetween(y[i]!, from[1], to[1]));
}

/** Points that have a place, left to right, and from the bottom up where x is the same. */
export function walkingOrder({ x, y }: Placed): Uint32Array {
  const drawn = Uint32Array.from(x.keys()).filter((i) => Number.isFinite(x[i]) && Number.isFinite(y[i]));
  return drawn.sort((a, b) => x[a]! - x[b]! || y[b]! - y[a]! || a - b);
}

/** The point a key leads to; null if the key means nothing here. Page keys move by a twentieth of all points. */
export function walk(key: string, current: number | null, order: Uint32Array): number | null {
  if (order.length === 0) return null;
  const at = current === null ? -1 : order.indexOf(current);
  const page = Math.max(1, Math.round(order.length / 20));
  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, PageDown: page, PageUp: -page };
  if (key === 'Home') return order[0]!;
  if (key === 'End') return order.at(-1)!;
  const step = steps[key];
  if (step === undefined) return null;
  // Nobody stands anywhere yet: forwards begins at the left end, backwards at the right.
  if (at < 0) return step > 0 ? order[0]! : order.at(-1)!;
  return order[Math.max(0, Math.min(order.length - 1, at + step))]!;
}
