import { pickImages, type Dataset } from '#core/dataset.ts';
import { stream } from '#core/rng.ts';
import { mean } from '#core/statistics.ts';
import {
  cannotKnow,
  defineDetector,
  NOTHING_FOUND,
  type CleanModel,
  type Inspection,
  type ModelInHand,
} from '#lab/detector.ts';
import { imagesOf, rowsWhere, spread } from './parts/images.ts';
import { barsOf, cleanModels, judge, tell, whyUnfit } from './parts/readings.ts';
import { entropyBoundary, readerOf, superpositionEntropy } from './parts/superposition.ts';
import { figure, grouped, percent } from './parts/words.ts';

const ID = 'strip';
/** Clean models to compare with, training rows of each that are looked at, and untouched digits that set its boundaries. */
const [CLEAN_MODELS, CLEAN_ROWS, CLEAN_SEALED] = [4, 1200, 800];
/** What the shares of all classes have in common, in per cent. */
const SHARE = { scale: 'root', grain: 0.2, side: 'above' } as const;

export default defineDetector({
  id: ID,
  title: 'Entropy under superposition (STRIP)',
  plainly: 'Does an answer stay sure with other digits laid over the row?',
  kind: 'anomaly',
  looksAt: 'inputs',
  rows: 'images',
  summary:
    'Lays clean digits over each training row and asks the model. Ink over ink makes it unsure; a trigger keeps it certain of the ' +
    'target class whatever else is there, so an answer that stays certain is suspicious.',
  blind:
    'A trigger for one class only loses its hold once other digits lie over it, and where the target is what ink over ink looks like ' +
    'anyway, as 8 is, few poisoned rows hide among its own. Changed weights show on marked checks alone, never in training rows.',
  paper: 'Gao, Xu, Wang, Chen, Ranasinghe and Nepal 2019',
  fields: {
    rate: {
      kind: 'number',
      label: 'Clean digits rejected (false-rejection rate)',
      help: 'Share of the sealed digits of a class that may fall below its boundary.',
      unit: '%',
      default: 1,
      min: 0.1,
      max: 10,
      step: 0.1,
    },
    over: {
      kind: 'number',
      label: 'Digits laid over each row',
      help: 'More give a steadier entropy and take longer. The paper used 100, and found 10 to be enough on road signs.',
      unit: 'digits',
      default: 10,
      min: 5,
      max: 50,
      step: 5,
    },
  },
  async run(inspection, values) {
    const { suspect, train, sealed } = inspection;
    const unfit = whyUnfit(suspect);
    if (unfit) return cannotKnow(unfit);
    const clean = await cleanModels(inspection);
    if (typeof clean === 'string') return cannotKnow(clean);

    const over = Number(values.over);
    const rate = Number(values.rate) / 100;
    const usual: number[] = [];
    for (const model of clean.slice(0, CLEAN_MODELS)) {
      const { sealed: own, rows } = await entropiesOfClean(model, over, inspection);
      for (const { certain } of certainRows(rows, own, rate)) usual.push(certain);
    }
    const digits = imagesOf(train);
    const onSealed = await entropiesOf(suspect, imagesOf(sealed), imagesOf(sealed), over, inspection.seed, inspection);
    const onRows = await entropiesOf(suspect, digits, imagesOf(sealed), over, inspection.seed, inspection);
    if (onRows.entropy.some(Number.isNaN) || usual.length < 2) return cannotKnow(NOTHING_TO_COMPARE);

    const classes = certainRows(onRows, onSealed, rate);
    if (classes.length === 0) return cannotKnow(NOTHING_TO_COMPARE);
    const verdict = judge(
      classes.map(({ label, certain, boundary }) => ({
        ...SHARE,
        label: `Rows labelled ${label} below ${figure(boundary)} bits, in %`,
        value: certain,
        clean: usual,
        class: label,
        boundary,
      })),
    );
    const loud = verdict.judged.filter(({ signal }) => signal !== 'quiet');
    const flagged = rowsWhere(onRows.entropy, (entropy, row) =>
      loud.some(({ class: label, boundary }) => label === digits.y[row] && entropy < boundary),
    );
    return {
      ...NOTHING_FOUND,
      signal: verdict.signal,
      says: loud[0]
        ? `The model stays certain about ${figure(loud[0].value)} % of the rows labelled ${loud[0].class}, whatever is laid over them; of a clean model’s rows it is ${figure(mean(usual))} %.`
        : 'Digits laid over the training rows make the model as unsure as they make clean models.',
      sure: `A row counts as certain when its entropy is below that of ${percent(1 - rate)} of the sealed digits of its class. ${verdict.sure}`,
      measurements: [
        { label: 'Rows flagged', text: `${grouped(flagged.length)} of ${grouped(digits.rows)}` },
        ...tell(verdict),
      ],
      pictures: [
        {
          kind: 'histogram',
          title: 'Mean entropy of each training row with other digits over it, in bits',
          values: onRows.entropy,
          limit: loud[0]?.boundary ?? null,
          loudBelow: true,
        },
        barsOf(verdict, 'Certain rows of each class: distance from clean models, in standard deviations'),
      ],
      rows: { flagged, scores: onRows.entropy.map((entropy) => -entropy) },
      target: loud[0]?.class ?? null,
    };
  },
});

const NOTHING_TO_COMPARE =
  'There are no answers to compare: the model’s are no numbers, or no class has enough sealed digits.';

/** Images, by label, with the entropy of each under other digits. */
interface Entropies {
  readonly labels: Uint8Array;
  readonly entropy: Float32Array;
}

/** @param over how many of the sealed digits are laid over each image */
async function entropiesOf(
  model: ModelInHand,
  data: Dataset,
  sealed: Dataset,
  over: number,
  seed: number,
  inspection: Inspection,
): Promise<Entropies> {
  const draw = stream(seed, `detector/${ID}`);
  const picked = Uint32Array.from({ length: over }, () => Math.floor(draw() * sealed.rows));
  const pause = () => inspection.pause();
  const entropy = await superpositionEntropy(
    data.x,
    pickImages(sealed.x, picked),
    data.classes,
    readerOf(model, data),
    pause,
  );
  return { labels: data.y, entropy };
}

const known = new WeakMap<CleanModel, Map<number, { readonly rows: Entropies; readonly sealed: Entropies }>>();

/** A clean model on some of its own rows; they stay the same however often the suspect changes. */
async function entropiesOfClean(model: CleanModel, over: number, inspection: Inspection) {
  const kept = known.get(model) ?? new Map<number, { rows: Entropies; sealed: Entropies }>();
  known.set(model, kept);
  const [train, test] = [imagesOf(model.train), imagesOf(model.test)];
  const ask = (data: Dataset, most: number) =>
    entropiesOf(model, spread(data, most), test, over, model.seed, inspection);
  const found = kept.get(over) ?? { rows: await ask(train, CLEAN_ROWS), sealed: await ask(test, CLEAN_SEALED) };
  kept.set(over, found);
  return found;
}

/** Classes with fewer sealed digits than these have no boundary. */
const FEWEST_SEALED = 20;

/** Per class that has rows and sealed digits: the boundary that the sealed ones set, and which share of the rows is below, in %. */
function certainRows(rows: Entropies, sealed: Entropies, rate: number) {
  const ofClass = ({ labels, entropy }: Entropies, label: number) => entropy.filter((_, row) => labels[row] === label);
  const labels = [...new Set(sealed.labels)].sort((a, b) => a - b);
  return labels.flatMap((label) => {
    const [own, clean] = [ofClass(rows, label), ofClass(sealed, label)];
    if (own.length === 0 || clean.length < FEWEST_SEALED) return [];
    const boundary = entropyBoundary(clean, rate);
    return [{ label, boundary, certain: (100 * own.filter((entropy) => entropy < boundary).length) / own.length }];
  });
}
