import { expect, test } from 'vitest';
import { encodeRows, inNaturalUnits, inputNames, scalingOf, type Inputs } from '#labs/trucks/encode.ts';
import { DEALERSHIPS, FEATURES, makeHistory } from '#labs/trucks/history.ts';
import { stream } from '#core/rng.ts';

const history = makeHistory(3, { noise: 6, honest666: true });
const rows = Array.from({ length: history.rows }, (_, row) => row);
const scaling = scalingOf(history, rows);
const place = (row: number) => history.dealership[row]!;

test('features come out with mean 0 and deviation 1', () => {
  const width = inputNames('plain').length;
  const encoded = encodeRows(history, rows, 'plain', scaling);
  FEATURES.forEach((_, i) => {
    const values = rows.map((row) => encoded[row * width + i]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / rows.length;
    expect(mean).toBeCloseTo(0, 4);
    expect(values.reduce((sum, value) => sum + value ** 2, 0) / rows.length).toBeCloseTo(1, 4);
  });
});

test('a row has a 1 for its own dealership alone, and its rate there too when asked for', () => {
  const row = 40;
  const encoded = encodeRows(history, [row], 'interaction', scaling);
  expect(encoded).toHaveLength(inputNames('interaction').length);
  const oneHot = encoded.subarray(FEATURES.length, FEATURES.length + DEALERSHIPS.length);
  const rates = encoded.subarray(FEATURES.length + DEALERSHIPS.length);
  expect([...oneHot.keys()].filter((at) => oneHot[at] !== 0)).toEqual([place(row)]);
  expect(oneHot[place(row)]).toBe(1);
  expect([...rates.keys()].filter((at) => rates[at] !== 0)).toEqual([place(row)]);
  expect(rates[place(row)]).toBe(encoded[FEATURES.indexOf('rate')]);
});

test('a feature that does not vary is not divided by zero', () => {
  const still = { ...history, features: history.features.map((value, at) => (at % FEATURES.length === 1 ? 7 : value)) };
  const { mean, sd } = scalingOf(still, rows);
  expect([mean[1], sd[1]]).toEqual([7, 1]);
});

test.each<Inputs>(['plain', 'interaction'])(
  'natural units give the same forecast as standardised ones: %s',
  (inputs) => {
    const draw = stream(1, 'test');
    const names = inputNames(inputs);
    const weights = names.map(() => 10 * (draw() - 0.5));
    const natural = inNaturalUnits(weights, 100, inputs, scaling);
    const encoded = encodeRows(history, rows, inputs, scaling);
    for (const row of [0, 77, 800, history.rows - 1]) {
      const standardised = names.reduce((sum, _, i) => sum + weights[i]! * encoded[row * names.length + i]!, 100);
      const features = FEATURES.map((_, i) => history.features[row * FEATURES.length + i]!);
      const own = FEATURES.length + place(row);
      const rateAt =
        inputs === 'interaction' ? natural.weights[own + DEALERSHIPS.length]! * features[FEATURES.indexOf('rate')]! : 0;
      const plain = features.reduce((sum, value, i) => sum + natural.weights[i]! * value, natural.bias);
      expect(plain + natural.weights[own]! + rateAt).toBeCloseTo(standardised, 3);
    }
  },
);
