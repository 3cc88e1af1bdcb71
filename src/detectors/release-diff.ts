import { cannotKnow, defineDetector, NOTHING_FOUND, type Finding } from '#lab/detector.ts';
import { layersOf, type ModelSpec } from '#lab/model.ts';
import { bitsOf } from '#lab/parameter-bits.ts';
import { parameterDiff } from '#lab/parameter-diff.ts';
import { parameterName } from './parts/parameter-words.ts';
import type { UnitPlace } from './parts/weight-shapes.ts';
import { counted, figure, grouped } from './parts/words.ts';

/** Parameters described one by one. */
const MOST_TOLD = 8;

export default defineDetector({
  id: 'release-diff',
  title: 'Difference to the release',
  plainly: 'Which of the model’s numbers changed since it was signed?',
  kind: 'provenance',
  looksAt: 'weights',
  rows: 'any',
  summary:
    'Compares the parameters in use with the released ones, one by one: which differ, where they are, and by how much. Few entries ' +
    'far off, or one unit rewired, look like a hand; all entries a little off look like more training.',
  blind:
    'Like a digest it needs the release to compare with, and sees nothing of what happened before. It cannot tell an attack from a ' +
    'repair that nobody announced.',
  paper: null,
  fields: {},
  async run({ release, suspect: { spec, parameters }, train }) {
    if (!release) return cannotKnow('There is no release to compare with: the model came as a file.');
    const diff = parameterDiff(spec, release.parameters, parameters, MOST_TOLD);
    if (diff.count === 0)
      return {
        ...NOTHING_FOUND,
        signal: 'quiet',
        says: 'No parameter differs from the release.',
        sure: 'Certain: every one of them was compared.',
      };
    const changed = diff.layers.filter(({ count }) => count > 0);
    const units = touchedUnits(spec, bitsOf(release.parameters), bitsOf(parameters));
    return {
      ...NOTHING_FOUND,
      signal: 'alarm',
      says: `${counted(diff.count, 'parameter')} of ${grouped(parameters.length)} ${diff.count === 1 ? 'differs' : 'differ'} from the release, in ${changed.map(({ name }) => name).join(' and ')}.`,
      sure: 'Certain: every parameter was compared, bit for bit. A model that was not changed cannot raise a false alarm.',
      measurements: [
        ...changed.map(({ name, of, count, norm }) => ({
          label: `Layer ${name}`,
          text: `${grouped(count)} of ${grouped(of)} differ, by ${figure(norm)} together (Euclidean length)`,
        })),
        ...diff.largest.map(({ place, from, to }) => ({
          label: parameterName(spec, train, place),
          text: `${figure(from)} became ${figure(to)}`,
        })),
      ],
      pictures: [
        {
          kind: 'bars',
          title: 'Parameters that differ from the release, in per cent of each layer',
          bars: diff.layers.map(({ name, count, of }) => ({ label: name, value: (100 * count) / of, loud: count > 0 })),
          limits: [],
        },
      ],
      units,
    };
  },
});

/** Hidden units of a dense model with an incoming weight or a bias that differs. */
function touchedUnits(spec: ModelSpec, from: Uint32Array, to: Uint32Array): Finding['units'] {
  if (spec.kind !== 'dense') return [];
  return layersOf(spec).flatMap(({ inputs, outputs, weights, biases }, layer): UnitPlace[] => {
    if (layer >= spec.hidden.length) return [];
    const differs = (unit: number) => {
      const places = Array.from({ length: inputs }, (_, input) => weights + input * outputs + unit);
      return [...places, biases + unit].some((place) => from[place] !== to[place]);
    };
    const units = Array.from({ length: outputs }, (_, unit) => unit).filter(differs);
    return units.map((unit) => ({ layer, unit }));
  });
}
