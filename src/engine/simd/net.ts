import { PIXELS } from '#core/dataset.ts';
import { layersOf, type Hyperparameters, type Layer, type ModelSpec } from '#lab/model.ts';
import type { KernelMemory } from './memory.ts';

/** Words (4 bytes) of the kernel's records, see kernel/records.ts. */
const LAYER_WORDS = 13;
const NET_WORDS = 9;
/** Blocks of parameter-shaped memory: parameters, gradient, velocity, second moments. */
const BLOCKS = 4;

const paddedTo4 = (width: number) => Math.ceil(width / 4) * 4;

/** Where one padded layer lies within a block, in floats. */
interface PaddedLayer extends Layer {
  readonly padded: number;
  readonly at: number;
}

/** A net's records, parameters and work space in the kernel's memory. */
export class KernelNet {
  readonly address: number;
  readonly #memory: KernelMemory;
  readonly #layers: readonly PaddedLayer[];
  readonly #block: number;
  readonly #blockFloats: number;
  readonly #taken: number[] = [];

  constructor(memory: KernelMemory, spec: ModelSpec, hyper: Hyperparameters) {
    this.#memory = memory;
    let at = 0;
    this.#layers = layersOf(spec).map((layer) => {
      const padded = paddedTo4(layer.outputs);
      const placed = { ...layer, padded, at };
      at += (layer.inputs + 1) * padded;
      return placed;
    });
    this.#blockFloats = at;
    this.#block = this.#take(4 * BLOCKS * at);
    memory.f32(this.#block, BLOCKS * at).fill(0);
    this.address = this.#writeNet(spec, hyper, this.#writeLayers());
  }

  /** Copies flat parameters (see `layersOf`) in, or out when there are none to copy in. */
  parameters(given?: Float32Array): Float32Array {
    const block = this.#memory.f32(this.#block, this.#blockFloats);
    const last = this.#layers.at(-1)!;
    const flat = given ?? new Float32Array(last.biases + last.outputs);
    for (const { inputs, outputs, padded, at, weights } of this.#layers) {
      // The bias row follows the weight rows in both layouts, so it is simply one row more.
      for (let row = 0; row <= inputs; row++) {
        const inner = block.subarray(at + row * padded, at + row * padded + outputs);
        const outer = flat.subarray(weights + row * outputs, weights + (row + 1) * outputs);
        if (given) inner.set(outer);
        else outer.set(inner);
      }
    }
    return flat;
  }

  release(): void {
    for (const address of this.#taken) this.#memory.give(address);
  }

  #take(bytes: number): number {
    const address = this.#memory.take(bytes);
    this.#taken.push(address);
    return address;
  }

  #writeLayers(): number {
    const records = this.#take(4 * LAYER_WORDS * this.#layers.length);
    this.#layers.forEach((layer, index) => {
      const { inputs, outputs, padded, at } = layer;
      const out = this.#take(4 * padded);
      const delta = this.#take(4 * padded);
      this.#memory.f32(out, padded).fill(0);
      this.#memory.f32(delta, padded).fill(0);
      const inBlock = (block: number) => {
        const weights = this.#block + 4 * (block * this.#blockFloats + at);
        return [weights, weights + 4 * inputs * padded];
      };
      const words = [inputs, outputs, padded, ...[0, 1, 2, 3].flatMap(inBlock), out, delta];
      this.#memory.u32(records + 4 * LAYER_WORDS * index, LAYER_WORDS).set(words);
    });
    return records;
  }

  #writeNet(spec: ModelSpec, hyper: Hyperparameters, layers: number): number {
    const [address, columns, values] = [this.#take(4 * NET_WORDS), this.#take(2 * PIXELS), this.#take(4 * PIXELS)];
    // Only once all is taken: what is taken later may grow the memory, and so detach the view.
    const words = this.#memory.u32(address, NET_WORDS);
    words.set([
      layers,
      this.#layers.length,
      spec.activation === 'tanh' ? 1 : 0,
      spec.loss === 'squared-error' ? 1 : 0,
      hyper.optimiser === 'adam' ? 1 : 0,
    ]);
    this.#memory.f32(address + 20, 2).set([hyper.momentum, hyper.weightDecay]);
    words.set([columns, values], 7);
    return address;
  }
}
