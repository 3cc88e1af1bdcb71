import { PIXELS } from '#core/dataset.ts';
import { accuracy } from '#core/metrics.ts';
import { median } from '#core/statistics.ts';
import { activationsOf, readAs, sumsOf, type Activations } from '#lab/dense-net.ts';
import {
  cannotKnow,
  defineDetector,
  NOTHING_FOUND,
  type CleanModel,
  type ModelInHand,
  type Picture,
} from '#lab/detector.ts';
import { layersOf } from '#lab/model.ts';
import { imagesOf } from './parts/images.ts';
import { cleanModels, judge, tell, whyUnfit } from './parts/readings.ts';
import { counted, figure, grouped, percent } from './parts/words.ts';
import { norm, outgoingWeights, type UnitPlace } from './parts/weight-shapes.ts';

/** A response this far from a unit's usual one counts as firing. Of ReLU units, silent at 0, any response does. */
const STIR = 0.05;
/** Lengths of outgoing weights that differ by less than this share of what is usual are alike. */
const GRAIN = 0.1;

/** A hidden unit at work on some rows. */
interface UnitAtWork extends UnitPlace {
  /** Share of the rows on which it fires. */
  readonly fires: number;
  /** What it usually says. */
  readonly rest: number;
  /** Euclidean length of its outgoing weights. */
  readonly outgoing: number;
}

export default defineDetector({
  id: 'dormant-units',
  title: 'Dormant units',
  plainly: 'Parts of the model that stay silent on ordinary digits.',
  kind: 'anomaly',
  looksAt: 'weights',
  rows: 'images',
  summary:
    'Looks for hidden units that hardly ever fire on sealed digits. Training leaves those with the small outgoing weights they ' +
    'started with; one with large weights waits for something that clean digits do not have.',
  blind:
    'A backdoor learned from poisoned rows mostly lives in units that read digits as well. A model without hidden units has none ' +
    'that could sleep.',
  paper: 'Liu, Dolan-Gavitt and Garg 2018 (fine-pruning)',
  fields: {
    share: {
      kind: 'number',
      label: 'Dormant when it fires on at most',
      help: 'Share of the sealed digits on which a unit may fire and still count as dormant.',
      unit: '%',
      default: 1,
      min: 0,
      max: 20,
      step: 0.5,
    },
  },
  async run(inspection, values) {
    const { suspect, sealed } = inspection;
    if (suspect.spec.kind !== 'dense')
      return cannotKnow('Units of a convolutional net are spread over the image; this check looks at single ones.');
    if (suspect.spec.hidden.length === 0) return cannotKnow('A linear model has no hidden units.');
    const unfit = whyUnfit(suspect);
    if (unfit) return cannotKnow(unfit);
    const clean = await cleanModels(inspection);
    if (typeof clean === 'string') return cannotKnow(clean);

    const most = Number(values.share) / 100;
    const isDormant = ({ fires }: UnitAtWork) => fires <= most;
    const { x, y } = imagesOf(sealed);
    const { hidden } = activationsOf(suspect.parameters, suspect.spec, x);
    const units = unitsAtWork(suspect, hidden);
    const ofClean: (readonly UnitAtWork[])[] = [];
    for (const model of clean) {
      await inspection.pause();
      ofClean.push(unitsOfClean(model));
    }
    const usual = ofClean.map((own) => longest(own.filter(isDormant)));
    const dormant = units.filter(isDormant);
    const grain = GRAIN * median(ofClean.flat().map(({ outgoing }) => outgoing));
    const verdictOn = (value: number) =>
      judge([
        {
          label: 'Longest outgoing weights of a dormant unit',
          value,
          clean: usual,
          scale: 'linear',
          grain,
          side: 'above',
        },
      ]);
    const verdict = verdictOn(longest(dormant));
    const armed = dormant.filter(({ outgoing }) => verdictOn(outgoing).signal !== 'quiet');
    const withoutUnits = (held: readonly UnitAtWork[]) => accuracyWithout(suspect, hidden, y, held);
    return {
      ...NOTHING_FOUND,
      signal: verdict.signal,
      says: saysOf(armed, dormant, y.length),
      sure: verdict.sure,
      measurements: [
        { label: 'Dormant units', text: `${dormant.length} of ${units.length}` },
        ...tell(verdict),
        { label: 'Clean accuracy as it is', text: percent(withoutUnits([])) },
        { label: 'Clean accuracy without the dormant units', text: percent(withoutUnits(dormant)) },
      ],
      pictures: [unitBars(dormant, armed, usual)],
      units: armed.map(({ layer, unit }) => ({ layer, unit })),
      target: targetOf(suspect, armed),
    };
  },
});

const longest = (units: readonly UnitAtWork[]) => units.reduce((most, { outgoing }) => Math.max(most, outgoing), 0);

/** Every hidden unit of a dense model, given its layers' responses, layer by layer. */
function unitsAtWork({ parameters, spec }: ModelInHand, hidden: Activations['hidden']): UnitAtWork[] {
  const layers = layersOf(spec);
  const isReLU = spec.activation === 'relu';
  return hidden.flatMap((responses, layer) => {
    const units = spec.hidden[layer]!;
    const rows = responses.length / units;
    return Array.from({ length: units }, (_, unit) => {
      const own = Float32Array.from({ length: rows }, (_, row) => responses[row * units + unit]!);
      const [rest, stir] = isReLU ? [0, 0] : [median(own), STIR];
      const firing = own.reduce((count, response) => count + (Math.abs(response - rest) > stir ? 1 : 0), 0);
      const outgoing = norm(outgoingWeights(parameters, layers[layer + 1]!, unit));
      return { layer, unit, fires: firing / rows, rest, outgoing };
    });
  });
}

/** Digits that a clean model's units are watched on. */
const CLEAN_DIGITS = 500;
const known = new WeakMap<CleanModel, readonly UnitAtWork[]>();

/** The units of a clean model; they stay the same however often the suspect changes. */
function unitsOfClean(model: CleanModel): readonly UnitAtWork[] {
  const { x } = imagesOf(model.test);
  const units =
    known.get(model) ??
    unitsAtWork(model, activationsOf(model.parameters, model.spec, x.subarray(0, CLEAN_DIGITS * PIXELS)).hidden);
  known.set(model, units);
  return units;
}

/** Clean accuracy with some units of the last hidden layer held at rest. */
function accuracyWithout(
  { parameters, spec }: ModelInHand,
  hidden: Activations['hidden'],
  labels: Uint8Array,
  held: readonly UnitAtWork[],
): number {
  const responses = hidden.at(-1)!.slice();
  const units = spec.hidden.at(-1)!;
  const last = spec.hidden.length - 1;
  for (const { unit, rest } of held.filter(({ layer }) => layer === last))
    for (let at = unit; at < responses.length; at += units) responses[at] = rest;
  const logits = sumsOf(parameters, layersOf(spec).at(-1)!, responses);
  return accuracy(
    labels.map((_, row) => readAs(logits, row, spec.outputs)),
    labels,
  );
}

/** The class that the loudest of the units, if it is of the last hidden layer, speaks for. */
function targetOf({ parameters, spec }: ModelInHand, armed: readonly UnitAtWork[]): number | null {
  const loudest = armed.find(({ outgoing }) => outgoing === longest(armed));
  if (loudest?.layer !== spec.hidden.length - 1) return null;
  const weights = outgoingWeights(parameters, layersOf(spec).at(-1)!, loudest.unit);
  return weights.indexOf(Math.max(...weights));
}

function saysOf(armed: readonly UnitAtWork[], dormant: readonly UnitAtWork[], rows: number): string {
  const [first, ...others] = armed;
  if (!first)
    return dormant.length === 0
      ? 'Every hidden unit fires on some of the sealed digits.'
      : `${counted(dormant.length, 'unit')} hardly ever fire${dormant.length === 1 ? 's' : ''}, but none has more of a say than dormant units of clean models.`;
  const unit = `Unit ${first.unit}${first.layer > 0 ? ` of hidden layer ${first.layer + 1}` : ''}`;
  const more = others.length > 0 ? ` So do ${counted(others.length, 'other unit')}.` : '';
  return `${unit} fires on ${grouped(first.fires * rows)} of ${grouped(rows)} sealed digits, and yet has much to say: its outgoing weights are ${figure(first.outgoing)} long.${more}`;
}

/** Dormant units shown at most. */
const MOST_SHOWN = 24;

function unitBars(dormant: readonly UnitAtWork[], armed: readonly UnitAtWork[], usual: readonly number[]): Picture {
  const shown = [...dormant].sort((a, b) => b.outgoing - a.outgoing).slice(0, MOST_SHOWN);
  return {
    kind: 'bars',
    title: 'Length of the outgoing weights of dormant units; the line is the longest of clean models',
    bars: shown.map((unit) => ({
      label: `Unit ${unit.unit}${unit.layer > 0 ? ` (layer ${unit.layer + 1})` : ''}`,
      value: unit.outgoing,
      loud: armed.includes(unit),
    })),
    limits: [Math.max(...usual)],
  };
}
