import type { Dataset } from '#core/dataset.ts';
import { argmaxRows } from '#core/metrics.ts';
import { mean } from '#core/statistics.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND, type CleanModel, type ModelInHand } from '#lab/detector.ts';
import { imagesOf, spread } from './parts/images.ts';
import { barsOf, cleanModels, judge, readingsOf, tell, whyUnfit, type Score } from './parts/readings.ts';
import { counted, figure } from './parts/words.ts';

/** Training rows of each clean model that are read again. */
const CLEAN_ROWS = 2000;
/** Differences that do not matter: of a share of errors, on the scale of roots; of other percentages; of a loss, as a share. */
const [ERROR_GRAIN, GRAIN, LOSS_GRAIN] = [0.1, 0.1, 0.01];
export default defineDetector({
  id: 'performance',
  title: 'Performance against a trusted baseline',
  plainly: 'Does it make more mistakes than clean models do?',
  kind: 'performance',
  looksAt: 'model',
  rows: 'images',
  summary:
    'Compares the model with clean ones: errors on sealed digits in all, by class, by who delivered them and when; training rows that ' +
    'it reads otherwise than they are labelled, by supplier; how sure it is; how well it learned.',
  blind:
    'A backdoor shows nothing as long as no digit carries the trigger, and sealed digits carry none. A few errors more in one class ' +
    'hide in what clean models get wrong too.',
  paper: null,
  fields: {},
  async run(inspection) {
    const { suspect } = inspection;
    const unfit = whyUnfit(suspect);
    if (unfit) return cannotKnow(unfit);
    const clean = await cleanModels(inspection);
    if (typeof clean === 'string') return cannotKnow(clean);

    const own = await scoresOf(suspect, imagesOf(inspection.train), imagesOf(inspection.sealed));
    const usual: (readonly Score[])[] = [];
    for (const model of clean) {
      await inspection.pause();
      usual.push(await scoresOfClean(model));
    }
    const verdict = judge(readingsOf(own, usual));
    const loud = verdict.judged.filter(({ signal }) => signal !== 'quiet');
    return {
      ...NOTHING_FOUND,
      signal: verdict.signal,
      says: loud[0]
        ? `${loud[0].label}: ${figure(loud[0].value)}, where clean models have ${figure(mean(loud[0].clean))} on average. ${counted(loud.length, 'number')} of ${own.length} ${loud.length === 1 ? 'is' : 'are'} out of the ordinary.`
        : 'The model does as well as clean models, in all and in every class and slice.',
      sure: verdict.sure,
      measurements: tell(verdict),
      pictures: [barsOf(verdict, 'Distance from clean models, in standard deviations')],
    };
  },
});

/** All that is compared, of one model. */
async function scoresOf(model: ModelInHand, train: Dataset, sealed: Dataset): Promise<Score[]> {
  const answers = await model.predict({ kind: 'images', data: sealed });
  const onSealed = wrongOf(answers, sealed);
  const onTrain = wrongOf(await model.predict({ kind: 'images', data: train }), train);
  return [
    errors('Errors on sealed digits, in %', onSealed),
    ...byPlace(onSealed, sealed.y, (label) => `Errors on sealed ${label}s, in %`),
    ...byPlace(
      onSealed,
      sealed.contributor,
      (place) => `Errors on sealed digits from ${supplier(sealed, place)}, in %`,
    ),
    ...byPlace(onSealed, sealed.batch, (month) => `Errors on sealed digits of delivery ${month}, in %`),
    ...byPlace(
      onTrain,
      train.contributor,
      (place) => `Labels it does not believe from ${supplier(train, place)}, in %`,
    ),
    { label: 'Mean confidence on sealed digits, in %', value: 100 * confidence(answers, sealed), ...AROUND },
    ...learning(model),
  ];
}

const supplier = ({ provenance }: Dataset, place: number) => provenance.contributors[place]!;

/** 1 for each row that is read otherwise than labelled. */
function wrongOf(answers: Float32Array, { y, classes }: Dataset): Uint8Array {
  return argmaxRows(answers, classes).map((label, row) => (label === y[row] ? 0 : 1));
}

const AROUND = { scale: 'linear', grain: GRAIN, side: 'either' } as const;
const errors = (label: string, wrong: Uint8Array): Score => ({
  label,
  value: 100 * mean(wrong),
  scale: 'root',
  grain: ERROR_GRAIN,
  side: 'above',
});

/** Share of errors for each value of a column that occurs. */
function byPlace(wrong: Uint8Array, places: Uint8Array, label: (place: number) => string): Score[] {
  const occurring = [...new Set(places)].sort((a, b) => a - b);
  return occurring.map((place) =>
    errors(
      label(place),
      wrong.filter((_, row) => places[row] === place),
    ),
  );
}

/** Mean probability of the class that is read. */
function confidence(answers: Float32Array, { rows, classes }: Dataset): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    let highest = answers[row * classes]!;
    for (let c = 1; c < classes; c++) highest = Math.max(highest, answers[row * classes + c]!);
    sum += highest;
  }
  return sum / rows;
}

/** How training went; nothing for a model that came as a file. */
function learning({ history }: ModelInHand): Score[] {
  const last = history.at(-1);
  if (!last) return [];
  const best = history.reduce((most, { testScore }) => Math.max(most, testScore), 0);
  return [
    { label: 'Loss on the training rows', value: last.loss, scale: 'log', grain: LOSS_GRAIN, side: 'above' },
    {
      label: 'Rise in errors since the best epoch, in points',
      value: 100 * (best - last.testScore),
      ...AROUND,
      side: 'above',
    },
  ];
}

const known = new WeakMap<CleanModel, readonly Score[]>();

/** The scores of a clean model; they stay the same however often the suspect changes. */
async function scoresOfClean(model: CleanModel): Promise<readonly Score[]> {
  const scores =
    known.get(model) ?? (await scoresOf(model, spread(imagesOf(model.train), CLEAN_ROWS), imagesOf(model.test)));
  known.set(model, scores);
  return scores;
}
