import { tanhOf } from '#core/elementary.ts';
import type { ModelSpec } from '#lab/model.ts';

/** How a unit answers to its sum. */
type Response = ModelSpec['activation'] | 'none';

/** Stands for minus infinity, which plus its magnitude would be NaN. */
const LEAST = -1e300;

/** What the units of one layer answer to every row: units x rows, so that one unit's answers lie together. */
export class LiveUnits {
  readonly count: number;
  readonly rows: number;
  /** Answers as they are. */
  readonly now: Float32Array;
  /** Answers before the last change, of units that changed; what it holds of others means nothing. */
  readonly before: Float32Array;
  /** 1 for units whose answers have changed since `begin`. */
  readonly changed: Uint8Array;
  readonly #response: Response;
  /** Largest magnitude of each unit's answers as they are and as they were, once somebody asked; -1 until then. */
  readonly #peaks: Float64Array;
  readonly #peaksBefore: Float64Array;

  constructor(count: number, rows: number, response: Response) {
    this.count = count;
    this.rows = rows;
    this.now = new Float32Array(count * rows);
    this.before = new Float32Array(count * rows);
    this.changed = new Uint8Array(count);
    this.#response = response;
    this.#peaks = new Float64Array(count).fill(-1);
    this.#peaksBefore = new Float64Array(count).fill(-1);
  }

  begin(): void {
    this.changed.fill(0);
  }

  /** Takes in a unit's new sums, one per row, from place `at` of `sums`. */
  take(unit: number, sums: Float64Array, at: number): void {
    const { rows, now, before } = this;
    const start = unit * rows;
    before.set(now.subarray(start, start + rows), start);
    this.#peaksBefore[unit] = this.#peaks[unit]!;
    this.#peaks[unit] = -1;
    this.#respond(sums, at, start);
    for (let i = start; i < start + rows; i++) {
      if (now[i] === before[i]) continue;
      this.changed[unit] = 1;
      return;
    }
  }

  /** Largest magnitude of a unit's answers; NaN where one is NaN. */
  peak(unit: number): number {
    if (this.#peaks[unit] === -1) this.#peaks[unit] = this.#largest(this.now, unit);
    return this.#peaks[unit]!;
  }

  /** The same before the last change; of a unit that has not changed, as it is. */
  peakBefore(unit: number): number {
    if (!this.changed[unit]) return this.peak(unit);
    if (this.#peaksBefore[unit] === -1) this.#peaksBefore[unit] = this.#largest(this.before, unit);
    return this.#peaksBefore[unit]!;
  }

  #largest(answers: Float32Array, unit: number): number {
    let largest = 0;
    let odd = 0;
    for (let i = unit * this.rows; i < (unit + 1) * this.rows; i++) {
      const answer = answers[i]!;
      if (answer > largest) largest = answer;
      else if (-answer > largest) largest = -answer;
      // 0, or NaN for what is not finite, which then stays.
      odd += answer - answer;
    }
    return largest + odd;
  }

  #respond(sums: Float64Array, at: number, start: number): void {
    const { rows, now } = this;
    if (this.#response === 'none') {
      for (let i = 0; i < rows; i++) now[start + i] = sums[at + i]!;
    } else if (this.#response === 'tanh') {
      for (let i = 0; i < rows; i++) now[start + i] = tanhOf(sums[at + i]!);
    } else {
      for (let i = 0; i < rows; i++) {
        // Without a branch that hangs on the sign, which no processor could foresee. NaN stays NaN, as in the engine.
        let sum = sums[at + i]!;
        if (sum < LEAST) sum = LEAST;
        now[start + i] = 0.5 * (sum + Math.abs(sum));
      }
    }
  }
}
