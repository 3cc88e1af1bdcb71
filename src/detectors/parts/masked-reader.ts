import { INK } from '#core/dataset.ts';
import { expOf, logOf } from '#core/elementary.ts';
import { responseOf } from '#lab/dense-net.ts';
import { layersOf, type Layer, type ModelSpec } from '#lab/model.ts';

/** What a mask and a pattern do to all images at once, and how to change them for the better. */
export interface MaskedAnswer {
  /** Mean cross-entropy of the target class, in nats. */
  readonly loss: number;
  /** Share of the images that are read as the target class. */
  readonly success: number;
  /** Gradients of the loss by mask and by pattern, one number per pixel. The arrays are the same each time. */
  readonly byMask: Float64Array;
  readonly byPattern: Float64Array;
}

/**
 * A dense reader looking at images through a mask: each pixel is (1 - mask) x image + mask x pattern. Forward and backward pass
 * together. What mask and pattern add to the first layer is the same for all images, and most pixels are paper, so that an image
 * costs a fraction of a dense one.
 */
export class MaskedReader {
  readonly #parameters: Float32Array;
  readonly #spec: ModelSpec;
  readonly #layers: readonly Layer[];
  /** Inked pixels of each image, and their grey levels as the model sees them. */
  readonly #inked: readonly { readonly cells: Uint16Array; readonly ink: Float64Array }[];
  readonly #byMask: Float64Array;
  readonly #byPattern: Float64Array;
  /** Per pixel and unit of the first layer: what the ink there is worth to the loss. */
  readonly #inkBlame: Float64Array;
  /** Responses (the logits, in the last) and blame of each layer's units, for the image at hand. */
  readonly #responses: readonly Float64Array[];
  readonly #blame: readonly Float64Array[];

  /** @param images rows x inputs, grey levels 0..15 */
  constructor(parameters: Float32Array, spec: ModelSpec, images: Uint8Array) {
    this.#parameters = parameters;
    this.#spec = spec;
    this.#layers = layersOf(spec);
    this.#inked = Array.from({ length: images.length / spec.inputs }, (_, row) => inkedOf(images, row, spec.inputs));
    this.#byMask = new Float64Array(spec.inputs);
    this.#byPattern = new Float64Array(spec.inputs);
    this.#inkBlame = new Float64Array(spec.inputs * this.#layers[0]!.outputs);
    this.#responses = this.#layers.map(({ outputs }) => new Float64Array(outputs));
    this.#blame = this.#layers.map(({ outputs }) => new Float64Array(outputs));
  }

  get rows(): number {
    return this.#inked.length;
  }

  /**
   * @param mask and pattern from 0 to 1, one number per pixel
   * @param from first of the images to look at
   * @param count how many, going on from the first after the last
   */
  look(mask: Float64Array, pattern: Float64Array, target: number, from: number, count: number): MaskedAnswer {
    const parameters = this.#parameters;
    const inkBlame = this.#inkBlame.fill(0);
    const first = this.#layers[0]!;
    const shared = this.#sharedSums(mask, pattern, first);
    const sharedBlame = new Float64Array(first.outputs);
    let [loss, successes] = [0, 0];
    for (let i = 0; i < count; i++) {
      const { cells, ink } = this.#inked[(from + i) % this.rows]!;
      const sums = this.#responses[0]!;
      sums.set(shared);
      for (let k = 0; k < cells.length; k++) {
        const cell = cells[k]!;
        const scale = (1 - mask[cell]!) * ink[k]!;
        const weights = first.weights + cell * first.outputs;
        for (let j = 0; j < first.outputs; j++) sums[j]! += scale * parameters[weights + j]!;
      }
      this.#forward();
      const answer = this.#blameLogits(target);
      loss += answer.loss;
      if (answer.isTarget) successes++;
      this.#backward();
      const blame = this.#blame[0]!;
      for (let j = 0; j < first.outputs; j++) sharedBlame[j]! += blame[j]!;
      for (let k = 0; k < cells.length; k++) {
        const at = cells[k]! * first.outputs;
        const level = ink[k]!;
        for (let j = 0; j < first.outputs; j++) inkBlame[at + j]! += level * blame[j]!;
      }
    }
    this.#gather(mask, pattern, first, sharedBlame, count);
    return { loss: loss / count, success: successes / count, byMask: this.#byMask, byPattern: this.#byPattern };
  }

  /** What bias, mask and pattern give every image's first layer. */
  #sharedSums(mask: Float64Array, pattern: Float64Array, { inputs, outputs, weights, biases }: Layer): Float64Array {
    const parameters = this.#parameters;
    const sums = Float64Array.from({ length: outputs }, (_, j) => parameters[biases + j]!);
    for (let i = 0; i < inputs; i++) {
      const scale = mask[i]! * pattern[i]!;
      for (let j = 0; j < outputs; j++) sums[j]! += scale * parameters[weights + i * outputs + j]!;
    }
    return sums;
  }

  #forward(): void {
    const parameters = this.#parameters;
    const respond = responseOf(this.#spec.activation);
    for (let place = 1; place < this.#layers.length; place++) {
      const { inputs, outputs, weights, biases } = this.#layers[place]!;
      const [below, sums] = [this.#responses[place - 1]!, this.#responses[place]!];
      for (let j = 0; j < outputs; j++) sums[j] = parameters[biases + j]!;
      for (let i = 0; i < inputs; i++) {
        const response = (below[i] = respond(below[i]!));
        if (response === 0) continue;
        for (let j = 0; j < outputs; j++) sums[j]! += response * parameters[weights + i * outputs + j]!;
      }
    }
  }

  /** Softmax and cross-entropy: leaves share minus wish in the last layer's blame. */
  #blameLogits(target: number): { loss: number; isTarget: boolean } {
    const [logits, blame] = [this.#responses.at(-1)!, this.#blame.at(-1)!];
    const highest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
    let sum = 0;
    for (let c = 0; c < logits.length; c++) sum += blame[c] = expOf(logits[c]! - highest);
    for (let c = 0; c < logits.length; c++) blame[c]! /= sum;
    blame[target]! -= 1;
    return { loss: highest + logOf(sum) - logits[target]!, isTarget: logits[target] === highest };
  }

  #backward(): void {
    const parameters = this.#parameters;
    const isReLU = this.#spec.activation === 'relu';
    for (let place = this.#layers.length - 1; place > 0; place--) {
      const { inputs, outputs, weights } = this.#layers[place]!;
      const [above, below, responses] = [this.#blame[place]!, this.#blame[place - 1]!, this.#responses[place - 1]!];
      for (let i = 0; i < inputs; i++) {
        const slope = isReLU ? (responses[i]! > 0 ? 1 : 0) : 1 - responses[i]! ** 2;
        let blame = 0;
        if (slope !== 0) for (let j = 0; j < outputs; j++) blame += above[j]! * parameters[weights + i * outputs + j]!;
        below[i] = slope * blame;
      }
    }
  }

  /** Gradients by mask and pattern from the blame of the first layer's sums, summed over the images. */
  #gather(mask: Float64Array, pattern: Float64Array, first: Layer, sharedBlame: Float64Array, count: number): void {
    const [parameters, inkBlame] = [this.#parameters, this.#inkBlame];
    for (let i = 0; i < first.inputs; i++) {
      let [ofPattern, ofInk] = [0, 0];
      const at = i * first.outputs;
      for (let j = 0; j < first.outputs; j++) {
        const weight = parameters[first.weights + at + j]!;
        ofPattern += weight * sharedBlame[j]!;
        ofInk += weight * inkBlame[at + j]!;
      }
      this.#byMask[i] = (pattern[i]! * ofPattern - ofInk) / count;
      this.#byPattern[i] = (mask[i]! * ofPattern) / count;
    }
  }
}

function inkedOf(images: Uint8Array, row: number, inputs: number) {
  const image = images.subarray(row * inputs, (row + 1) * inputs);
  const cells = Uint16Array.from(image.keys()).filter((cell) => image[cell]! > 0);
  return { cells, ink: Float64Array.from(cells, (cell) => image[cell]! / INK) };
}
