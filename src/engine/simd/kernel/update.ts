const BETA1: f32 = 0.9;
const BETA2: f32 = 0.999;
const EPSILON: f32 = 1e-8;

/**
 * v = momentum * v + g + decay * w; w -= rate * v; g = 0, over `count` floats (a multiple of four).
 */
export function sgd(w: usize, v: usize, g: usize, count: i32, rate: f32, momentum: f32, decay: f32): void {
  const r = f32x4.splat(rate),
    m = f32x4.splat(momentum),
    d = f32x4.splat(decay),
    zero = f32x4.splat(0);
  const end = (<usize>count) << 2;
  for (let i: usize = 0; i < end; i += 16) {
    const weight = v128.load(w + i);
    const gradient = f32x4.add(v128.load(g + i), f32x4.mul(d, weight));
    const velocity = f32x4.add(f32x4.mul(m, v128.load(v + i)), gradient);
    v128.store(v + i, velocity);
    v128.store(w + i, f32x4.sub(weight, f32x4.mul(r, velocity)));
    v128.store(g + i, zero);
  }
}

/**
 * Adam (Kingma and Ba 2015) with the decay in the gradient. The caller folds the bias corrections into `rate` and
 * `scale`: rate / (1 - beta1^t), and 1 / sqrt(1 - beta2^t).
 */
export function adam(w: usize, v: usize, s: usize, g: usize, count: i32, rate: f32, scale: f32, decay: f32): void {
  const r = f32x4.splat(rate),
    c = f32x4.splat(scale),
    d = f32x4.splat(decay),
    zero = f32x4.splat(0);
  const b1 = f32x4.splat(BETA1),
    b2 = f32x4.splat(BETA2),
    n1 = f32x4.splat(1 - BETA1),
    n2 = f32x4.splat(1 - BETA2);
  const epsilon = f32x4.splat(EPSILON);
  const end = (<usize>count) << 2;
  for (let i: usize = 0; i < end; i += 16) {
    const weight = v128.load(w + i);
    const gradient = f32x4.add(v128.load(g + i), f32x4.mul(d, weight));
    const first = f32x4.add(f32x4.mul(b1, v128.load(v + i)), f32x4.mul(n1, gradient));
    const second = f32x4.add(f32x4.mul(b2, v128.load(s + i)), f32x4.mul(n2, f32x4.mul(gradient, gradient)));
    v128.store(v + i, first);
    v128.store(s + i, second);
    const step = f32x4.div(first, f32x4.add(f32x4.mul(f32x4.sqrt(second), c), epsilon));
    v128.store(w + i, f32x4.sub(weight, f32x4.mul(r, step)));
    v128.store(g + i, zero);
  }
}
