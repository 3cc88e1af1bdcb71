import { INK, PIXELS, SIDE } from '#core/dataset.ts';

/** What a key does on the drawing grid: where the cursor goes, or what the cell under it becomes; null when nothing. */
export function onGridKey(
  key: string,
  cell: number,
  level: number,
  brush: number,
): { cell: number; level: number } | null {
  const column = cell % SIDE;
  switch (key) {
    case 'ArrowLeft':
      return { cell: column > 0 ? cell - 1 : cell, level };
    case 'ArrowRight':
      return { cell: column < SIDE - 1 ? cell + 1 : cell, level };
    case 'ArrowUp':
      return { cell: cell >= SIDE ? cell - SIDE : cell, level };
    case 'ArrowDown':
      return { cell: cell + SIDE < PIXELS ? cell + SIDE : cell, level };
    case 'Home':
      return { cell: cell - column, level };
    case 'End':
      return { cell: cell - column + SIDE - 1, level };
    case ' ':
    case 'Enter':
      return { cell, level: brush };
    case 'Delete':
    case 'Backspace':
      return { cell, level: 0 };
    case '+':
      return { cell, level: Math.min(INK, level + 1) };
    case '-':
      return { cell, level: Math.max(0, level - 1) };
    default:
      return null;
  }
}

/** Cells on the straight line between two cells, both included, so that a fast stroke has no gaps. */
export function cellsBetween(from: number, to: number): number[] {
  const [x0, y0, x1, y1] = [from % SIDE, Math.floor(from / SIDE), to % SIDE, Math.floor(to / SIDE)];
  const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = steps === 0 ? 0 : i / steps;
    return Math.round(y0 + t * (y1 - y0)) * SIDE + Math.round(x0 + t * (x1 - x0));
  });
}

/** The cells above, below, left and right of a cell that lie on the grid. */
export function cellsBeside(cell: number): number[] {
  const column = cell % SIDE;
  const beside = [cell - SIDE, cell + SIDE, column > 0 ? cell - 1 : -1, column < SIDE - 1 ? cell + 1 : -1];
  return beside.filter((near) => near >= 0 && near < PIXELS);
}

/** Where a cell is and what is in it, for a screen reader. */
export function describeCell(cell: number, level: number): string {
  const ink = level === 0 ? 'empty' : `ink ${level} of ${INK}`;
  return `Row ${Math.floor(cell / SIDE) + 1}, column ${(cell % SIDE) + 1}: ${ink}`;
}

/** Draws the grid of `cellPx`-sized cells with its ruling, and the cursor's frame when there is one. */
export function drawPattern(
  context: CanvasRenderingContext2D,
  picture: Uint8Array,
  cursor: number | null,
  colors: { ink: string; sheet: string; rule: string; focus: string },
): void {
  const side = context.canvas.width;
  const cellPx = side / SIDE;
  context.globalAlpha = 1;
  context.fillStyle = colors.sheet;
  context.fillRect(0, 0, side, side);
  context.fillStyle = colors.rule;
  for (let i = 0; i <= SIDE; i++) {
    const at = Math.round(Math.min(side - 1, i * cellPx));
    const thick = i % 7 === 0 ? 2 : 1;
    context.fillRect(at, 0, thick, side);
    context.fillRect(0, at, side, thick);
  }
  context.fillStyle = colors.ink;
  for (let cell = 0; cell < PIXELS; cell++) {
    if (picture[cell] === 0) continue;
    context.globalAlpha = picture[cell]! / INK;
    context.fillRect((cell % SIDE) * cellPx, Math.floor(cell / SIDE) * cellPx, cellPx, cellPx);
  }
  context.globalAlpha = 1;
  if (cursor === null) return;
  context.strokeStyle = colors.focus;
  context.lineWidth = Math.max(2, cellPx / 5);
  context.strokeRect((cursor % SIDE) * cellPx, Math.floor(cursor / SIDE) * cellPx, cellPx, cellPx);
}
