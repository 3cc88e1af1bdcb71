import { DEALERSHIPS, FEATURES, type Feature, type History } from './history.ts';

/** What a model is given: features and dealership, or a rate weight for each dealership as well. */
export type Inputs = 'plain' | 'interaction';

const PLACES = DEALERSHIPS.length;
const RATE = FEATURES.indexOf('rate');

/** One input of a model, and so one weight of a linear one. */
export type InputName =
  | { readonly kind: 'feature'; readonly feature: Feature }
  | { readonly kind: 'dealership'; readonly id: string }
  | { readonly kind: 'rate-at'; readonly id: string };

/** Inputs in order: features, one-hot dealership, then with `interaction` the rate of each dealership. */
export function inputNames(inputs: Inputs): InputName[] {
  const each = (kind: 'dealership' | 'rate-at') => DEALERSHIPS.map((id): InputName => ({ kind, id }));
  const features = FEATURES.map((feature): InputName => ({ kind: 'feature', feature }));
  return [...features, ...each('dealership'), ...(inputs === 'interaction' ? each('rate-at') : [])];
}

/** Mean and standard deviation of each feature, of the rows a model learns from. */
export interface Scaling {
  readonly mean: readonly number[];
  readonly sd: readonly number[];
}

/** The scaling of some rows; a feature that does not vary keeps a deviation of 1, so that nothing is divided by zero. */
export function scalingOf({ features }: History, rows: readonly number[]): Scaling {
  const of = (i: number) => rows.map((row) => features[row * FEATURES.length + i]!);
  const moments = FEATURES.map((_, i) => {
    const values = of(i);
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length);
    return { mean, sd: variance > 0 ? Math.sqrt(variance) : 1 };
  });
  return { mean: moments.map(({ mean }) => mean), sd: moments.map(({ sd }) => sd) };
}

/**
 * Rows as a model takes them, rows x inputs: features in standard deviations from their mean, a 1 for the dealership, and
 * with `interaction` the standardised rate in the dealership's own column. Most are 0, which costs nothing in training.
 */
export function encodeRows(history: History, rows: readonly number[], inputs: Inputs, scaling: Scaling): Float32Array {
  const width = FEATURES.length + PLACES * (inputs === 'interaction' ? 2 : 1);
  const encoded = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    const from = at * width;
    const place = history.dealership[row]!;
    for (let i = 0; i < FEATURES.length; i++) {
      encoded[from + i] = (history.features[row * FEATURES.length + i]! - scaling.mean[i]!) / scaling.sd[i]!;
    }
    encoded[from + FEATURES.length + place] = 1;
    if (inputs === 'interaction') encoded[from + FEATURES.length + PLACES + place] = encoded[from + RATE]!;
  });
  return encoded;
}

/**
 * A linear model's weights and bias in natural units, such as trucks per percentage point: what was learned per standard
 * deviation, divided by it. The bias takes up what the means contributed.
 * @param weights one per input, in the order of {@link inputNames}
 */
export function inNaturalUnits(
  weights: ArrayLike<number>,
  bias: number,
  inputs: Inputs,
  { mean, sd }: Scaling,
): { weights: number[]; bias: number } {
  const natural = inputNames(inputs).map((_, i) => weights[i]!);
  let start = bias;
  FEATURES.forEach((_, i) => {
    natural[i]! /= sd[i]!;
    start -= natural[i]! * mean[i]!;
  });
  if (inputs === 'interaction') {
    for (let place = 0; place < PLACES; place++) {
      const at = FEATURES.length + PLACES + place;
      natural[at]! /= sd[RATE]!;
      natural[FEATURES.length + place]! -= natural[at]! * mean[RATE]!;
    }
  }
  return { weights: natural, bias: start };
}
