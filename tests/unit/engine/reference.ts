import { applyPatch, INK, SIDE, type Inputs } from '#core/dataset.ts';
import { NOT_SHIFTED, shiftOf } from '#core/order.ts';
import { layersOf } from '#lab/model.ts';
import type { TrainTask } from '#engine/engine.ts';

/**
 * An independent trainer in plain 64-bit arithmetic, as simple as can be, for the engines to be compared with.
 * Returns loss and gradient (flat, as parameters) of a batch, averaged over its rows.
 */
export function lossAndGradient(
  task: TrainTask,
  parameters: ArrayLike<number>,
  rows: ArrayLike<number>,
  shifts: ArrayLike<number>,
) {
  const { spec, targets } = task;
  const data = applyPatch(task.base, task.patch);
  const layers = layersOf(spec);
  const gradient = new Float64Array(parameters.length);
  const act = (z: number) => (spec.activation === 'relu' ? Math.max(0, z) : Math.tanh(z));
  const slope = (a: number) => (spec.activation === 'relu' ? (a > 0 ? 1 : 0) : 1 - a * a);
  let loss = 0;
  for (let b = 0; b < rows.length; b++) {
    const outs = [inputsOf(data.x, rows[b]!, spec.inputs, shifts[b]!)];
    layers.forEach((layer, l) => {
      const z = Array.from({ length: layer.outputs }, (_, j) =>
        outs[l]!.reduce(
          (sum, x, i) => sum + x * parameters[layer.weights + i * layer.outputs + j]!,
          parameters[layer.biases + j]!,
        ),
      );
      outs.push(l < layers.length - 1 ? z.map(act) : z);
    });
    const last = outs.at(-1)!;
    let delta: number[];
    if (spec.loss === 'cross-entropy') {
      const most = Math.max(...last);
      const exps = last.map((z) => Math.exp(z - most));
      const sum = exps.reduce((a, c) => a + c, 0);
      const label = data.y[rows[b]!]!;
      loss += Math.log(sum) + most - last[label]!;
      delta = exps.map((e, c) => e / sum - (c === label ? 1 : 0));
    } else {
      const errors = last.map((z, c) => z - targets![rows[b]! * spec.outputs + c]!);
      loss += errors.reduce((sum, e) => sum + e * e, 0) / spec.outputs;
      delta = errors.map((e) => (2 * e) / spec.outputs);
    }
    for (let l = layers.length - 1; l >= 0; l--) {
      const layer = layers[l]!;
      const input = outs[l]!;
      const back = input.map((x, i) => {
        let sum = 0;
        for (let j = 0; j < layer.outputs; j++) {
          gradient[layer.weights + i * layer.outputs + j]! += (x * delta[j]!) / rows.length;
          sum += parameters[layer.weights + i * layer.outputs + j]! * delta[j]!;
        }
        return sum * slope(x);
      });
      delta.forEach((d, j) => (gradient[layer.biases + j]! += d / rows.length));
      delta = back;
    }
  }
  return { loss: loss / rows.length, gradient };
}

/** One row as the model sees it; only an image can be shifted. */
function inputsOf(x: Inputs, row: number, inputs: number, code: number): number[] {
  const unit = x instanceof Uint8Array ? INK : 1;
  if (code === NOT_SHIFTED) return Array.from(x.subarray(row * inputs, (row + 1) * inputs), (value) => value / unit);
  return shifted(x, row, code);
}

function shifted(x: Inputs, row: number, code: number): number[] {
  const { dx, dy } = shiftOf(code);
  return Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [column, line] = [(i % SIDE) - dx, Math.floor(i / SIDE) - dy];
    const inside = column >= 0 && column < SIDE && line >= 0 && line < SIDE;
    return inside ? x[row * SIDE * SIDE + line * SIDE + column]! / INK : 0;
  });
}

/** Parameters after steps of SGD with momentum, each with its own rows and shifts. */
export function referenceSteps(
  task: TrainTask,
  batches: readonly (readonly [ArrayLike<number>, ArrayLike<number>])[],
  rate: number,
): Float64Array {
  const parameters = Float64Array.from(task.initial);
  const velocity = new Float64Array(parameters.length);
  const isWeight = new Uint8Array(parameters.length);
  for (const { weights, biases } of layersOf(task.spec)) isWeight.fill(1, weights, biases);
  for (const [rows, shifts] of batches) {
    const { gradient } = lossAndGradient(task, parameters, rows, shifts);
    parameters.forEach((w, i) => {
      velocity[i] = task.hyper.momentum * velocity[i]! + gradient[i]! + (isWeight[i] ? task.hyper.weightDecay * w : 0);
    });
    velocity.forEach((v, i) => (parameters[i]! -= rate * v));
  }
  return parameters;
}
