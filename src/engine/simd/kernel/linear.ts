import { Layer } from './records';

/** y += value * w over `padded` columns is the whole of the kernel; these widths keep the sums in registers. */

function vec(at: usize): v128 {
  return v128.load(at);
}

/** out = biases + sum of value * weights[column + move], for a sparse input. */
export function forwardSparse(layer: Layer, columns: usize, values: usize, count: i32, move: i32): void {
  const stride = (<usize>layer.padded) << 2;
  const weights = layer.weights + <usize>move * stride;
  let j: usize = 0;
  for (; j + 128 <= stride; j += 128) forward32(layer, weights, columns, values, count, stride, j);
  for (; j + 64 <= stride; j += 64) forward16(layer, weights, columns, values, count, stride, j);
  for (; j < stride; j += 16) forward4(layer, weights, columns, values, count, stride, j);
}

function forward32(
  layer: Layer,
  weights: usize,
  columns: usize,
  values: usize,
  count: i32,
  stride: usize,
  j: usize,
): void {
  const bias = layer.biases + j;
  let a0 = vec(bias),
    a1 = vec(bias + 16),
    a2 = vec(bias + 32),
    a3 = vec(bias + 48);
  let a4 = vec(bias + 64),
    a5 = vec(bias + 80),
    a6 = vec(bias + 96),
    a7 = vec(bias + 112);
  const base = weights + j;
  for (let k = 0; k < count; k++) {
    const w = base + <usize>load<u16>(columns + ((<usize>k) << 1)) * stride;
    const x = v128.load32_splat(values + ((<usize>k) << 2));
    a0 = f32x4.add(a0, f32x4.mul(x, vec(w)));
    a1 = f32x4.add(a1, f32x4.mul(x, vec(w + 16)));
    a2 = f32x4.add(a2, f32x4.mul(x, vec(w + 32)));
    a3 = f32x4.add(a3, f32x4.mul(x, vec(w + 48)));
    a4 = f32x4.add(a4, f32x4.mul(x, vec(w + 64)));
    a5 = f32x4.add(a5, f32x4.mul(x, vec(w + 80)));
    a6 = f32x4.add(a6, f32x4.mul(x, vec(w + 96)));
    a7 = f32x4.add(a7, f32x4.mul(x, vec(w + 112)));
  }
  const out = layer.out + j;
  v128.store(out, a0);
  v128.store(out + 16, a1);
  v128.store(out + 32, a2);
  v128.store(out + 48, a3);
  v128.store(out + 64, a4);
  v128.store(out + 80, a5);
  v128.store(out + 96, a6);
  v128.store(out + 112, a7);
}

function forward16(
  layer: Layer,
  weights: usize,
  columns: usize,
  values: usize,
  count: i32,
  stride: usize,
  j: usize,
): void {
  const bias = layer.biases + j;
  let a0 = vec(bias),
    a1 = vec(bias + 16),
    a2 = vec(bias + 32),
    a3 = vec(bias + 48);
  const base = weights + j;
  for (let k = 0; k < count; k++) {
    const w = base + <usize>load<u16>(columns + ((<usize>k) << 1)) * stride;
    const x = v128.load32_splat(values + ((<usize>k) << 2));
    a0 = f32x4.add(a0, f32x4.mul(x, vec(w)));
    a1 = f32x4.add(a1, f32x4.mul(x, vec(w + 16)));
    a2 = f32x4.add(a2, f32x4.mul(x, vec(w + 32)));
    a3 = f32x4.add(a3, f32x4.mul(x, vec(w + 48)));
  }
  const out = layer.out + j;
  v128.store(out, a0);
  v128.store(out + 16, a1);
  v128.store(out + 32, a2);
  v128.store(out + 48, a3);
}

function forward4(
  layer: Layer,
  weights: usize,
  columns: usize,
  values: usize,
  count: i32,
  stride: usize,
  j: usize,
): void {
  let a = vec(layer.biases + j);
  const base = weights + j;
  for (let k = 0; k < count; k++) {
    const w = base + <usize>load<u16>(columns + ((<usize>k) << 1)) * stride;
    a = f32x4.add(a, f32x4.mul(v128.load32_splat(values + ((<usize>k) << 2)), vec(w)));
  }
  v128.store(layer.out + j, a);
}

/** gradWeights[column + move] += value * delta, for a sparse input. */
export function scatterSparse(layer: Layer, columns: usize, values: usize, count: i32, move: i32): void {
  const stride = (<usize>layer.padded) << 2;
  const gradients = layer.gradWeights + <usize>move * stride;
  let j: usize = 0;
  for (; j + 128 <= stride; j += 128) scatter32(layer, gradients, columns, values, count, stride, j);
  for (; j + 64 <= stride; j += 64) scatter16(layer, gradients, columns, values, count, stride, j);
  for (; j < stride; j += 16) scatter4(layer, gradients, columns, values, count, stride, j);
}

function scatter32(
  layer: Layer,
  gradients: usize,
  columns: usize,
  values: usize,
  count: i32,
  stride: usize,
  j: usize,
): void {
  const delta = layer.delta + j;
  const d0 = vec(delta),
    d1 = vec(delta + 16),
    d2 = vec(delta + 32),
    d3 = vec(delta + 48);
  const d4 = vec(delta + 64),
    d5 = vec(delta + 80),
    d6 = vec(delta + 96),
    d7 = vec(delta + 112);
  const base = gradients + j;
  for (let k = 0; k < count; k++) {
    const g = base + <usize>load<u16>(columns + ((<usize>k) << 1)) * stride;
    const x = v128.load32_splat(values + ((<usize>k) << 2));
    v128.store(g, f32x4.add(vec(g), f32x4.mul(x, d0)));
    v128.store(g + 16, f32x4.add(vec(g + 16), f32x4.mul(x, d1)));
    v128.store(g + 32, f32x4.add(vec(g + 32), f32x4.mul(x, d2)));
    v128.store(g + 48, f32x4.add(vec(g + 48), f32x4.mul(x, d3)));
    v128.store(g + 64, f32x4.add(vec(g + 64), f32x4.mul(x, d4)));
    v128.store(g + 80, f32x4.add(vec(g + 80), f32x4.mul(x, d5)));
    v128.store(g + 96, f32x4.add(vec(g + 96), f32x4.mul(x, d6)));
    v128.store(g + 112, f32x4.add(vec(g + 112), f32x4.mul(x, d7)));
  }
}

function scatter16(
  layer: Layer,
  gradients: usize,
  columns: usize,
  values: usize,
  count: i32,
  stride: usize,
  j: usize,
): void {
  const delta = layer.delta + j;
  const d0 = vec(delta),
    d1 = vec(delta + 16),
    d2 = vec(delta + 32),
    d3 = vec(delta + 48);
  // Units that ReLU switched off get no gradient; with all sixteen off there is nothing to scatter.
  if (!v128.any_true(v128.or(v128.or(d0, d1), v128.or(d2, d3)))) return;
  const base = gradients + j;
  for (let k = 0; k < count; k++) {
    const g = base + <usize>load<u16>(columns + ((<usize>k) << 1)) * stride;
    const x = v128.load32_splat(values + ((<usize>k) << 2));
    v128.store(g, f32x4.add(vec(g), f32x4.mul(x, d0)));
    v128.store(g + 16, f32x4.add(vec(g + 16), f32x4.mul(x, d1)));
    v128.store(g + 32, f32x4.add(vec(g + 32), f32x4.mul(x, d2)));
    v128.store(g + 48, f32x4.add(vec(g + 48), f32x4.mul(x, d3)));
  }
}

function scatter4(
  layer: Layer,
  gradients: usize,
  columns: usize,
  values: usize,
  count: i32,
  stride: usize,
  j: usize,
): void {
  const d = vec(layer.delta + j);
  if (!v128.any_true(d)) return;
  const base = gradients + j;
  for (let k = 0; k < count; k++) {
    const g = base + <usize>load<u16>(columns + ((<usize>k) << 1)) * stride;
    v128.store(g, f32x4.add(vec(g), f32x4.mul(v128.load32_splat(values + ((<usize>k) << 2)), d)));
  }
}

/** out = biases + input * weights, for the dense output of the layer before. */
export function forwardDense(layer: Layer, input: usize): void {
  const stride = (<usize>layer.padded) << 2;
  for (let j: usize = 0; j < stride; j += 16) {
    let a = vec(layer.biases + j);
    for (let i = 0; i < layer.inputs; i++) {
      const w = layer.weights + <usize>i * stride + j;
      a = f32x4.add(a, f32x4.mul(v128.load32_splat(input + ((<usize>i) << 2)), vec(w)));
    }
    v128.store(layer.out + j, a);
  }
}

/** gradWeights += input x delta, and back = weights * delta, for a dense input. */
export function backwardDense(layer: Layer, input: usize, back: usize): void {
  const stride = (<usize>layer.padded) << 2;
  for (let i = 0; i < layer.inputs; i++) {
    const x = v128.load32_splat(input + ((<usize>i) << 2));
    const row = <usize>i * stride;
    let sum = f32x4.splat(0);
    for (let j: usize = 0; j < stride; j += 16) {
      const d = vec(layer.delta + j);
      const g = layer.gradWeights + row + j;
      v128.store(g, f32x4.add(vec(g), f32x4.mul(x, d)));
      sum = f32x4.add(sum, f32x4.mul(d, vec(layer.weights + row + j)));
    }
    const pair = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1));
    store<f32>(back + ((<usize>i) << 2), f32x4.extract_lane(pair, 0) + f32x4.extract_lane(pair, 1));
  }
}

/** gradBiases += delta. */
export function addBiasGradient(layer: Layer): void {
  const stride = (<usize>layer.padded) << 2;
  for (let j: usize = 0; j < stride; j += 16) {
    v128.store(layer.gradBiases + j, f32x4.add(vec(layer.gradBiases + j), vec(layer.delta + j)));
  }
}
