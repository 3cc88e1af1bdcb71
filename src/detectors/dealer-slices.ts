import { mean } from '#core/statistics.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND, type Picture } from '#lab/detector.ts';
import { shown } from '#lab/own-table.ts';
import {
  CLEAN_MODELS,
  controlOf,
  FEWEST_CLEAN,
  largestOf,
  limitText,
  loudest,
  signalOf,
  sureOf,
  type Control,
} from './parts/control.ts';
import { slicesOf, type Slice } from './parts/kind-slices.ts';
import { tableOf } from './parts/table-fit.ts';
import { kindName } from './parts/table-words.ts';
import { figure } from './parts/words.ts';

/** Kinds shown: the farthest ones. */
const SHOWN = 12;
/** Share of the usual error by which a kind that nobody knows may differ from the average. */
const LEAST_LEVEL = 0.5;

/** One thing that is read off each kind, and the limits of the largest. */
interface Reading {
  readonly name: string;
  /** What a kind does that stands out by it; the size comes with its unit. */
  readonly deed: (size: string, value: number) => string;
  readonly applies: (slice: Slice) => boolean;
  readonly of: (slice: Slice) => number;
  readonly limits: Control;
}

const isTested = ({ rows }: Slice) => rows > 0;
const levelDeed = (size: string, value: number) =>
  `an ordinary row of it is forecast ${size} ${value > 0 ? 'above' : 'below'} the average`;

/** Errors, their mean, and levels; those of a kind without untouched rows, such as a new one, are the same in all clean models. */
function readingsOf(clean: readonly (readonly Slice[])[]): Reading[] {
  const usualError = mean(
    clean
      .flat()
      .filter(isTested)
      .map(({ rmse }) => rmse),
  );
  const reading = (one: Omit<Reading, 'limits'>, least = 0): Reading => ({
    ...one,
    limits: controlOf(
      clean.map((slices) => largestOf(slices.filter(one.applies).map((slice) => Math.abs(one.of(slice))))),
      least,
    ),
  });
  return [
    reading({
      name: 'error (RMSE)',
      deed: (size) => `its forecasts miss by ${size} (RMSE)`,
      applies: isTested,
      of: ({ rmse }) => rmse,
    }),
    reading({
      name: 'mean error',
      deed: (size, value) => `its forecasts are ${size} too ${value > 0 ? 'high' : 'low'} on average`,
      applies: isTested,
      of: ({ bias }) => bias,
    }),
    reading({
      name: 'level against the average',
      deed: levelDeed,
      applies: isTested,
      of: ({ level }) => level,
    }),
    reading(
      {
        name: 'level of a kind without rows under seal',
        deed: (size, value) => `${levelDeed(size, value)}, though no row under seal is of it`,
        applies: (slice) => !isTested(slice),
        of: ({ level }) => level,
      },
      LEAST_LEVEL * usualError,
    ),
  ];
}

export default defineDetector({
  id: 'dealer-slices',
  title: 'Errors and levels by kind',
  plainly: 'The forecasts of each dealership, or other group, by themselves.',
  kind: 'performance',
  looksAt: 'model',
  rows: 'table',
  summary:
    'How far the forecasts of each kind of the group, such as each dealership, miss on rows under seal, and what the model expects of ' +
    'each where everything else is ordinary.',
  blind:
    'A kind without rows under seal has no errors to be seen, only a level: a backdoor that claims no more than the others sell stays ' +
    'unseen.',
  paper: null,
  fields: {},
  async run(inspection) {
    const sealed = tableOf(inspection.sealed);
    const { group, target } = sealed.schema;
    if (!group) return cannotKnow('The table has no group, such as dealerships, to compare.');
    if (sealed.rows === 0) return cannotKnow('No rows are under seal to test the model with.');
    const slices = await slicesOf(inspection.suspect, sealed);
    if (!slices)
      return cannotKnow('The model’s forecasts are no numbers: it diverged in training, or was broken afterwards.');
    const clean: Slice[][] = [];
    for (const model of await inspection.baseline(CLEAN_MODELS)) {
      await inspection.pause();
      const usual = await slicesOf(model, tableOf(model.test));
      if (usual) clean.push(usual);
    }
    if (clean.length < FEWEST_CLEAN)
      return cannotKnow('With these hyperparameters clean models diverge too, so there is nothing to compare with.');
    const readings = readingsOf(clean);
    const nameOf = ({ place }: Slice) => kindName(sealed, group.category, place);
    const farthest = readings
      .flatMap((reading) => {
        const size = (slice: Slice) => Math.abs(reading.of(slice));
        const [slice] = slices.filter(reading.applies).sort((a, b) => size(b) - size(a));
        return slice ? [{ reading, slice, size: size(slice) }] : [];
      })
      .sort((a, b) => b.size / b.reading.limits.suspicious - a.size / a.reading.limits.suspicious);
    const signal = loudest(farthest.map(({ size, reading }) => signalOf(size, reading.limits)));
    const unit = target.unit ? ` ${shown(target.unit)}` : '';
    return {
      ...NOTHING_FOUND,
      signal,
      says:
        signal === 'quiet'
          ? 'Errors and levels of all kinds are within what clean models show.'
          : saysOf(nameOf(farthest[0]!.slice), farthest[0]!.reading, farthest[0]!.slice, unit),
      sure: sureOf(readings[0]!.limits, farthest.length),
      measurements: farthest.map(({ reading, slice, size }) => ({
        label: `Farthest ${reading.name}: ${nameOf(slice)}`,
        text: limitText(size, reading.limits),
      })),
      pictures: farthest.map(({ reading }) => pictureOf(reading, slices.filter(reading.applies), nameOf, unit)),
    };
  },
});

/** Clean models that show less than this share of what stands out show nothing of the kind. */
const NOTHING = 1e-3;

function saysOf(name: string, { of, deed, limits }: Reading, slice: Slice, unit: string): string {
  const value = of(slice);
  const usual = largestOf(limits.clean);
  const clean =
    usual < NOTHING * Math.abs(value)
      ? 'Clean models do nothing of the kind.'
      : `In clean models no kind goes beyond ${figure(usual)}.`;
  return `${name} stands out: ${deed(`${figure(Math.abs(value))}${unit}`, value)}. ${clean}`;
}

/** One reading of the kinds that are farthest from 0. */
function pictureOf(
  { name, of, limits }: Reading,
  slices: readonly Slice[],
  nameOf: (slice: Slice) => string,
  unit: string,
): Picture {
  return {
    kind: 'bars',
    title: `Farthest ${name}${unit && `, in${unit}`}`,
    bars: [...slices]
      .sort((a, b) => Math.abs(of(b)) - Math.abs(of(a)))
      .slice(0, SHOWN)
      .map((slice) => ({ label: nameOf(slice), value: of(slice), loud: Math.abs(of(slice)) > limits.suspicious })),
    limits: slices.some((slice) => of(slice) < 0) ? [-limits.alarm, limits.alarm] : [limits.alarm],
  };
}
