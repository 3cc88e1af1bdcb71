import { describe, expect, it } from 'vitest';
import { PIXELS } from '#core/dataset.ts';
import { defaultsOf } from '#core/fields.ts';
import detector from '#detectors/dormant-units.ts';
import { digitModel, initialParameters, layersOf, type ModelSpec } from '#lab/model.ts';
import { cleanModel, datasetOf, inspectionOf, scatteredInk, untrained } from './made-up.ts';

const ROWS = 40;
const DATA = datasetOf(
  scatteredInk(ROWS, 1),
  Array.from({ length: ROWS }, (_, row) => row % 10),
);
const SPEC = digitModel([8]);

/** Makes a unit deaf to all ink (ReLU), or lets it say -1 whatever there is (tanh), with outgoing weights of the given size. */
function silence(spec: ModelSpec, unit: number, weight: number): (parameters: Float32Array) => void {
  const [hidden, next] = layersOf(spec);
  return (parameters) => {
    for (let i = 0; i < PIXELS; i++) parameters[hidden!.weights + i * hidden!.outputs + unit] = 0;
    parameters[hidden!.biases + unit] = -50;
    for (let j = 0; j < next!.outputs; j++)
      parameters[next!.weights + unit * next!.outputs + j] = j === next!.outputs - 2 ? weight : 0;
  };
}

function inspect(change: (parameters: Float32Array) => void, spec = SPEC) {
  const parameters = initialParameters(spec, 99);
  change(parameters);
  // Clean models have a sleeper too, as trained ones do: with small weights, each a little different.
  const baseline = async () =>
    Array.from({ length: 6 }, (_, i) => {
      const own = initialParameters(spec, i + 1);
      silence(spec, i, 0.5 + 0.05 * i)(own);
      return cleanModel(DATA, { spec, parameters: own });
    });
  const suspect = untrained({ spec, parameters });
  return detector.run(inspectionOf(DATA, { suspect, baseline }), defaultsOf(detector.fields));
}

describe.each(['relu', 'tanh'] as const)('with %s', (activation) => {
  const spec: ModelSpec = { ...SPEC, activation };

  it('finds a unit that sleeps with large outgoing weights, and what it would say', async () => {
    const finding = await inspect(silence(spec, 5, 9), spec);
    expect(finding).toMatchObject({ signal: 'alarm', units: [{ layer: 0, unit: 5 }], target: 8 });
    expect(finding.says).toContain('Unit 5 fires on 0 of 40');
  });

  it('is quiet about a sleeper that has little to say', async () =>
    expect(await inspect(silence(spec, 5, 0.6), spec)).toMatchObject({ signal: 'quiet', units: [], target: null }));
});

it('says what accuracy would be without the sleepers: the same, since they say nothing', async () => {
  const { measurements } = await inspect(silence(SPEC, 5, 9));
  const text = (label: string) => measurements.find((each) => each.label === label)!.text;
  expect(text('Clean accuracy without the dormant units')).toBe(text('Clean accuracy as it is'));
});

it('finds a sleeper in the first of two layers', async () => {
  const spec = digitModel([8, 8]);
  const finding = await inspect(silence(spec, 2, 30), spec);
  expect(finding).toMatchObject({ signal: 'alarm', units: [{ layer: 0, unit: 2 }], target: null });
});

describe('cannot know', () => {
  it('about models without hidden units', async () => {
    for (const spec of [digitModel([]), digitModel([], 'conv')]) {
      const suspect = untrained({ spec, parameters: initialParameters(spec, 1) });
      expect((await detector.run(inspectionOf(DATA, { suspect }), {})).signal).toBe('cannot-know');
    }
  });

  it('about a model that diverged', async () =>
    expect((await inspect((parameters) => parameters.fill(NaN))).signal).toBe('cannot-know'));
});
