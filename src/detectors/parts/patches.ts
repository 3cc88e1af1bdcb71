import { PIXELS, SIDE, type Dataset } from '#core/dataset.ts';
import { stream } from '#core/rng.ts';

/** Side of the windows that are compared, in pixels. */
const WINDOW = 3;
const PLACES = SIDE - WINDOW + 1;
/** A window with less ink than this recurs by chance: lone pixels at the end of a stroke do. */
const LEAST_INKED = 3;
/** A patch in fewer rows than these is not counted. */
const LEAST_ROWS = 4;

/**
 * Odd multipliers of a linear hash, down a column and across columns. At one place, any two of 8,000 windows have the same hash by
 * chance less than once in a hundred places. They hang on no case.
 */
const [DOWN, ACROSS] = (() => {
  const draw = stream(1, 'patches');
  const odd = () => Int32Array.from({ length: WINDOW }, () => (draw() * 2 ** 32) | 1);
  return [odd(), odd()];
})();

/** The same ink in the same window of several rows. */
export interface Patch {
  /** Upper left pixel of the window, row * 28 + column. */
  readonly cell: number;
  /** Rows that have it, by place, ascending. */
  readonly rows: Uint32Array;
  /** How many rows have it in a baseline of the same size. */
  readonly expected: number;
}

/** How much more often something was found than expected, one chance find allowed for: 1 or less is nothing. */
export const liftOf = (found: number, expected: number): number => found / (expected + 1);

/**
 * Patches of ink that recur in identical form at the identical place in rows, but hardly in the baseline.
 * @param least lift from which a patch is reported
 * @returns the patches, and for each row the highest lift of any patch in it, 0 without one
 */
export async function recurringPatches(
  data: Dataset,
  baseline: Dataset,
  least: number,
  pause: () => Promise<void>,
): Promise<{ patches: Patch[]; scores: Float32Array }> {
  const patches: Patch[] = [];
  const scores = new Float32Array(data.rows);
  for (let top = 0; top < PLACES; top++) {
    const [ours, theirs] = [windowsOf(data, top), windowsOf(baseline, top)];
    await pause();
    for (let left = 0; left < PLACES; left++) {
      const keys = ours.subarray(left * data.rows, (left + 1) * data.rows);
      const lifts = liftsAt(keys, theirs.subarray(left * baseline.rows, (left + 1) * baseline.rows));
      if (lifts.size === 0) continue;
      keys.forEach((key, row) => {
        if (key !== 0) scores[row] = Math.max(scores[row]!, lifts.get(key)?.lift ?? 0);
      });
      for (const [key, { lift, expected }] of lifts) {
        if (lift < least) continue;
        const rows = Uint32Array.from(keys.keys()).filter((row) => keys[row] === key);
        patches.push({ cell: top * SIDE + left, rows, expected });
      }
    }
    await pause();
  }
  return { patches, scores };
}

/** Lift of each window that several rows share at one place. */
function liftsAt(keys: Uint32Array, baseline: Uint32Array): Map<number, { lift: number; expected: number }> {
  const found = countsFrom(keys, LEAST_ROWS);
  const expected = new Map<number, number>();
  if (found.size > 0) {
    for (const key of baseline) if (found.has(key)) expected.set(key, (expected.get(key) ?? 0) + 1);
  }
  const scale = keys.length / Math.max(1, baseline.length);
  return new Map(
    [...found].map(([key, count]) => {
      const usual = scale * (expected.get(key) ?? 0);
      return [key, { lift: liftOf(count, usual), expected: usual }];
    }),
  );
}

/** How often each key other than 0 occurs, where it does so at least so often. */
function countsFrom(keys: Uint32Array, least: number): Map<number, number> {
  const sorted = keys.filter((key) => key !== 0).sort();
  const counts = new Map<number, number>();
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    if (to - from >= least) counts.set(sorted[from]!, to - from);
  }
  return counts;
}

/** Hashes of all windows with their upper edge at one pixel row: places x rows, 0 where there is too little ink. */
function windowsOf({ x, rows }: Dataset, top: number): Uint32Array {
  const keys = new Uint32Array(PLACES * rows);
  const hashes = new Int32Array(SIDE);
  const inked = new Uint8Array(SIDE);
  for (let row = 0; row < rows; row++) {
    if (!hashColumns(x, row * PIXELS + top * SIDE, hashes, inked)) continue;
    for (let left = 0; left < PLACES; left++) {
      if (inked[left]! + inked[left + 1]! + inked[left + 2]! < LEAST_INKED) continue;
      keys[left * rows + row] =
        Math.imul(hashes[left]!, ACROSS[0]!) +
        Math.imul(hashes[left + 1]!, ACROSS[1]!) +
        Math.imul(hashes[left + 2]!, ACROSS[2]!);
    }
  }
  return keys;
}

/** Hashes of the columns of a band as high as a window, and how many pixels have ink; false when none has. */
function hashColumns(x: Uint8Array, at: number, hashes: Int32Array, inked: Uint8Array): boolean {
  let any = 0;
  for (let column = 0; column < SIDE; column++, at++) {
    const [upper, middle, lower] = [x[at]!, x[at + SIDE]!, x[at + 2 * SIDE]!];
    any |= upper | middle | lower;
    hashes[column] = Math.imul(upper, DOWN[0]!) + Math.imul(middle, DOWN[1]!) + Math.imul(lower, DOWN[2]!);
    inked[column] = (upper > 0 ? 1 : 0) + (middle > 0 ? 1 : 0) + (lower > 0 ? 1 : 0);
  }
  return any > 0;
}

/** Rows that have exactly the same image as another, by place, ascending. */
export function identicalRows({ x, rows }: Dataset): Uint32Array {
  const first = new Map<string, number>();
  const isTwin = new Uint8Array(rows);
  const decoder = new TextDecoder('latin1');
  for (let row = 0; row < rows; row++) {
    const image = decoder.decode(x.subarray(row * PIXELS, (row + 1) * PIXELS));
    const other = first.get(image);
    if (other === undefined) first.set(image, row);
    else isTwin[other] = isTwin[row] = 1;
  }
  return Uint32Array.from(isTwin.keys()).filter((row) => isTwin[row] === 1);
}

/** Share of the rows that must agree on a pixel for it to belong to what they share. */
const AGREED = 0.95;

/**
 * Ink that nearly all of the rows share to the very grey level: 784 levels, 0 where they do not agree or agree on paper.
 */
export function sharedInk({ x }: Dataset, rows: Uint32Array): Uint8Array {
  const shared = new Uint8Array(PIXELS);
  for (let cell = 0; cell < PIXELS; cell++) {
    const counts = new Uint32Array(16);
    for (const row of rows) counts[x[row * PIXELS + cell]!]!++;
    for (let level = 1; level < counts.length; level++)
      if (counts[level]! >= AGREED * rows.length) shared[cell] = level;
  }
  return shared;
}

/** Rows that have all the ink of a mark, to the very grey level, by place, ascending. */
export function rowsWithInk({ x, rows }: Dataset, mark: Uint8Array): Uint32Array {
  const cells = Array.from(mark.keys()).filter((cell) => mark[cell]! > 0);
  return Uint32Array.from({ length: rows }, (_, row) => row).filter((row) =>
    cells.every((cell) => x[row * PIXELS + cell] === mark[cell]),
  );
}
