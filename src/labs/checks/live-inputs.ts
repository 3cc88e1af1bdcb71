import { INK, type Dataset } from '#core/dataset.ts';
import type { Layer } from '#lab/model.ts';
import { addToFour, addToOne, LANES, sparseLevels, sparseMarks, type SparseLevels } from './live-rows.ts';
import type { LiveUnits } from './live-units.ts';

/**
 * A weight beyond this, or one that is not finite, drowns what is added to it and taken away again: triggered rows then are
 * not worked out from plain ones.
 */
const LARGEST_TAME = 1e6;

/** Test rows as the first layer takes them in: plain ones, then, where there is a trigger, the same with it. */
export class LiveInputs {
  /** Plain and triggered rows together. */
  readonly rows: number;
  readonly #plainRows: number;
  readonly #width: number;
  readonly #x: Uint8Array;
  readonly #triggered: Uint8Array | null;
  readonly #building: Generator<void, void>;
  #plain: SparseLevels | null = null;
  #marks: SparseLevels | null = null;
  /** The triggered rows in full; only once a weight asks for it. */
  #marked: SparseLevels | null = null;
  readonly #weights: Float64Array;
  readonly #sums: Float64Array;

  constructor({ rows, x }: Dataset, triggered: Uint8Array | null) {
    this.#plainRows = rows;
    this.rows = triggered ? 2 * rows : rows;
    this.#width = x.length / rows;
    this.#x = x;
    this.#triggered = triggered;
    this.#weights = new Float64Array(LANES * this.#width);
    this.#sums = new Float64Array(LANES * this.rows);
    this.#building = this.#build();
  }

  /** Makes the tables that all else needs; goes on where it was left. */
  *prepare(): Generator<void, void> {
    while (!this.#building.next().done) yield;
  }

  *#build(): Generator<void, void> {
    this.#plain = yield* sparseLevels(this.#x, new Int8Array(this.#width));
    if (this.#triggered) this.#marks = yield* sparseMarks(this.#x, this.#triggered, this.#width);
  }

  /** Works the given units of the first layer out, from nothing but the parameters. The tables have been made. */
  *update(parameters: Float32Array, layer: Layer, which: readonly number[], units: LiveUnits): Generator<void, void> {
    for (let from = 0; from < which.length; from += LANES) {
      const some = which.slice(from, from + LANES);
      this.#work(parameters, layer, some);
      some.forEach((unit, lane) => units.take(unit, this.#sums, lane * this.rows));
      yield;
    }
  }

  #work(parameters: Float32Array, layer: Layer, units: readonly number[]): void {
    const sums = this.#sums;
    const [rows, half] = [this.rows, this.#plainRows];
    const isTame = this.#gather(parameters, layer, units);
    units.forEach((unit, lane) => sums.fill(parameters[layer.biases + unit]!, lane * rows, (lane + 1) * rows));
    this.#add(this.#plain!, units.length, 0);
    if (!this.#triggered) return;
    if (!isTame) {
      this.#add((this.#marked ??= this.#wholeMarked()), units.length, half);
      return;
    }
    units.forEach((_, lane) => sums.copyWithin(lane * rows + half, lane * rows, lane * rows + half));
    this.#add(this.#marks!, units.length, half);
  }

  #add(levels: SparseLevels, units: number, to: number): void {
    if (units === 1) addToOne(levels, this.#weights, this.#sums, to);
    else addToFour(levels, this.#weights, this.#sums, this.rows, to);
  }

  /** Puts the units' weights side by side; false when one of them is not tame. */
  #gather(parameters: Float32Array, { weights, outputs }: Layer, units: readonly number[]): boolean {
    const lanes = units.length === 1 ? 1 : LANES;
    let isTame = true;
    this.#weights.fill(0);
    units.forEach((unit, lane) => {
      for (let input = 0; input < this.#width; input++) {
        const weight = parameters[weights + input * outputs + unit]!;
        if (!(Math.abs(weight) <= LARGEST_TAME)) isTame = false;
        this.#weights[lanes * input + lane] = weight / INK;
      }
    });
    return isTame;
  }

  #wholeMarked(): SparseLevels {
    const building = sparseLevels(this.#triggered!, new Int8Array(this.#width));
    for (;;) {
      const { done, value } = building.next();
      if (done) return value;
    }
  }
}
