import { beforeAll, describe, expect, it, test } from 'vitest';
import { onRows, readAs, type ModelOnRows } from '#lab/dense-net.ts';
import { edits } from '#registry/index.ts';
import { accuracyWithout, contributionsTo, excites, leastUsefulUnit } from '#labs/checks/tampering/units.ts';
import { TINY, TINY_IMAGES, TINY_LABELS, TINY_LOGITS, TINY_PARAMETERS, Trainer } from './trained.ts';

const tiny = onRows(TINY_PARAMETERS, TINY, TINY_IMAGES, TINY_LABELS);
const linear = onRows(
  Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
  { ...TINY, hidden: [], outputs: 2 },
  TINY_IMAGES,
  TINY_LABELS,
);

const accuracyOf = ({ activations, spec, labels }: ModelOnRows) =>
  labels.filter((label, row) => readAs(activations.logits, row, spec.outputs) === label).length / labels.length;

describe('a tiny model', () => {
  it('reads four rows of five right as it is and without its first unit, and two without its second', () => {
    expect(accuracyOf(tiny)).toBe(0.8);
    // Without unit 0 the second row is bare biases, read as 0 all the same; without unit 1 the third and fourth are 0 too.
    expect([...accuracyWithout(tiny)]).toEqual([0.8, 0.4]);
    expect(leastUsefulUnit(accuracyWithout(tiny))).toBe(0);
  });

  it('has no units to do without where it has no such layer', () => {
    expect(accuracyWithout(linear)).toEqual(new Float64Array(0));
    expect(accuracyWithout(tiny, 1)).toEqual(new Float64Array(0));
    expect(excites(linear, 0, 3)).toEqual([]);
  });

  it('names the rows that excite a unit, strongest first, and no silent ones', () => {
    expect(excites(tiny, 0, 9)).toEqual([
      { row: 1, response: 2 },
      { row: 3, response: 2 },
    ]);
    expect(excites(tiny, 1, 1)).toEqual([{ row: 2, response: 1.5 }]);
  });

  it('adds scores up', () => {
    expect(contributionsTo(tiny, 3, 1)).toEqual({ units: Float32Array.of(-2, 6), bias: 0 });
    expect(contributionsTo(tiny, 0, 2)).toEqual({ units: Float32Array.of(0, 0), bias: 0.25 });
    expect(contributionsTo(linear, 1, 1)).toEqual({ units: Float32Array.of(2, 4, 0, 0), bias: 10 });
  });

  it('has parts that sum to its scores', () => {
    TINY_LOGITS.forEach((logit, at) => {
      const { units, bias } = contributionsTo(tiny, Math.floor(at / 3), at % 3);
      expect(units.reduce((sum, part) => sum + part, bias)).toBe(logit);
    });
  });
});

test.each([
  [[0.5, 0.9, 0.7], 1],
  [[0.9, 0.9, 0.7], 0],
  [[0, 0], 0],
  [[], -1],
])('of %j the least useful unit is %d', (accuracies, unit) =>
  expect(leastUsefulUnit(Float64Array.from(accuracies))).toBe(unit),
);

describe.each([
  ['the default model', {}, 0],
  ['tanh', { activation: 'tanh' }, 0],
  ['two hidden layers, the first', { kind: 'hidden-2' }, 0],
  ['two hidden layers, the second', { kind: 'hidden-2' }, 1],
  ['two hidden layers of tanh, the first', { kind: 'hidden-2', activation: 'tanh' }, 0],
])('on real digits: %s', (_, model, layer) => {
  let onTest: ModelOnRows;
  beforeAll(async () => {
    onTest = await (await Trainer.open()).onTestRows({ model, epochs: 2 });
  });

  it('accuracy without a unit is that of a model in which it says nothing', () => {
    const { parameters, spec, images, labels } = onTest;
    const without = accuracyWithout(onTest, layer);
    expect(without.length).toBe(spec.hidden[layer]);
    for (const unit of [0, 3, leastUsefulUnit(without)]) {
      const silenced = parameters.slice();
      if (layer === 0) edits.get('prune-unit')!.apply(silenced, [unit], spec);
      else
        silenced.fill(
          0,
          silenced.length - 10 * (spec.hidden[1]! - unit) - 10,
          silenced.length - 10 * (spec.hidden[1]! - unit),
        );
      // A row whose two best scores are equal to the last bit may fall either way.
      const gap = Math.abs(accuracyOf(onRows(silenced, spec, images, labels)) - without[unit]!);
      expect(gap).toBeLessThanOrEqual(1 / labels.length);
    }
    expect(Math.min(...without)).toBeLessThan(accuracyOf(onTest));
  });

  it('parts of a score sum to the logit within 1e-3', () => {
    const { logits } = onTest.activations;
    for (let row = 0; row < 200; row++) {
      const label = row % 10;
      const { units, bias } = contributionsTo(onTest, row, label);
      expect(units.length).toBe(onTest.spec.hidden.at(-1));
      const sum = units.reduce((total, part) => total + part, bias);
      expect(Math.abs(sum - logits[row * 10 + label]!)).toBeLessThan(1e-3);
    }
  });

  it('the rows that excite a unit most are those, in order', () => {
    const units = onTest.spec.hidden[layer]!;
    const responses = onTest.activations.hidden[layer]!;
    const top = excites(onTest, 3, 12, layer);
    expect(top.length).toBeLessThanOrEqual(12);
    top.forEach(({ row, response }) => expect(responses[row * units + 3]).toBe(response));
    const least = top.at(-1)?.response ?? 0;
    const stronger = onTest.labels.filter((_, row) => responses[row * units + 3]! > least).length;
    expect(stronger).toBeLessThan(12);
    expect(top.map(({ response }) => response)).toEqual(top.map(({ response }) => response).sort((a, b) => b - a));
  });
});
