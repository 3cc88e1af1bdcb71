import { beforeAll, describe, expect, it, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { onRows, readAs, type ModelOnRows } from '#lab/dense-net.ts';
import { searchBitFlips, withBitTurned, type BitFlip, type BitSearch } from '#labs/checks/tampering/bit-flips.ts';
import { layersOf, parameterCount, type ModelSpec } from '#lab/model.ts';
import { edits } from '#registry/index.ts';
import { TINY, TINY_IMAGES, TINY_LABELS, TINY_PARAMETERS, Trainer } from './trained.ts';

const accuracyOf = ({ activations, spec, labels }: ModelOnRows) =>
  labels.filter((label, row) => readAs(activations.logits, row, spec.outputs) === label).length / labels.length;

function search({ parameters, spec, images, labels }: ModelOnRows, most?: number, bits?: readonly number[]) {
  const steps: BitSearch[] = [];
  const searching = searchBitFlips(parameters, spec, images, labels, most, bits);
  for (;;) {
    const { done, value } = searching.next();
    if (done) return { steps, flips: value };
    steps.push(value);
  }
}

/** All weights of the last layer, and all biases. */
const candidatePlaces = (spec: ModelSpec) =>
  layersOf(spec).flatMap(({ weights, biases, outputs }, i, { length }) =>
    Array.from({ length: biases + outputs }, (_, at) => at).slice(i === length - 1 ? weights : biases),
  );

const SIGN_ONLY = [31];

test.each([
  [1.5, 31, -1.5],
  [0, 31, -0],
  [0, 30, 2],
  [2, 30, 0],
  [0.5, 30, 2 ** 127],
  [1, 30, Infinity],
  [-1, 30, -Infinity],
  [1.25, 30, NaN],
  [1, 22, 1.5],
  [1, 0, 1 + 2 ** -23],
])('%d with bit %d turned is %d', (before, bit, after) => {
  expect(withBitTurned(before, bit)).toBe(after);
  if (!Number.isNaN(after)) expect(withBitTurned(after, bit)).toBe(before);
});

describe('on a tiny model', () => {
  const tiny = onRows(TINY_PARAMETERS, TINY, TINY_IMAGES, TINY_LABELS);

  it.each([
    ['linear', [], 'relu'],
    ['one layer', [3], 'relu'],
    ['one layer of tanh', [3], 'tanh'],
    ['two layers', [3, 2], 'relu'],
    ['two layers of tanh', [3, 2], 'tanh'],
  ] as const)('(%s) each flip is the worst that trying all of them finds', (_, hidden, activation) => {
    const spec = { ...TINY, hidden, activation };
    for (let seed = 1; seed <= 20; seed++) {
      const draw = stream(seed, 'tiny');
      // Between 1 and 2 the top bit makes infinities and NaN, above it next to nothing, at 0 it makes 2.
      const parameters = Float32Array.from({ length: parameterCount(spec) }, () => Math.max(-2, 5 * draw() - 2.5));
      const images = Uint8Array.from({ length: 40 * 4 }, () => Math.max(0, Math.floor(30 * draw()) - 14));
      const reading = onRows(parameters, spec, images, new Uint8Array(40));
      const labels = Uint8Array.from({ length: 40 }, (_, row) => readAs(reading.activations.logits, row, 3));
      const model = { ...reading, labels };
      const { flips } = search(model, 3);
      const broken = parameters.slice();
      const flipped = new Set<number>();
      let accuracy = 1;
      for (const flip of [...flips, null].slice(0, 3)) {
        const possible = candidatePlaces(spec)
          .filter((place) => !flipped.has(place))
          .flatMap((place) =>
            [30, 31].map((bit) => {
              const trial = broken.with(place, withBitTurned(broken[place]!, bit));
              return accuracyOf(onRows(trial, spec, images, labels));
            }),
          );
        if (!flip) {
          // The search ended early, for no flip hurts any more.
          expect(Math.min(...possible)).toBeGreaterThanOrEqual(accuracy);
          break;
        }
        expect(flip.accuracy).toBe(Math.min(...possible));
        flipped.add(flip.place);
        broken[flip.place] = withBitTurned(broken[flip.place]!, flip.bit);
        accuracy = flip.accuracy;
      }
      expect(flipped.size).toBe(flips.length);
    }
  });

  it('flips nothing when told so, and leaves the model alone', () => {
    const before = TINY_PARAMETERS.slice();
    expect(search(tiny, 0)).toEqual({ steps: [], flips: [] });
    search(tiny);
    expect(TINY_PARAMETERS).toEqual(before);
  });
});

describe.each([
  ['the default model', {}],
  ['tanh', { activation: 'tanh' }],
  ['no hidden layer', { kind: 'linear' }],
  ['two hidden layers', { kind: 'hidden-2' }],
])('on real digits: %s', (_, model) => {
  let onTest: ModelOnRows;
  let flips: BitFlip[];
  let steps: BitSearch[];
  beforeAll(async () => {
    onTest = await (await Trainer.open()).onTestRows({ model });
    ({ flips, steps } = search(onTest));
  });

  it('one flip of a bit is a disaster, and each further one hurts more', () => {
    expect(flips.length).toBeGreaterThan(0);
    expect(flips.length).toBeLessThanOrEqual(8);
    expect(flips[0]!.accuracy).toBeLessThan(0.2);
    const accuracies = [accuracyOf(onTest), ...flips.map(({ accuracy }) => accuracy)];
    accuracies.slice(1).forEach((accuracy, i) => expect(accuracy).toBeLessThan(accuracies[i]!));
  });

  it('what it tells of each flip is what flip-bits does to the model', () => {
    const { parameters, spec, images, labels } = onTest;
    const broken = parameters.slice();
    for (const { place, bit, before, after, accuracy } of flips) {
      expect(broken[place]).toBe(before);
      expect(edits.get('flip-bits')!.apply(broken, [place, bit], spec)).toBe(true);
      expect(broken[place]).toBe(after);
      expect(accuracyOf(onRows(broken, spec, images, labels))).toBe(accuracy);
    }
    expect(new Set(flips.map(({ place }) => place)).size).toBe(flips.length);
  });

  it('repeats exactly, and tells how far it is', () => {
    expect(search(onTest).flips).toEqual(flips);
    for (const { tried, of } of steps) expect(tried).toBeLessThanOrEqual(of);
    expect(steps.filter(({ tried }) => tried === 0).map((step) => step.flips)).toEqual(
      [...flips, null].slice(0, 8).map((_, i) => flips.slice(0, i)),
    );
  });
});

describe('on the default model of five seeds', () => {
  let trainer: Trainer;
  beforeAll(async () => {
    trainer = await Trainer.open();
  });

  test.each([1, 2, 3, 4, 5])('seed %d: one bit, and eight signs, bring accuracy below a half', async (seed) => {
    const onTest = await trainer.onTestRows({ seed });
    expect(accuracyOf(onTest)).toBeGreaterThan(0.94);
    expect(search(onTest, 1).flips.at(-1)!.accuracy).toBeLessThan(0.2);
    const signs = search(onTest, 8, SIGN_ONLY).flips;
    expect(signs.every(({ bit, before, after }) => bit === 31 && after === -before)).toBe(true);
    expect(signs.at(-1)!.accuracy).toBeLessThan(0.5);
  });

  it('the pipeline measures the same disaster', async () => {
    const [{ place, bit, accuracy }] = search(await trainer.onTestRows(), 1).flips as [BitFlip];
    const { suspect, clean, edited } = await trainer.measure({ edits: [['flip-bits', place, bit]] });
    expect(edited).toEqual({ edits: 1, parameters: 1 });
    expect(suspect.accuracy).toBe(accuracy);
    expect(suspect.digest).not.toBe(clean.digest);
  });
});
