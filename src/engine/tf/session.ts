import * as tf from '@tensorflow/tfjs-core';
import { applyPatch, type InputRows, type Inputs } from '#core/dataset.ts';
import { NOT_SHIFTED } from '#core/order.ts';
import { layersOf } from '#lab/model.ts';
import type { Progress, Session, TrainTask } from '../engine.ts';
import { writeRow } from './batch.ts';
import type { ContextWatch } from './context-watch.ts';
import { batchLoss, forward, inputTensor } from './net.ts';

/** Rows predicted at a time: bounds the memory a conv net's patches take. */
const PREDICT_ROWS = 250;
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** One model on TensorFlow.js; the same step as the SIMD kernel's, so that all engines agree. */
export class TfSession implements Session {
  readonly #task: TrainTask;
  readonly #rows: InputRows;
  readonly #watch: ContextWatch;
  readonly #weights: tf.Variable[] = [];
  readonly #velocity: tf.Variable[] = [];
  readonly #square: tf.Variable[] = [];
  readonly #progress: { loss: tf.Variable; right: tf.Variable };
  #seen = 0;
  #power1 = 1;
  #power2 = 1;

  constructor(task: TrainTask, watch: ContextWatch) {
    this.#task = task;
    this.#rows = applyPatch(task.base, task.patch);
    this.#watch = watch;
    const variable = (values: tf.Tensor, trainable = false) => {
      const made = tf.variable(values, trainable);
      values.dispose();
      return made;
    };
    let at = 0;
    for (const { inputs, outputs } of layersOf(task.spec)) {
      for (const shape of [[inputs, outputs], [outputs]]) {
        const size = tf.util.sizeFromShape(shape);
        this.#weights.push(variable(tf.tensor(task.initial.slice(at, at + size), shape), true));
        at += size;
        this.#velocity.push(variable(tf.zeros(shape)));
        if (task.hyper.optimiser === 'adam') this.#square.push(variable(tf.zeros(shape)));
      }
    }
    this.#progress = { loss: variable(tf.scalar(0)), right: variable(tf.scalar(0)) };
  }

  trainBatch(rows: Uint32Array, shift: Uint8Array, rate: number): void {
    this.#watch.check();
    const { spec } = this.#task;
    tf.tidy(() => {
      const { values, targets, weights } = this.#batch(rows, shift);
      const input = inputTensor(spec, values);
      const loss = () => {
        const out = forward(spec, this.#weights, input);
        if (spec.loss === 'cross-entropy') this.#count(out, targets, weights);
        return batchLoss[spec.loss](out, targets, weights);
      };
      const { value, grads } = tf.variableGrads(loss, this.#weights);
      this.#progress.loss.assign(tf.add(this.#progress.loss, tf.mul(value, rows.length)));
      this.#update(grads, rate);
    });
    this.#seen += rows.length;
  }

  async progress(): Promise<Progress> {
    const { loss: sum, right: count } = this.#progress;
    const [loss, right] = await this.#watch.read(Promise.all([sum.data(), count.data()]));
    return { loss: loss[0]! / this.#seen, accuracy: right[0]! / this.#seen };
  }

  async takeProgress(): Promise<Progress> {
    const progress = await this.progress();
    this.#seen = 0;
    tf.tidy(() => {
      this.#progress.loss.assign(tf.scalar(0));
      this.#progress.right.assign(tf.scalar(0));
    });
    return progress;
  }

  async parameters(): Promise<Float32Array> {
    const parts = await this.#watch.read(Promise.all(this.#weights.map((weight) => weight.data())));
    const flat = new Float32Array(this.#task.initial.length);
    let at = 0;
    for (const part of parts) {
      flat.set(part as Float32Array, at);
      at += part.length;
    }
    return flat;
  }

  async predict(x: Inputs): Promise<Float32Array> {
    const { spec } = this.#task;
    return this.#inChunks(x, spec.outputs, (out) => (spec.loss === 'cross-entropy' ? tf.softmax(out) : out));
  }

  async rowLoss(x: Inputs, y: Uint8Array): Promise<Float32Array> {
    const { spec } = this.#task;
    return this.#inChunks(x, 1, (out, from) => {
      const labels = tf.tensor1d(Int32Array.from(y.subarray(from, from + out.shape[0])), 'int32');
      return tf.neg(tf.sum(tf.mul(tf.oneHot(labels, spec.outputs), tf.logSoftmax(out)), 1));
    });
  }

  dispose(): void {
    for (const variable of [...this.#weights, ...this.#velocity, ...this.#square]) variable.dispose();
    this.#progress.loss.dispose();
    this.#progress.right.dispose();
  }

  /** Inputs, targets and row weights of a batch, padded to the full batch size so that shapes never change. */
  #batch(rows: Uint32Array, shift: Uint8Array) {
    const { spec, hyper, targets } = this.#task;
    const values = new Float32Array(hyper.batchSize * spec.inputs);
    const wanted = new Float32Array(hyper.batchSize * spec.outputs);
    const weights = new Float32Array(hyper.batchSize);
    rows.forEach((row, slot) => {
      writeRow(values, slot, rowOf(this.#rows.x, row, spec.inputs), shift[slot]!);
      weights[slot] = 1 / rows.length;
      if (targets) wanted.set(targets.subarray(row * spec.outputs, (row + 1) * spec.outputs), slot * spec.outputs);
      else wanted[slot * spec.outputs + this.#rows.y[row]!] = 1;
    });
    return {
      values,
      targets: tf.tensor2d(wanted, [hyper.batchSize, spec.outputs]),
      weights: tf.tensor2d(weights, [hyper.batchSize, 1]),
    };
  }

  #count(out: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor): void {
    const right = tf.cast(tf.equal(tf.argMax(out, 1), tf.argMax(targets, 1)), 'float32');
    const real = tf.reshape(tf.cast(tf.greater(weights, 0), 'float32'), [-1]);
    this.#progress.right.assign(tf.add(this.#progress.right, tf.sum(tf.mul(right, real))));
  }

  #update(grads: tf.NamedTensorMap, rate: number): void {
    const { hyper } = this.#task;
    this.#power1 *= BETA1;
    this.#power2 *= BETA2;
    this.#weights.forEach((weight, i) => {
      const decayed = weight.rank > 1 && hyper.weightDecay > 0;
      const own = grads[weight.name]!;
      const gradient = decayed ? tf.add(own, tf.mul(weight, hyper.weightDecay)) : own;
      const velocity = this.#velocity[i]!;
      if (hyper.optimiser === 'adam') {
        const square = this.#square[i]!;
        velocity.assign(tf.add(tf.mul(velocity, BETA1), tf.mul(gradient, 1 - BETA1)));
        square.assign(tf.add(tf.mul(square, BETA2), tf.mul(tf.square(gradient), 1 - BETA2)));
        const scale = tf.add(tf.mul(tf.sqrt(square), 1 / Math.sqrt(1 - this.#power2)), EPSILON);
        weight.assign(tf.sub(weight, tf.mul(tf.div(velocity, scale), rate / (1 - this.#power1))));
      } else {
        velocity.assign(tf.add(tf.mul(velocity, hyper.momentum), gradient));
        weight.assign(tf.sub(weight, tf.mul(velocity, rate)));
      }
    });
  }

  async #inChunks(
    x: Inputs,
    width: number,
    finish: (out: tf.Tensor2D, from: number) => tf.Tensor,
  ): Promise<Float32Array> {
    this.#watch.check();
    const { spec } = this.#task;
    const rows = x.length / spec.inputs;
    const values = new Float32Array(rows * width);
    for (let from = 0; from < rows; from += PREDICT_ROWS) {
      const chunk = valuesOf(x.subarray(from * spec.inputs, (from + PREDICT_ROWS) * spec.inputs), spec.inputs);
      const out = tf.tidy(() => finish(forward(spec, this.#weights, inputTensor(spec, chunk)), from));
      values.set((await this.#watch.read(out.data())) as Float32Array, from * width);
      out.dispose();
    }
    return values;
  }
}

const rowOf = (x: Inputs, row: number, inputs: number): Inputs => x.subarray(row * inputs, (row + 1) * inputs);

function valuesOf(x: Inputs, inputs: number): Float32Array {
  const values = new Float32Array(x.length);
  for (let row = 0; row < x.length / inputs; row++) writeRow(values, row, rowOf(x, row, inputs), NOT_SHIFTED);
  return values;
}
