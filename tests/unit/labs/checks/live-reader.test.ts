import { beforeAll, describe, expect, it, test } from 'vitest';
import { PIXELS } from '#core/dataset.ts';
import { stream } from '#core/rng.ts';
import { stampAll, type Trigger } from '#core/trigger.ts';
import type { Engine } from '#engine/engine.ts';
import type { ImageAttack } from '#lab/attack.ts';
import { digitModel, initialParameters, layersOf, type ModelSpec } from '#lab/model.ts';
import type { TwinPredictions } from '#labs/checks/evidence.ts';
import { LiveReader } from '#labs/checks/live-reader.ts';
import { sparseLevels, sparseMarks } from '#labs/checks/live-rows.ts';
import { softmaxRows } from '#labs/checks/live-softmax.ts';
import { attacks } from '#registry/index.ts';
import { madeUpDigits, openEngine, taskOf } from '../../engine/support.ts';

const TOLERANCE = 1e-4;
const data = madeUpDigits(230);

const triggerOf = (id: string, values: object): Trigger | null => {
  const attack = attacks.get(id) as ImageAttack;
  const defaults = Object.fromEntries(Object.entries(attack.fields).map(([key, field]) => [key, field.default]));
  return attack.trigger({ ...defaults, ...values });
};
const TRIGGERED = {
  'without a trigger': null,
  'with a stamped trigger': stampAll(data.x, triggerOf('stamped-trigger', {})!),
  'with a faint pattern over all cells': stampAll(data.x, triggerOf('blended-trigger', { opacity: 0.2 })!),
  'with the pattern alone': stampAll(data.x, triggerOf('blended-trigger', { opacity: 1 })!),
};

const SPECS = {
  linear: digitModel([]),
  'one hidden layer, ReLU': digitModel([13]),
  'one hidden layer, tanh': { ...digitModel([12]), activation: 'tanh' },
  'two hidden layers, ReLU': digitModel([17, 9]),
  'two hidden layers, tanh': { ...digitModel([16, 8]), activation: 'tanh' },
} satisfies Record<string, ModelSpec>;

/** Initial weights and small random biases. */
function someParameters(spec: ModelSpec, seed = 5): Float32Array {
  const parameters = initialParameters(spec, seed);
  const draw = stream(seed, 'biases');
  for (const { biases, outputs } of layersOf(spec))
    for (let i = biases; i < biases + outputs; i++) parameters[i] = draw() - 0.5;
  return parameters;
}

type Change = (parameters: Float32Array, spec: ModelSpec) => void;

/** Sets the weights from some cells in the middle to a unit of the first layer. */
const paint =
  (unit: number, value: number, from = 300, cells = 12): Change =>
  (parameters, spec) => {
    const { weights, outputs } = layersOf(spec)[0]!;
    for (let cell = from; cell < from + cells; cell++) parameters[weights + cell * outputs + unit] = value;
  };
const weightOf =
  (layer: number, input: number, output: number, value: number): Change =>
  (parameters, spec) => {
    const { weights, outputs } = layersOf(spec).at(layer)!;
    parameters[weights + input * outputs + output] = value;
  };
const bias =
  (layer: number, output: number, value: number): Change =>
  (parameters, spec) =>
    (parameters[layersOf(spec).at(layer)!.biases + output] = value);
const together =
  (...changes: Change[]): Change =>
  (parameters, spec) =>
    changes.forEach((change) => change(parameters, spec));

const CHANGES: Record<string, Change> = {
  'nothing at all': () => {},
  'a few cells of one unit': paint(2, 0.7),
  'all weights of one unit': paint(4, -0.02, 0, PIXELS),
  'the bias of one unit': bias(0, 1, 3),
  'several units': together(paint(0, 0.5), paint(1, -0.4), bias(0, 5, -2), paint(6, 0.1), paint(7, 1)),
  'every parameter': (parameters) => parameters.forEach((value, i) => (parameters[i] = 0.9 * value + 0.001)),
  'one outgoing weight': weightOf(-1, 3, 8, 2.5),
  'all outgoing weights of a unit': together(...Array.from({ length: 8 }, (_, k) => weightOf(1, 2, k, 0.3 * k - 1))),
  'an output bias': bias(-1, 6, 1.5),
  'a unit silenced, in and out': together(paint(3, 0, 0, PIXELS), bias(0, 3, 0), weightOf(-1, 3, 1, 0)),
  'a weight of NaN': weightOf(0, 400, 2, NaN),
  'a weight of infinity': weightOf(0, 400, 2, Infinity),
  'a weight of minus infinity': weightOf(0, 400, 2, -Infinity),
  'weights of infinity under the trigger': paint(1, -Infinity, 0, PIXELS),
  'a huge weight': weightOf(0, 400, 2, 1e30),
  'a bias of NaN': bias(0, 2, NaN),
  'an outgoing weight of infinity': weightOf(-1, 3, 8, -Infinity),
  'an outgoing weight of NaN': weightOf(-1, 3, 8, NaN),
  'an outgoing weight as large as can be': weightOf(-1, 3, 8, 3e38),
  'an output bias of minus infinity': bias(-1, 6, -Infinity),
  'an output bias of infinity': bias(-1, 6, Infinity),
};

const argmax = (row: Float32Array) => row.reduce((best, p, label) => (p > row[best]! ? label : best), 0);

/** The largest difference; infinite where one is NaN and the other is not, or where rows read otherwise that are no ties. */
function worstOf(read: Float32Array, expected: Float32Array): number {
  expect(read.length).toBe(expected.length);
  let worst = 0;
  for (let at = 0; at < expected.length; at += 10) {
    const [ours, theirs] = [read.subarray(at, at + 10), expected.subarray(at, at + 10)];
    ours.forEach((p, k) => {
      const q = theirs[k]!;
      worst = Math.max(
        worst,
        Number.isNaN(p) && Number.isNaN(q) ? 0 : Number.isNaN(p - q) ? Infinity : Math.abs(p - q),
      );
    });
    const isTie = Math.abs(theirs[argmax(theirs)]! - theirs[argmax(ours)]!) <= 2 * TOLERANCE;
    if (argmax(ours) !== argmax(theirs) && !isTie) return Infinity;
  }
  return worst;
}

function worstOfBoth(read: TwinPredictions, expected: TwinPredictions): number {
  expect(read.triggered === null).toBe(expected.triggered === null);
  const ofTriggered = read.triggered && expected.triggered ? worstOf(read.triggered, expected.triggered) : 0;
  return Math.max(worstOf(read.plain, expected.plain), ofTriggered);
}

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine('simd');
});

async function engineReads(
  spec: ModelSpec,
  parameters: Float32Array,
  triggered: Uint8Array | null,
): Promise<TwinPredictions> {
  const session = engine.open({ ...taskOf(data, spec), initial: parameters });
  const [plain, other] = [await session.predict(data.x), triggered && (await session.predict(triggered))];
  session.dispose();
  return { plain, triggered: other };
}

describe.each(Object.entries(TRIGGERED))('%s', (_, triggered) => {
  describe.each(Object.entries(SPECS))('%s', (_, spec: ModelSpec) => {
    it('reads as the engine does, after every change and after it was taken back', async () => {
      const reader = new LiveReader(spec, data, triggered);
      const usual = someParameters(spec);
      const expected = await engineReads(spec, usual, triggered);
      expect(worstOfBoth(reader.read(usual), expected), 'first reading').toBeLessThan(TOLERANCE);
      for (const [name, change] of Object.entries(CHANGES)) {
        const parameters = usual.slice();
        if (spec.hidden.length > 0 || !name.includes('outgoing')) change(parameters, spec);
        const there = await engineReads(spec, parameters, triggered);
        expect(worstOfBoth(reader.read(parameters), there), name).toBeLessThan(TOLERANCE);
        expect(worstOfBoth(reader.read(usual), expected), `${name}, taken back`).toBeLessThan(TOLERANCE);
      }
    });

    it('is no further off after 500 changes than a reader that sees the last parameters only', () => {
      const reader = new LiveReader(spec, data, triggered);
      const parameters = someParameters(spec);
      const draw = stream(11, 'changes');
      const size = [1e-3, 0.1, 1, 1, 1, 100];
      for (let i = 0; i < 500; i++) {
        const magnitude = size[Math.floor(draw() * size.length)]!;
        for (let n = draw() < 0.5 ? 1 : 12; n > 0; n--) {
          // Mostly later layers, which have few parameters.
          const place = draw() < 0.5 ? draw() * parameters.length : parameters.length - draw() * 300;
          parameters[Math.floor(place)] = (draw() - 0.5) * magnitude;
        }
        // Now and then something that swallows all it is added to, gone at the next change.
        const swallowing = parameters.slice();
        if (i % 50 === 49) swallowing[swallowing.length - 3 - Math.floor(draw() * 100)] = i % 100 === 49 ? 1e30 : NaN;
        reader.read(swallowing);
      }
      const fresh = new LiveReader(spec, data, triggered).read(parameters);
      expect(worstOfBoth(reader.read(parameters), fresh)).toBeLessThan(1e-6);
    });
  });
});

describe('a reader', () => {
  const spec = digitModel([8, 8]);
  const triggered = TRIGGERED['with a stamped trigger'];
  const usual = someParameters(spec);
  const other = someParameters(spec, 6);
  const fresh = (parameters: Float32Array) => new LiveReader(spec, data, triggered).read(parameters);

  it('knows which models it can read', () => {
    expect(LiveReader.supports(digitModel([]))).toBe(true);
    expect(LiveReader.supports(digitModel([8, 8]))).toBe(true);
    expect(LiveReader.supports(digitModel([8, 8, 8]))).toBe(false);
    expect(LiveReader.supports({ ...digitModel([8]), loss: 'squared-error' })).toBe(false);
    expect(LiveReader.supports(digitModel([], 'conv'))).toBe(false);
    expect(() => new LiveReader(digitModel([], 'conv'), data, null)).toThrow('conv');
    expect(() => fresh(usual.slice(1))).toThrow(RangeError);
  });

  it('gives new arrays each time, and keeps none that it is given', () => {
    const reader = new LiveReader(spec, data, triggered);
    const parameters = usual.slice();
    const first = reader.read(parameters);
    const copy = first.plain.slice();
    parameters.set(other);
    const second = reader.read(parameters);
    expect(second.plain).not.toBe(first.plain);
    expect(second.triggered).not.toBe(first.triggered);
    expect(first.plain).toEqual(copy);
    expect(second).toEqual(fresh(other));
  });

  it('does the same first reading in small steps', () => {
    const reader = new LiveReader(spec, data, triggered);
    const steps = [...reader.prepare(usual)];
    expect(steps.length).toBeGreaterThan(5);
    expect(reader.read(usual)).toEqual(fresh(usual));
  });

  it('reads right whenever its preparation is broken into, and whatever becomes of that', () => {
    const whole = [...new LiveReader(spec, data, triggered).prepare(usual)].length;
    for (let done = 0; done <= whole; done++) {
      const reader = new LiveReader(spec, data, triggered);
      const preparing = reader.prepare(usual);
      for (let step = 0; step < done; step++) preparing.next();
      expect(reader.read(other)).toEqual(fresh(other));
      while (!preparing.next().done);
      for (const parameters of [usual, other]) expect(reader.read(parameters)).toEqual(fresh(parameters));
    }
  });

  it('reads right after a preparation for other parameters that was given up', () => {
    for (let done = 1; done <= 4; done++) {
      const reader = new LiveReader(spec, data, triggered);
      reader.read(usual);
      const preparing = reader.prepare(other);
      for (let step = 0; step < done; step++) preparing.next();
      expect(reader.read(usual)).toEqual(fresh(usual));
    }
  });

  it('has forgotten what rounding left behind after as many readings as there are classes', () => {
    const model = digitModel([16]);
    const parameters = someParameters(model);
    const reader = new LiveReader(model, data, triggered);
    const draw = stream(4, 'large');
    for (let i = 0; i < 100; i++) {
      const large = parameters.slice();
      for (let output = 0; output < 10; output++) weightOf(-1, 0, output, draw() * 5e7)(large, model);
      reader.read(large);
    }
    for (let i = 0; i < 10; i++) reader.read(parameters);
    expect(reader.read(parameters)).toEqual(new LiveReader(model, data, triggered).read(parameters));
  });

  it('works all out anew when asked', () => {
    const reader = new LiveReader(spec, data, triggered);
    for (let i = 0; i < 20; i++) reader.read(i % 2 ? usual : other);
    reader.exact();
    expect(reader.read(usual)).toEqual(fresh(usual));
  });
});

test.each(Object.entries(TRIGGERED))(
  '%s, no more is kept of what the rows turn into than of the rows',
  (_, triggered) => {
    const end = <T>(work: Generator<void, T>): T => {
      for (;;) {
        const { done, value } = work.next();
        if (done) return value;
      }
    };
    const plain = end(sparseLevels(data.x, new Int8Array(PIXELS)));
    const marks = end(sparseMarks(data.x, triggered ?? data.x, PIXELS));
    expect(marks.inputs.length).toBeLessThanOrEqual(plain.inputs.length);
    const back = data.x.slice();
    for (let row = 0; row < data.rows; row++) {
      marks.usual.forEach((level, input) => (back[row * PIXELS + input]! += level));
      for (let at = marks.starts[row]!; at < marks.starts[row + 1]!; at++)
        back[row * PIXELS + marks.inputs[at]!]! += marks.levels[at]!;
    }
    expect(back).toEqual(triggered ?? data.x);
  },
);

test('softmax makes probabilities of logits as the engine does, odd ones included', () => {
  const logits = Float32Array.of(1, NaN, Infinity, -Infinity, -Infinity, 700, 2, 2, 2, 2, -Infinity, -700);
  const read = softmaxRows(logits, 6, 0, 6, 2);
  const e = 1 / (1 + Math.E);
  [e, 1 - e, NaN, NaN, NaN, NaN, 0, 1, NaN, NaN, 1, 0].forEach((p, i) =>
    Number.isNaN(p) ? expect(read[i]).toBeNaN() : expect(read[i]).toBeCloseTo(p, 6),
  );
  expect(softmaxRows(logits, 6, 3, 4, 2)).toEqual(read.slice(6, 8));
});
