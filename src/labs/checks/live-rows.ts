import { INK } from '#core/dataset.ts';

/**
 * Rows x inputs of grey levels in compressed sparse form. Per input there is a usual level, and a row holds only where it
 * departs from that, and by how much.
 */
export interface SparseLevels {
  readonly usual: Int8Array;
  /** Where each row's entries start, and where the last row's end. */
  readonly starts: Uint32Array;
  readonly inputs: Uint16Array;
  /** Level less the usual one. */
  readonly levels: Int8Array;
}

/** How many units one reading of the rows can serve. */
export const LANES = 4;

/** Rows between two yields: some milliseconds' worth. */
const ROWS_AT_ONCE = 200;
/** Differences between two levels lie within this of zero. */
const SPAN = INK + 1;

type Levels = Uint8Array | Int8Array;

/** Yields every few hundred rows. */
export function* sparseLevels(levels: Levels, usual: Int8Array): Generator<void, SparseLevels> {
  const width = usual.length;
  const rows = levels.length / width;
  const starts = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    let count = starts[row]!;
    for (let input = 0; input < width; input++) if (levels[row * width + input] !== usual[input]) count++;
    starts[row + 1] = count;
    if (row % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) yield;
  }
  const inputs = new Uint16Array(starts[rows]!);
  const departures = new Int8Array(starts[rows]!);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let input = 0; input < width; input++) {
      const departure = levels[row * width + input]! - usual[input]!;
      if (departure === 0) continue;
      inputs[at] = input;
      departures[at++] = departure;
    }
    if (row % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) yield;
  }
  return { usual, starts, inputs, levels: departures };
}

/**
 * What a trigger adds to each row. A trigger that replaces its cells turns most rows' paper there into the same ink, and one
 * that blends turns all paper into the same faint pattern, so either leaves little that is not usual.
 */
export function* sparseMarks(plain: Uint8Array, marked: Uint8Array, width: number): Generator<void, SparseLevels> {
  const added = new Int8Array(plain.length);
  for (let i = 0; i < added.length; i++) added[i] = marked[i]! - plain[i]!;
  yield;
  return yield* sparseLevels(added, yield* usualLevels(added, width));
}

/** The most frequent level of each input. */
function* usualLevels(levels: Levels, width: number): Generator<void, Int8Array> {
  const counts = new Uint32Array(width * 2 * SPAN);
  for (let i = 0, input = 0; i < levels.length; i++) {
    counts[input * 2 * SPAN + levels[i]! + SPAN]!++;
    if (++input < width) continue;
    input = 0;
    if ((i + 1) % (ROWS_AT_ONCE * width) === 0) yield;
  }
  return Int8Array.from({ length: width }, (_, input) => {
    const ofInput = counts.subarray(input * 2 * SPAN, (input + 1) * 2 * SPAN);
    return ofInput.reduce((best, count, i) => (count > ofInput[best]! ? i : best), 0) - SPAN;
  });
}

/**
 * sums[to + row] += sum of level * weight, for one unit.
 * @param weights of each input, for a level of 1
 */
export function addToOne(
  { usual, starts, inputs, levels }: SparseLevels,
  weights: Float64Array,
  sums: Float64Array,
  to: number,
): void {
  let base = 0;
  // A usual level of 0 must not touch a weight that may be infinite.
  for (let input = 0; input < usual.length; input++) if (usual[input] !== 0) base += usual[input]! * weights[input]!;
  const rows = starts.length - 1;
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const end = starts[row + 1]!;
    let sum = base;
    for (; at < end; at++) sum += levels[at]! * weights[inputs[at]!]!;
    sums[to + row]! += sum;
  }
}

/**
 * The same for four units, which takes about twice as long as for one: sums[lane * stride + to + row] += ...
 * @param weights inputs x 4
 */
export function addToFour(
  { usual, starts, inputs, levels }: SparseLevels,
  weights: Float64Array,
  sums: Float64Array,
  stride: number,
  to: number,
): void {
  const base = new Float64Array(LANES);
  for (let input = 0; input < usual.length; input++) {
    if (usual[input] === 0) continue;
    for (let lane = 0; lane < LANES; lane++) base[lane]! += usual[input]! * weights[LANES * input + lane]!;
  }
  const rows = starts.length - 1;
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const end = starts[row + 1]!;
    let sum0 = base[0]!;
    let sum1 = base[1]!;
    let sum2 = base[2]!;
    let sum3 = base[3]!;
    for (; at < end; at++) {
      const level = levels[at]!;
      const place = LANES * inputs[at]!;
      sum0 += level * weights[place]!;
      sum1 += level * weights[place + 1]!;
      sum2 += level * weights[place + 2]!;
      sum3 += level * weights[place + 3]!;
    }
    const out = to + row;
    sums[out]! += sum0;
    sums[out + stride]! += sum1;
    sums[out + 2 * stride]! += sum2;
    sums[out + 3 * stride]! += sum3;
  }
}
