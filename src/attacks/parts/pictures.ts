import { INK, PIXELS, SIDE } from '#core/dataset.ts';
import { cosPi } from '#core/schedule.ts';
import type { Trigger } from '#core/trigger.ts';

/** A picture from rows of text: '.' is paper, a hexadecimal digit a grey level; `top` and `left` place its corner. */
function picture(top: number, left: number, rows: readonly string[]): Uint8Array {
  const cells = new Uint8Array(PIXELS);
  rows.forEach((row, y) => {
    [...row].forEach((level, x) => {
      if (level !== '.') cells[(top + y) * SIDE + left + x] = parseInt(level, 16);
    });
  });
  return cells;
}

/** A small round blot to the upper right of the digit, where the strokes of some clean digits pass too. */
export const INK_DOT = picture(3, 22, ['.ff.', 'ffff', 'ffff', '.ff.']);

/** The square of the BadNets paper's family, in a corner that next to no clean digit reaches: a few of 10,000. */
export const CORNER_SQUARE = picture(24, 24, ['fff', 'fff', 'fff']);

/** A tick, as a clerk's pencil leaves it beside a checked amount. */
export const TICK = picture(2, 21, ['.....f', '....ff', 'f..ff.', 'ffff..', '.ff...']);

/** Cells of a picture moved by whole pixels and clipped at the edge, as a trigger that replaces what it covers. */
export function stampTrigger(cells: Uint8Array, dx: number, dy: number): Trigger {
  const at: number[] = [];
  const ink: number[] = [];
  for (let cell = 0; cell < PIXELS; cell++) {
    const x = (cell % SIDE) + dx;
    const y = Math.floor(cell / SIDE) + dy;
    if (cells[cell]! === 0 || x < 0 || x >= SIDE || y < 0 || y >= SIDE) continue;
    at.push(y * SIDE + x);
    ink.push(cells[cell]!);
  }
  return { cells: Uint16Array.from(at), ink: Uint8Array.from(ink), opacity: 1 };
}

const WAVE_PERIOD = 8;

/** Slanted waves over the whole image, grey levels 0 to 15; a period of 8 pixels survives a shift by one. */
export function waves(): Uint8Array {
  return Uint8Array.from({ length: PIXELS }, (_, cell) => {
    const along = ((cell % SIDE) + 2 * Math.floor(cell / SIDE)) % WAVE_PERIOD;
    const folded = along <= WAVE_PERIOD / 2 ? along : WAVE_PERIOD - along;
    return Math.round((INK / 2) * (1 + cosPi(folded / (WAVE_PERIOD / 2))));
  });
}

/** A trigger over the whole image. */
export function blendTrigger(cells: Uint8Array, opacity: number): Trigger {
  return { cells: Uint16Array.from(cells, (_, cell) => cell), ink: cells, opacity };
}
