import { INK, SIDE, type Dataset } from '#core/dataset.ts';

/** Which digits the contact sheet shows. */
export interface SheetFilter {
  /** Label as the training set has it, or null for all. */
  readonly label: number | null;
  readonly contributor: number | null;
  /** Whether rows the attack touched come first, are shown alone, or are not told from the others. */
  readonly poisoned: 'first' | 'only' | 'hidden';
}

/** Rows that pass the filter: touched ones first if asked for, then by label, then in the order of the file. */
export function rowsShown(data: Dataset, touched: ReadonlySet<number>, filter: SheetFilter): number[] {
  const rows: number[] = [];
  for (let row = 0; row < data.rows; row++) {
    if (filter.label !== null && data.y[row] !== filter.label) continue;
    if (filter.contributor !== null && data.contributor[row] !== filter.contributor) continue;
    if (filter.poisoned === 'only' && !touched.has(row)) continue;
    rows.push(row);
  }
  const place = (row: number) => (filter.poisoned === 'first' && touched.has(row) ? -1 : data.y[row]!);
  return rows.sort((a, b) => place(a) - place(b) || a - b);
}

/** Digits side by side in one picture, 28 pixels each: ink as alpha, in the given colour. */
export function composeTiles(
  picture: ImageData,
  imageAt: (row: number) => Uint8Array,
  rows: readonly number[],
  columns: number,
  [red, green, blue]: readonly number[],
): void {
  const { data: out, width } = picture;
  rows.forEach((row, tile) => {
    const levels = imageAt(row);
    const corner = Math.floor(tile / columns) * SIDE * width + (tile % columns) * SIDE;
    for (let i = 0; i < levels.length; i++) {
      if (levels[i] === 0) continue;
      const at = 4 * (corner + Math.floor(i / SIDE) * width + (i % SIDE));
      out[at] = red!;
      out[at + 1] = green!;
      out[at + 2] = blue!;
      out[at + 3] = (255 * levels[i]!) / INK;
    }
  });
}

/** Where a key moves the cursor among `count` tiles in `columns`; null for other keys. */
export function moveCursor(key: string, at: number, count: number, columns: number): number | null {
  const moves: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns,
    ArrowDown: at + columns,
    Home: 0,
    End: count - 1,
    PageUp: at - 8 * columns,
    PageDown: at + 8 * columns,
  };
  const to = moves[key];
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to));
}
