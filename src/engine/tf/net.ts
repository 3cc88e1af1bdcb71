import * as tf from '@tensorflow/tfjs-core';
import { addGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Add_grad.js';
import { concatGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Concat_grad.js';
import { reluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Relu_grad.js';
import { reshapeGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Reshape_grad.js';
import { sliceGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Slice_grad.js';
import { tanhGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Tanh_grad.js';
import { CONV, type ModelSpec } from '#lab/model.ts';
import { PATCHED, toPatches } from './batch.ts';

// Only what the nets below need: all gradients together would double the chunk.
for (const config of [
  addGradConfig,
  concatGradConfig,
  reluGradConfig,
  reshapeGradConfig,
  sliceGradConfig,
  tanhGradConfig,
]) {
  tf.registerGradient(config);
}

/**
 * a x b whose gradient transposes first and then multiplies plainly: the WebAssembly backend's product of transposed
 * operands is two hundred times slower.
 */
const dot = tf.customGrad((a, b, save) => {
  const [left, right] = [a as tf.Tensor2D, b as tf.Tensor2D];
  (save as tf.GradSaveFunc)([left, right]);
  return {
    value: tf.matMul(left, right),
    gradFunc: (dy, saved) => {
      const [l, r] = saved as [tf.Tensor2D, tf.Tensor2D];
      return [tf.matMul(dy as tf.Tensor2D, tf.transpose(r)), tf.matMul(tf.transpose(l), dy as tf.Tensor2D)];
    },
  };
}) as (a: tf.Tensor, b: tf.Tensor) => tf.Tensor2D;

/** What a net takes in for a batch of images (rows x inputs): the images themselves, or their patches for a conv net. */
export function inputTensor(spec: ModelSpec, images: Float32Array): tf.Tensor2D {
  const rows = images.length / spec.inputs;
  if (spec.kind === 'dense') return tf.tensor2d(images, [rows, spec.inputs]);
  return tf.tensor2d(toPatches(images), [(rows * PATCHED) / CONV.kernel1 ** 2, CONV.kernel1 ** 2]);
}

/**
 * Logits (or raw outputs), rows x outputs.
 * @param weights per layer its weights [inputs, outputs] and biases [outputs]
 */
export function forward(spec: ModelSpec, weights: readonly tf.Tensor[], input: tf.Tensor2D): tf.Tensor2D {
  const layer = (x: tf.Tensor, index: number) =>
    tf.add(dot(x, weights[2 * index]!), weights[2 * index + 1]!) as tf.Tensor2D;
  if (spec.kind === 'conv')
    return layer(
      convolve2(tf.relu(layer(input, 0)), (x) => tf.relu(layer(x, 1))),
      2,
    );
  const activate = spec.activation === 'relu' ? tf.relu : tf.tanh;
  const hidden = spec.hidden.reduce((x, _, index) => activate(layer(x, index)), input);
  return layer(hidden, spec.hidden.length);
}

/**
 * The second convolution as slices, concat and a product: the WebAssembly backend has no gradient for its own. Every other
 * row and column is picked by folding pairs into an axis and slicing that, since strided slices have no gradient either.
 * @param x rows * 144 x 8
 * @returns rows x 400
 */
function convolve2(x: tf.Tensor2D, filter: (patches: tf.Tensor2D) => tf.Tensor2D): tf.Tensor2D {
  const { side1, side2, filters1, filters2, kernel2 } = CONV;
  const rows = x.shape[0] / side1 ** 2;
  const image = tf.reshape(x, [rows, side1, side1, filters1]);
  const parts: tf.Tensor2D[] = [];
  for (let ky = 0; ky < kernel2; ky++) {
    for (let kx = 0; kx < kernel2; kx++) {
      const window = tf.slice(image, [0, ky, kx, 0], [rows, 2 * side2, 2 * side2, filters1]);
      const pairs = tf.reshape(window, [rows * side2, 2, side2, 2 * filters1]);
      const picked = tf.slice(pairs, [0, 0, 0, 0], [rows * side2, 1, side2, filters1]);
      parts.push(tf.reshape(picked, [rows * side2 ** 2, filters1]));
    }
  }
  return tf.reshape(filter(tf.concat(parts, 1)), [rows, side2 ** 2 * filters2]);
}

/**
 * Loss of a batch: each row's loss times its weight, summed. Cross-entropy has its gradient written out, softmax minus
 * target, since that is exact where log and exp would overflow.
 * @param targets rows x outputs: one-hot labels, or regression targets
 * @param weights rows x 1: 1 / count for real rows, 0 for padding
 */
export const batchLoss: Record<
  ModelSpec['loss'],
  (out: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor) => tf.Scalar
> = {
  'cross-entropy': weighted((out, targets) => ({
    rowLoss: tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(out)), 1, true)),
    slope: () => tf.sub(tf.softmax(out as tf.Tensor2D), targets),
  })),
  'squared-error': weighted((out, targets) => ({
    rowLoss: tf.mean(tf.square(tf.sub(out, targets)), 1, true),
    slope: () => tf.mul(tf.sub(out, targets), 2 / out.shape[1]!),
  })),
};

function weighted(lossOf: (out: tf.Tensor, targets: tf.Tensor) => { rowLoss: tf.Tensor; slope: () => tf.Tensor }) {
  return (out: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor): tf.Scalar =>
    tf.customGrad((x, save) => {
      (save as tf.GradSaveFunc)([x as tf.Tensor]);
      return {
        value: tf.sum(tf.mul(lossOf(x as tf.Tensor, targets).rowLoss, weights)) as tf.Scalar,
        gradFunc: (dy, saved) => [tf.mul(tf.mul(lossOf((saved as tf.Tensor[])[0]!, targets).slope(), weights), dy)],
      };
    })(out) as tf.Scalar;
}
