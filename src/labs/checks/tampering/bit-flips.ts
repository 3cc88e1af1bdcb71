import { INK } from '#core/dataset.ts';
import { activationsOf, readAs, responseOf, sumsOf, type Activations } from '#lab/dense-net.ts';
import { layersOf, type Layer, type ModelSpec } from '#lab/model.ts';

/** One bit turned in memory, and what the model is worth after it and those before it. */
export interface BitFlip {
  readonly place: number;
  /** 31 is the sign, 30 to 23 the exponent, 22 to 0 the fraction. */
  readonly bit: number;
  readonly before: number;
  /** May be infinite or NaN. */
  readonly after: number;
  /** Clean accuracy on all rows given. */
  readonly accuracy: number;
}

/** How far a search is. */
export interface BitSearch {
  readonly flips: readonly BitFlip[];
  /** Candidates tried for the next flip, and how many there are. */
  readonly tried: number;
  readonly of: number;
}

const SIGN = 31;
/** Top bit of the exponent: turning it takes a weight below 2 to the edge of what 32 bits can hold. */
const TOP_OF_EXPONENT = 30;
const SEARCHED_BITS: readonly number[] = [TOP_OF_EXPONENT, SIGN];

/** Candidates are scored on about as many rows; accuracies that are told are of all rows. */
const SCORED_ROWS = 300;
const CANDIDATES_A_SLICE = 128;

interface Candidate {
  readonly place: number;
  readonly bit: number;
}

/**
 * Greedy search for the bits that hurt accuracy most, by trying them (bit attacks such as TBT, CVPR 2020, search by gradients):
 * of all candidates the worst is flipped, then the worst of the rest, until nothing hurts more; no parameter is flipped twice.
 * Candidates are the last layer's weights and all biases. A model whose scores are not finite reads class 0.
 * Yields now and then, so that a page can breathe; needs no randomness.
 * @param images rows x inputs, grey levels 0..15
 * @param most flips at most
 */
export function* searchBitFlips(
  parameters: Float32Array,
  spec: ModelSpec,
  images: Uint8Array,
  labels: Uint8Array,
  most = 8,
  bits = SEARCHED_BITS,
): Generator<BitSearch, BitFlip[]> {
  const broken = parameters.slice();
  const scored = everyFew(images, labels, spec.inputs);
  const candidates = candidatesOf(spec, bits);
  const flips: BitFlip[] = [];
  let accuracy = accuracyOf(broken, spec, images, labels);
  while (flips.length < most) {
    yield { flips: [...flips], tried: 0, of: candidates.length };
    const trial = new Trial(broken, spec, scored, activationsOf(broken, spec, scored.images));
    let [fewest, worst]: [number, Candidate | null] = [trial.right(), null];
    for (const [at, candidate] of candidates.entries()) {
      const right = flips.some(({ place }) => place === candidate.place) ? Infinity : trial.rightAfter(candidate);
      if (right < fewest) [fewest, worst] = [right, candidate];
      if ((at + 1) % CANDIDATES_A_SLICE === 0) yield { flips: [...flips], tried: at + 1, of: candidates.length };
    }
    if (!worst) break;
    const before = broken[worst.place]!;
    const after = withBitTurned(before, worst.bit);
    broken[worst.place] = after;
    const left = accuracyOf(broken, spec, images, labels);
    // What hurts the rows that are scored may help the others.
    if (left >= accuracy) break;
    accuracy = left;
    flips.push({ ...worst, before, after, accuracy });
  }
  return flips;
}

function accuracyOf(parameters: Float32Array, spec: ModelSpec, images: Uint8Array, labels: Uint8Array): number {
  const { logits } = activationsOf(parameters, spec, images);
  return countRows(labels, (row) => readAs(logits, row, spec.outputs) === labels[row]) / Math.max(1, labels.length);
}

function countRows(labels: Uint8Array, holds: (row: number) => boolean): number {
  let count = 0;
  for (let row = 0; row < labels.length; row++) if (holds(row)) count++;
  return count;
}

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

/** A 32-bit float with one bit turned. */
export function withBitTurned(value: number, bit: number): number {
  float[0] = value;
  word[0]! ^= 1 << bit;
  return float[0];
}

/** Each so-many-th row, so that about SCORED_ROWS are left. */
function everyFew(images: Uint8Array, labels: Uint8Array, inputs: number): Scored {
  const stride = Math.max(1, Math.floor(labels.length / SCORED_ROWS));
  const rows = Array.from(labels, (_, row) => row).filter((row) => row % stride === 0);
  const picked = new Uint8Array(rows.length * inputs);
  rows.forEach((row, i) => picked.set(images.subarray(row * inputs, (row + 1) * inputs), i * inputs));
  return { images: picked, labels: Uint8Array.from(rows, (row) => labels[row]!) };
}

interface Scored {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

function candidatesOf(spec: ModelSpec, bits: readonly number[]): Candidate[] {
  const layers = layersOf(spec);
  const places = layers.flatMap(({ weights, biases, outputs }, i) => {
    const from = i === layers.length - 1 ? weights : biases;
    return Array.from({ length: biases + outputs - from }, (_, at) => from + at);
  });
  return places.flatMap((place) => bits.map((bit) => ({ place, bit })));
}

/** A model on the scored rows, for trying one change at a time: only what hangs on it is computed. */
class Trial {
  readonly #parameters: Float32Array;
  readonly #spec: ModelSpec;
  readonly #layers: Layer[];
  readonly #rows: Scored;
  readonly #known: Activations;
  readonly #respond: (sum: number) => number;
  readonly #scores: Float32Array;

  constructor(parameters: Float32Array, spec: ModelSpec, rows: Scored, known: Activations) {
    this.#parameters = parameters;
    this.#spec = spec;
    this.#layers = layersOf(spec);
    this.#rows = rows;
    this.#known = known;
    this.#respond = responseOf(spec.activation);
    this.#scores = new Float32Array(spec.outputs);
  }

  /** Rows read right as it is. */
  right(): number {
    const { logits } = this.#known;
    return this.#count((row) => readAs(logits, row, this.#spec.outputs));
  }

  /** Rows read right after a bit is turned. */
  rightAfter({ place, bit }: Candidate): number {
    const at = this.#layers.findIndex(({ biases, outputs }) => place < biases + outputs);
    const { weights, biases, inputs, outputs } = this.#layers[at]!;
    const change = withBitTurned(this.#parameters[place]!, bit) - this.#parameters[place]!;
    const unit = (place < biases ? place - weights : place - biases) % outputs;
    const input = place < biases ? Math.floor((place - weights) / outputs) : null;
    const sums = this.#known.sums[at]!;
    return this.#count((row) => {
      const seen = input === null ? 1 : this.#seen(at, row * inputs + input);
      // The first layer skips paper, so that there not even an infinite weight is felt.
      if (seen === 0 && at === 0) return readAs(this.#known.logits, row, this.#spec.outputs);
      return this.#readWith(at, row, unit, Math.fround(sums[row * outputs + unit]! + seen * change));
    });
  }

  /** What a layer sees of one input of one row. */
  #seen(layer: number, at: number): number {
    return layer === 0 ? this.#rows.images[at]! / INK : this.#known.hidden[layer - 1]![at]!;
  }

  /** Class a row is read as when one weighted sum is another. */
  #readWith(at: number, row: number, unit: number, sum: number): number {
    const next = this.#layers[at + 1];
    if (!next) {
      const { outputs } = this.#spec;
      for (let j = 0; j < outputs; j++) this.#scores[j] = j === unit ? sum : this.#known.logits[row * outputs + j]!;
      return readAs(this.#scores, 0, outputs);
    }
    const last = this.#layers[at + 2];
    const sums = last ? new Float32Array(next.outputs) : this.#scores;
    const change = this.#respond(sum) - this.#known.hidden[at]![row * next.inputs + unit]!;
    const known = this.#known.sums[at + 1]!;
    for (let j = 0; j < next.outputs; j++)
      sums[j] = known[row * next.outputs + j]! + change * this.#parameters[next.weights + unit * next.outputs + j]!;
    return readAs(last ? sumsOf(this.#parameters, last, sums.map(this.#respond)) : sums, 0, this.#spec.outputs);
  }

  #count(read: (row: number) => number): number {
    const { labels } = this.#rows;
    return countRows(labels, (row) => read(row) === labels[row]);
  }
}
