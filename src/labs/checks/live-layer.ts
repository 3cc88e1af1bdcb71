import type { Layer } from '#lab/model.ts';
import type { LiveUnits } from './live-units.ts';

/**
 * What is added to a sum and later taken away again may be no larger: in 53 bits it then leaves at most about 1e-8 behind.
 * A sum that had more in it, or NaN or infinity, is worked out anew.
 */
const LARGEST_TAME = 1e8;
/** A sum is worked out anew when more than one in so many of its terms changed: that reads memory less often. */
const FEW = 4;
/** Multiplications between two yields: some milliseconds' worth. */
const WORK_AT_ONCE = 2e6;

/** A layer after the first. Keeps its units' sums for every row and adds to them what changes. */
export class LiveLayer {
  readonly #layer: Layer;
  readonly #from: LiveUnits;
  readonly #to: LiveUnits;
  /** Outputs x rows. */
  readonly #sums: Float64Array;
  /** Output that is worked out anew whatever changed: each in its turn, so that rounding never adds up for long. */
  #turn = 0;

  constructor(layer: Layer, from: LiveUnits, to: LiveUnits) {
    this.#layer = layer;
    this.#from = from;
    this.#to = to;
    this.#sums = new Float64Array(to.count * to.rows);
  }

  /**
   * Brings the units up to date after a change of parameters or of the layer before.
   * @param last the parameters that the sums were worked out with; null to work all out anew
   */
  *update(parameters: Float32Array, last: Float32Array | null): Generator<void, void> {
    this.#turn = (this.#turn + 1) % this.#to.count;
    let work = 0;
    for (let output = 0; output < this.#to.count; output++) {
      const terms = last && output !== this.#turn ? this.#changedTerms(output, parameters, last) : null;
      if (terms && last) {
        const shift = parameters[this.#layer.biases + output]! - last[this.#layer.biases + output]!;
        if (terms.length === 0 && shift === 0) continue;
        this.#change(output, terms, shift, parameters, last);
      } else {
        this.#workOut(output, parameters);
      }
      this.#to.take(output, this.#sums, output * this.#to.rows);
      work += (terms?.length ?? this.#from.count) * this.#to.rows;
      if (work < WORK_AT_ONCE) continue;
      work = 0;
      yield;
    }
  }

  /** Inputs whose part in an output's sum changed; null when the sum is better worked out anew. */
  #changedTerms(output: number, parameters: Float32Array, last: Float32Array): number[] | null {
    const { weights, biases, outputs } = this.#layer;
    const from = this.#from;
    const terms: number[] = [];
    for (let input = 0, place = weights + output; input < from.count; input++, place += outputs) {
      if (from.changed[input] || parameters[place] !== last[place]) terms.push(input);
    }
    const isTame = (part: number) => Math.abs(part) <= LARGEST_TAME;
    const areTame =
      terms.length * FEW <= from.count &&
      [parameters, last].every((values) => isTame(values[biases + output]!)) &&
      terms.every((input) => {
        const place = weights + input * outputs + output;
        return isTame(from.peakBefore(input) * last[place]!) && isTame(from.peak(input) * parameters[place]!);
      });
    return areTame ? terms : null;
  }

  #change(output: number, terms: readonly number[], shift: number, parameters: Float32Array, last: Float32Array): void {
    const { weights, outputs } = this.#layer;
    const { rows, now, before, changed } = this.#from;
    const sums = this.#sums.subarray(output * rows, (output + 1) * rows);
    if (shift !== 0) for (let row = 0; row < rows; row++) sums[row]! += shift;
    for (const input of terms) {
      const place = weights + input * outputs + output;
      const [weight, weightBefore] = [parameters[place]!, last[place]!];
      const start = input * rows;
      const old = changed[input] ? before : now;
      for (let row = 0; row < rows; row++) {
        sums[row]! += now[start + row]! * weight - old[start + row]! * weightBefore;
      }
    }
  }

  /** An output's sums from nothing but parameters and answers, eight inputs at a time while there are as many. */
  #workOut(output: number, parameters: Float32Array): void {
    const { weights, biases, outputs } = this.#layer;
    const { rows, now, count } = this.#from;
    const sums = this.#sums.subarray(output * rows, (output + 1) * rows).fill(parameters[biases + output]!);
    const ofOutput = Float64Array.from(
      { length: count },
      (_, input) => parameters[weights + input * outputs + output]!,
    );
    let input = 0;
    for (; input + 8 <= count; input += 8) addEight(sums, now, input * rows, ofOutput, input);
    for (; input < count; input++) {
      for (let row = 0; row < rows; row++) sums[row]! += now[input * rows + row]! * ofOutput[input]!;
    }
  }
}

/** Adds eight inputs' answers times their weights; reading and writing the sums eight times would take twice as long. */
function addEight(sums: Float64Array, answers: Float32Array, at: number, weights: Float64Array, first: number): void {
  const rows = sums.length;
  const [weight0, weight1, weight2, weight3] = [
    weights[first]!,
    weights[first + 1]!,
    weights[first + 2]!,
    weights[first + 3]!,
  ];
  const [weight4, weight5, weight6, weight7] = [
    weights[first + 4]!,
    weights[first + 5]!,
    weights[first + 6]!,
    weights[first + 7]!,
  ];
  for (let row = 0; row < rows; row++) {
    const place = at + row;
    sums[row]! +=
      answers[place]! * weight0 +
      answers[place + rows]! * weight1 +
      answers[place + 2 * rows]! * weight2 +
      answers[place + 3 * rows]! * weight3 +
      (answers[place + 4 * rows]! * weight4 +
        answers[place + 5 * rows]! * weight5 +
        answers[place + 6 * rows]! * weight6 +
        answers[place + 7 * rows]! * weight7);
  }
}
