import { tanhOf } from '#core/elementary.ts';
import { median, scaledMad } from '#core/statistics.ts';
import type { MaskedReader } from './masked-reader.ts';

/** The smallest mask found that makes a reader see one class in nearly every image. */
export interface FoundTrigger {
  readonly target: number;
  /** Size of the mask: the sum over its pixels, each from 0 to 1. All pixels when no mask did. */
  readonly size: number;
  /** What it puts on paper: mask x pattern, from 0 to 1. */
  readonly picture: Float32Array;
  /** Share of all the reader's images, marked with it, that are read as the target. */
  readonly success: number;
}

const STEPS = 60;
/** Images looked at in each step. */
const BATCH = 64;
/** Share of a batch that a mask has to turn. The paper asks for 99 %, on batches of its own size and ten times the steps. */
const GOAL = 0.95;
/** Adam (Kingma and Ba 2015) with larger steps and a shorter memory than usual, since there are few. */
const [RATE, DECAY1, DECAY2, LEAST] = [0.5, 0.9, 0.99, 1e-9];
/** Where the search begins: a faint mask (tanh of it) of middle grey. */
const FAINT = -2;
/** The price of a pixel rises while the goal is met and falls faster while it is not, after so many steps of either in a row. */
const PRICE = { start: 0.02, factor: 1.3, patience: 2 } as const;

/**
 * Neural Cleanse (Wang 2019): finds by gradients what small mark would make a reader see a class everywhere. Minimises cross-entropy
 * + price x size of the mask, mask and pattern kept between 0 and 1 by tanh.
 * @param pause waits between steps
 */
export async function searchTrigger(
  reader: MaskedReader,
  pixels: number,
  target: number,
  pause: () => Promise<void>,
): Promise<FoundTrigger> {
  const [mask, pattern] = [new Squashed(pixels, FAINT), new Squashed(pixels, 0)];
  let best = { size: pixels, mask: new Float64Array(pixels).fill(1), pattern: pattern.values.slice() };
  let price: number = PRICE.start;
  let run = 0;
  for (let step = 0; step < STEPS; step++) {
    await pause();
    const { success, byMask, byPattern } = reader.look(mask.values, pattern.values, target, step * BATCH, BATCH);
    const size = mask.values.reduce((sum, value) => sum + value, 0);
    const isMet = success >= GOAL;
    if (isMet && size < best.size) best = { size, mask: mask.values.slice(), pattern: pattern.values.slice() };
    run = isMet ? Math.max(0, run) + 1 : Math.min(0, run) - 1;
    if (Math.abs(run) >= PRICE.patience) {
      price *= run > 0 ? PRICE.factor : 1 / Math.sqrt(PRICE.factor) ** 3;
      run = 0;
    }
    mask.step(byMask, price);
    pattern.step(byPattern, 0);
  }
  const { success } = reader.look(best.mask, best.pattern, target, 0, reader.rows);
  return { target, size: best.size, picture: Float32Array.from(best.mask, (m, i) => m * best.pattern[i]!), success };
}

/** Numbers between 0 and 1 that Adam moves: (1 + tanh) / 2 of what it really steps on. */
class Squashed {
  readonly values: Float64Array;
  readonly #free: Float64Array;
  readonly #mean: Float64Array;
  readonly #square: Float64Array;
  #power1 = 1;
  #power2 = 1;

  constructor(length: number, start: number) {
    this.#free = new Float64Array(length).fill(start);
    this.values = this.#free.map(squash);
    this.#mean = new Float64Array(length);
    this.#square = new Float64Array(length);
  }

  /** @param price added to each value's gradient */
  step(gradient: Float64Array, price: number): void {
    this.#power1 *= DECAY1;
    this.#power2 *= DECAY2;
    for (let i = 0; i < this.values.length; i++) {
      const value = this.values[i]!;
      const slope = 2 * value * (1 - value) * (gradient[i]! + price);
      this.#mean[i] = DECAY1 * this.#mean[i]! + (1 - DECAY1) * slope;
      this.#square[i] = DECAY2 * this.#square[i]! + (1 - DECAY2) * slope * slope;
      const length = Math.sqrt(this.#square[i]! / (1 - this.#power2)) + LEAST;
      this.#free[i]! -= (RATE * this.#mean[i]!) / (1 - this.#power1) / length;
      this.values[i] = squash(this.#free[i]!);
    }
  }
}

const squash = (free: number): number => (1 + tanhOf(free)) / 2;

/**
 * The paper's anomaly index of each size: how far it lies below the median, in scaled median absolute deviations; above 2 by the
 * paper's rule is a trigger. 0 for all when over half the sizes are alike.
 */
export function anomalyIndex(sizes: readonly number[]): number[] {
  const [centre, spread] = [median(sizes), scaledMad(sizes)];
  return sizes.map((size) => (spread > 0 ? (centre - size) / spread : 0));
}
