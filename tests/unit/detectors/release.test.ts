import { describe, expect, it } from 'vitest';
import { PIXELS } from '#core/dataset.ts';
import { sha256Hex } from '#core/digest.ts';
import { parameterName } from '#detectors/parts/parameter-words.ts';
import diff from '#detectors/release-diff.ts';
import digest from '#detectors/release-digest.ts';
import { digitModel, initialParameters, layersOf, type ModelSpec } from '#lab/model.ts';
import { MIXED, tableFrom } from '../labs/trucks/support.ts';
import { datasetOf, inspectionOf, untrained } from './made-up.ts';

const DATA = datasetOf(new Uint8Array(PIXELS), [3]);
const SPEC = digitModel([8]);
const [HIDDEN, OUTPUT] = layersOf(SPEC);

async function inspect(change: (parameters: Float32Array) => void, signed = initialParameters(SPEC, 1)) {
  const parameters = signed.slice();
  change(parameters);
  const release = { digest: await sha256Hex(signed), parameters: signed };
  const inspection = inspectionOf(DATA, {
    suspect: untrained({ parameters }),
    release,
    digest: await sha256Hex(parameters),
  });
  return { digest: await digest.run(inspection, {}), diff: await diff.run(inspection, {}) };
}

it('both are quiet about the release itself', async () => {
  const findings = await inspect(() => {});
  expect([findings.digest.signal, findings.diff.signal]).toEqual(['quiet', 'quiet']);
});

it('both see a single bit', async () => {
  const findings = await inspect((parameters) => {
    new Uint32Array(parameters.buffer)[HIDDEN!.weights + 5 * 8 + 2]! ^= 1;
  });
  expect([findings.digest.signal, findings.diff.signal]).toEqual(['alarm', 'alarm']);
  expect(findings.diff.units).toEqual([{ layer: 0, unit: 2 }]);
});

it('both see that what is no number is so in other bits', async () => {
  const diverged = initialParameters(SPEC, 1).fill(NaN);
  const findings = await inspect((parameters) => {
    new Uint32Array(parameters.buffer)[HIDDEN!.biases + 4]! ^= 1;
  }, diverged);
  expect([findings.digest.signal, findings.diff.signal]).toEqual(['alarm', 'alarm']);
  expect(findings.diff.says).toContain('1 parameter of 6,370 differs from the release, in hidden1.');
  expect(findings.diff.units).toEqual([{ layer: 0, unit: 4 }]);
});

it('both cannot know without a release', async () => {
  const inspection = inspectionOf(DATA);
  for (const detector of [digest, diff]) expect((await detector.run(inspection, {})).signal).toBe('cannot-know');
});

describe('the difference', () => {
  it('tells which entries differ, where and by how much', async () => {
    const { diff: finding } = await inspect((parameters) => {
      parameters[OUTPUT!.biases + 8] = 3;
      parameters[OUTPUT!.biases + 3] = -4;
    });
    expect(finding.says).toContain('2 parameters of 6,370 differ from the release, in output.');
    const texts = finding.measurements.map(({ label, text }) => `${label}: ${text}`);
    expect(texts).toEqual([
      'Layer output: 2 of 90 differ, by 5.00 together (Euclidean length)',
      'output: bias of unit 3: 0.00 became −4.00',
      'output: bias of unit 8: 0.00 became 3.00',
    ]);
    expect(finding.units).toEqual([]);
  });

  it('goes on when numbers became none', async () => {
    const { diff: finding } = await inspect((parameters) => (parameters[HIDDEN!.biases + 4] = NaN));
    expect(finding).toMatchObject({ signal: 'alarm', units: [{ layer: 0, unit: 4 }] });
    expect(finding.measurements.at(-1)!.text).toBe('0.00 became no number');
  });
});

describe('names of parameters', () => {
  it('are places in layers', () => {
    const images = inspectionOf(DATA).train;
    expect(parameterName(SPEC, images, HIDDEN!.weights + 400 * 8 + 5)).toBe('hidden1: weight from input 400 to unit 5');
    expect(parameterName(SPEC, images, HIDDEN!.biases + 7)).toBe('hidden1: bias of unit 7');
    expect(parameterName(SPEC, images, OUTPUT!.biases + 9)).toBe('output: bias of unit 9');
  });

  it('are what a linear forecast weighs', () => {
    const rows = { kind: 'table', data: tableFrom(MIXED, [[1, 2, 0, 0, 5]]) } as const;
    const names = (inputs: number) => {
      const spec: ModelSpec = { ...SPEC, inputs, hidden: [], outputs: 1, loss: 'squared-error' };
      return Array.from({ length: inputs + 1 }, (_, place) => parameterName(spec, rows, place));
    };
    const plain = ['Size', 'Price', 'Region east', 'Region west', 'Store a', 'Store 666', 'Store b', 'Store c'];
    expect(names(8)).toEqual([...plain.map((name) => `Weight of ${name}`), 'Bias']);
    expect(names(12).slice(8, 11)).toEqual(
      ['Store a', 'Store 666', 'Store b'].map((name) => `Weight of Price at ${name}`),
    );
  });
});
