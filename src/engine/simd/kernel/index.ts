// WebAssembly SIMD kernel for tiny dense nets on sparse rows. All memory is the wrapper's; nothing is allocated here.
// exp, log and tanh are AssemblyScript's own portable versions, so that every machine computes the same bits.
import { addBiasGradient, backwardDense, forwardDense, forwardSparse, scatterSparse } from './linear';
import { Layer, Net, Rows } from './records';
import { adam, sgd } from './update';

const SIDE: i32 = 28;
const PIXELS: i32 = 784;
const NOT_SHIFTED: i32 = 4;

let lossSum: f64 = 0;
let rightSum: i32 = 0;
let usedColumns: usize = 0;
let usedValues: usize = 0;
let usedCount: i32 = 0;
let usedMove: i32 = 0;

function layerAt(net: Net, index: i32): Layer {
  return changetype<Layer>(net.layers + <usize>index * offsetof<Layer>());
}

/**
 * Points the used row at row `row`, moved by the shift code. A row with nothing on its edge is moved by an offset alone;
 * of another, a copy is made without the pixels that are moved over the edge.
 */
function useRow(net: Net, rows: Rows, row: i32, shift: i32): void {
  const at = (<usize>row) << 2;
  usedColumns = load<u32>(rows.columns + at);
  usedValues = load<u32>(rows.values + at);
  usedCount = load<i32>(rows.counts + at);
  usedMove = 0;
  if (shift == NOT_SHIFTED) return;
  const dx = (shift % 3) - 1;
  const move = dx + SIDE * (shift / 3 - 1);
  if (load<u8>(rows.roomy + <usize>row)) {
    usedMove = move;
    return;
  }
  let kept = 0;
  for (let k = 0; k < usedCount; k++) {
    const column = <i32>load<u16>(usedColumns + ((<usize>k) << 1));
    const x = (column % SIDE) + dx;
    const moved = column + move;
    if (x < 0 || x >= SIDE || moved < 0 || moved >= PIXELS) continue;
    store<u16>(net.scratchColumns + ((<usize>kept) << 1), <u16>moved);
    store<f32>(net.scratchValues + ((<usize>kept) << 2), load<f32>(usedValues + ((<usize>k) << 2)));
    kept++;
  }
  usedColumns = net.scratchColumns;
  usedValues = net.scratchValues;
  usedCount = kept;
}

function activate(net: Net, layer: Layer): void {
  const end = (<usize>layer.padded) << 2;
  if (net.activation == 0) {
    for (let j: usize = 0; j < end; j += 16)
      v128.store(layer.out + j, f32x4.max(v128.load(layer.out + j), f32x4.splat(0)));
  } else {
    for (let j: usize = 0; j < end; j += 4) store<f32>(layer.out + j, NativeMathf.tanh(load<f32>(layer.out + j)));
  }
}

/** delta of a hidden layer: what came back, times the activation's slope. */
function throughActivation(net: Net, layer: Layer): void {
  const end = (<usize>layer.padded) << 2;
  const one = f32x4.splat(1);
  for (let j: usize = 0; j < end; j += 16) {
    const out = v128.load(layer.out + j);
    const back = v128.load(layer.delta + j);
    const through =
      net.activation == 0
        ? v128.and(back, f32x4.gt(out, f32x4.splat(0)))
        : f32x4.mul(back, f32x4.sub(one, f32x4.mul(out, out)));
    v128.store(layer.delta + j, through);
  }
}

function forward(net: Net): Layer {
  let layer = layerAt(net, 0);
  forwardSparse(layer, usedColumns, usedValues, usedCount, usedMove);
  for (let l = 1; l < net.depth; l++) {
    activate(net, layer);
    const next = layerAt(net, l);
    forwardDense(next, layer.out);
    layer = next;
  }
  return layer;
}

/** Logits to probabilities in place; returns log(sum exp) so that a row's loss is that minus its label's logit. */
function softmax(out: usize, classes: i32): f32 {
  let most = load<f32>(out);
  for (let c = 1; c < classes; c++) most = max(most, load<f32>(out + ((<usize>c) << 2)));
  let sum: f32 = 0;
  for (let c = 0; c < classes; c++) {
    const at = out + ((<usize>c) << 2);
    const e = NativeMathf.exp(load<f32>(at) - most);
    store<f32>(at, e);
    sum += e;
  }
  for (let c = 0; c < classes; c++) {
    const at = out + ((<usize>c) << 2);
    store<f32>(at, load<f32>(at) / sum);
  }
  return most + NativeMathf.log(sum);
}

/** Loss of the row in use against its label or targets; leaves probabilities (or outputs) in the last layer. */
function lossOf(net: Net, last: Layer, rows: Rows, row: i32): f32 {
  if (net.loss == 0) {
    const label = <usize>load<u8>(rows.labels + <usize>row);
    const logit = load<f32>(last.out + (label << 2));
    return softmax(last.out, last.outputs) - logit;
  }
  let sum: f32 = 0;
  const target = rows.targets + ((<usize>row * <usize>last.outputs) << 2);
  for (let c: usize = 0; c < <usize>last.outputs; c++) {
    const error = load<f32>(last.out + (c << 2)) - load<f32>(target + (c << 2));
    sum += error * error;
  }
  return sum / <f32>last.outputs;
}

/** delta of the last layer, averaged over the batch; counts a classification that is right. */
function lossDelta(net: Net, last: Layer, rows: Rows, row: i32, scale: f32): void {
  if (net.loss == 0) {
    const label = <i32>load<u8>(rows.labels + <usize>row);
    let best = 0;
    for (let c = 0; c < last.outputs; c++) {
      const p = load<f32>(last.out + ((<usize>c) << 2));
      if (p > load<f32>(last.out + ((<usize>best) << 2))) best = c;
      store<f32>(last.delta + ((<usize>c) << 2), (p - (c == label ? <f32>1 : <f32>0)) * scale);
    }
    if (best == label) rightSum++;
    return;
  }
  const target = rows.targets + ((<usize>row * <usize>last.outputs) << 2);
  const slope: f32 = (2 / <f32>last.outputs) * scale;
  for (let c: usize = 0; c < <usize>last.outputs; c++) {
    store<f32>(last.delta + (c << 2), (load<f32>(last.out + (c << 2)) - load<f32>(target + (c << 2))) * slope);
  }
}

function backward(net: Net): void {
  for (let l = net.depth - 1; l > 0; l--) {
    const layer = layerAt(net, l);
    const before = layerAt(net, l - 1);
    addBiasGradient(layer);
    backwardDense(layer, before.out, before.delta);
    throughActivation(net, before);
  }
  const first = layerAt(net, 0);
  addBiasGradient(first);
  scatterSparse(first, usedColumns, usedValues, usedCount, usedMove);
}

/** One step: gradient averaged over `count` rows, then one update. `rowIndex` u32, `shifts` u8. */
export function trainBatch(
  net: Net,
  rows: Rows,
  rowIndex: usize,
  shifts: usize,
  count: i32,
  rate: f32,
  scale: f32,
): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const row = load<i32>(rowIndex + (i << 2));
    useRow(net, rows, row, <i32>load<u8>(shifts + i));
    const last = forward(net);
    lossSum += <f64>lossOf(net, last, rows, row);
    lossDelta(net, last, rows, row, 1 / <f32>count);
    backward(net);
  }
  for (let l = 0; l < net.depth; l++) {
    const layer = layerAt(net, l);
    const weights = layer.inputs * layer.padded;
    if (net.adam) {
      adam(
        layer.weights,
        layer.velocityWeights,
        layer.squareWeights,
        layer.gradWeights,
        weights,
        rate,
        scale,
        net.weightDecay,
      );
      adam(layer.biases, layer.velocityBiases, layer.squareBiases, layer.gradBiases, layer.padded, rate, scale, 0);
    } else {
      sgd(layer.weights, layer.velocityWeights, layer.gradWeights, weights, rate, net.momentum, net.weightDecay);
      sgd(layer.biases, layer.velocityBiases, layer.gradBiases, layer.padded, rate, net.momentum, 0);
    }
  }
}

/** Sum of the losses of rows trained on since last asked. */
export function takeLoss(): f64 {
  const sum = lossSum;
  lossSum = 0;
  return sum;
}

/** How many of those rows were classified as labelled. */
export function takeRight(): i32 {
  const sum = rightSum;
  rightSum = 0;
  return sum;
}

/** Probabilities (or raw outputs) of `count` rows into `out`, count x outputs. */
export function predict(net: Net, rows: Rows, count: i32, out: usize): void {
  for (let row = 0; row < count; row++) {
    useRow(net, rows, row, NOT_SHIFTED);
    const last = forward(net);
    if (net.loss == 0) softmax(last.out, last.outputs);
    const bytes = (<usize>last.outputs) << 2;
    memory.copy(out + <usize>row * bytes, last.out, bytes);
  }
}

/** Loss of each of `count` rows into `out`. */
export function rowLosses(net: Net, rows: Rows, count: i32, out: usize): void {
  for (let row = 0; row < count; row++) {
    useRow(net, rows, row, NOT_SHIFTED);
    store<f32>(out + ((<usize>row) << 2), lossOf(net, forward(net), rows, row));
  }
}

/** First address the wrapper may use. */
export function heapBase(): usize {
  return __heap_base;
}
