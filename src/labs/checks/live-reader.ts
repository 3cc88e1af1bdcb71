import type { Dataset } from '#core/dataset.ts';
import { layersOf, parameterCount, type Layer, type ModelSpec } from '#lab/model.ts';
import type { TwinPredictions } from './evidence.ts';
import { LiveInputs } from './live-inputs.ts';
import { LiveLayer } from './live-layer.ts';
import { softmaxRows } from './live-softmax.ts';
import { LiveUnits } from './live-units.ts';

/**
 * Reads the test rows with a model whose parameters are being edited, on the page's own thread: only what an edit can change
 * is worked out again. A preview, within 1e-4 of the engine's probabilities; the engine's take its place.
 */
export class LiveReader {
  readonly #outputs: number;
  readonly #parameters: number;
  readonly #plainRows: number;
  readonly #inputs: LiveInputs;
  readonly #first: Layer;
  /** Units of every layer, and what lies between them. */
  readonly #units: readonly LiveUnits[];
  readonly #layers: readonly LiveLayer[];
  /** Parameters read with last; they mean nothing unless `known`. */
  readonly #last: Float32Array;
  #known = false;
  /** Number of the reading under way: one that was left halfway must not go on after another has begun. */
  #turn = 0;

  /** Whether this kind of model can be read so: class probabilities from a dense net with at most two hidden layers. */
  static supports({ kind, hidden, loss }: ModelSpec): boolean {
    return kind === 'dense' && hidden.length <= 2 && loss === 'cross-entropy';
  }

  /**
   * @param triggered the test images with the trigger on each, null without one; another trigger needs another reader
   * @throws TypeError for a model it does not support
   */
  constructor(spec: ModelSpec, test: Dataset, triggered: Uint8Array | null) {
    if (!LiveReader.supports(spec)) throw new TypeError(`no live reading of a ${spec.kind} model`);
    const layers = layersOf(spec);
    this.#outputs = spec.outputs;
    this.#parameters = parameterCount(spec);
    this.#plainRows = test.rows;
    const inputs = (this.#inputs = new LiveInputs(test, triggered));
    this.#first = layers[0]!;
    const units = layers.map(
      ({ outputs }, i) => new LiveUnits(outputs, inputs.rows, i === layers.length - 1 ? 'none' : spec.activation),
    );
    this.#units = units;
    this.#layers = layers.slice(1).map((layer, i) => new LiveLayer(layer, units[i]!, units[i + 1]!));
    this.#last = new Float32Array(this.#parameters);
  }

  /**
   * Does in small steps what the first reading would otherwise do at once: makes the tables and, given parameters, reads with
   * them. May be left at any step; `read` does what is missing, and ends a preparation under way.
   */
  *prepare(parameters: Float32Array | null = null): Generator<void, void> {
    yield* this.#inputs.prepare();
    if (parameters) yield* this.#update(parameters.slice());
  }

  /**
   * Probabilities on the test rows, in new arrays.
   * @param parameters not kept
   * @throws RangeError when there are not as many as the model has
   */
  read(parameters: Float32Array): TwinPredictions {
    finish(this.#inputs.prepare());
    finish(this.#update(parameters));
    const [plain, rows] = [this.#plainRows, this.#inputs.rows];
    const logits = this.#units.at(-1)!.now;
    return {
      plain: softmaxRows(logits, rows, 0, plain, this.#outputs),
      triggered: rows > plain ? softmaxRows(logits, rows, plain, rows, this.#outputs) : null,
    };
  }

  /** Has the next reading work everything out anew. */
  exact(): void {
    this.#known = false;
    this.#turn++;
  }

  *#update(parameters: Float32Array): Generator<void, void> {
    if (parameters.length !== this.#parameters)
      throw new RangeError(`${parameters.length} parameters for a model of ${this.#parameters}`);
    const turn = ++this.#turn;
    for (const step of this.#steps(parameters)) {
      yield step;
      if (turn !== this.#turn) return;
    }
  }

  *#steps(parameters: Float32Array): Generator<void, void> {
    const wasKnown = this.#known;
    // Until all is done, so that a reading left halfway leaves nothing that counts.
    this.#known = false;
    for (const units of this.#units) units.begin();
    const last = wasKnown ? this.#last : null;
    yield* this.#inputs.update(parameters, this.#first, changedUnits(this.#first, parameters, last), this.#units[0]!);
    for (const layer of this.#layers) yield* layer.update(parameters, last);
    this.#last.set(parameters);
    this.#known = true;
  }
}

function finish(work: Generator<void, void>): void {
  while (!work.next().done);
}

/** Units of the first layer with a weight or bias of other bits than before; all of them without a before. */
function changedUnits({ outputs, weights, biases }: Layer, now: Float32Array, last: Float32Array | null): number[] {
  const all = Array.from({ length: outputs }, (_, unit) => unit);
  if (!last) return all;
  const bits = new Int32Array(now.buffer, now.byteOffset, now.length);
  const bitsBefore = new Int32Array(last.buffer, last.byteOffset, last.length);
  const changed = new Uint8Array(outputs);
  for (let from = weights; from < biases + outputs; from += outputs) {
    for (let unit = 0; unit < outputs; unit++) if (bits[from + unit] !== bitsBefore[from + unit]) changed[unit] = 1;
  }
  return all.filter((unit) => changed[unit]);
}
