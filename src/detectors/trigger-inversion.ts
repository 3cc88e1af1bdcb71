import { expOf, logOf } from '#core/elementary.ts';
import { imageOf, PIXELS, type Dataset } from '#core/dataset.ts';
import { mean } from '#core/statistics.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND, type CleanModel, type ModelInHand } from '#lab/detector.ts';
import { imagesOf } from './parts/images.ts';
import { MaskedReader } from './parts/masked-reader.ts';
import { barsOf, cleanModels, judge, tell, whyUnfit } from './parts/readings.ts';
import { figure, percent } from './parts/words.ts';
import { anomalyIndex, searchTrigger, type FoundTrigger } from './parts/trigger-search.ts';

/** Sealed digits that triggers are searched on. */
const DIGITS = 256;
/** Clean models searched the same way; more would take too long. */
const CLEAN_MODELS = 3;
/** What the ratios of all classes have in common. A tenth more or less says nothing. */
const RATIO = { scale: 'log', grain: 0.1, side: 'below' } as const;
/** The paper's limit on the anomaly index. */
const PAPER_LIMIT = 2;

export default defineDetector({
  id: 'trigger-inversion',
  title: 'Trigger inversion (Neural Cleanse)',
  plainly: 'Is there a small mark that turns any digit into the same one?',
  kind: 'anomaly',
  looksAt: 'model',
  rows: 'images',
  summary:
    'Searches, for each class, the smallest mark that would make the model see that class in nearly every digit. A backdoor is a ' +
    'short cut: its class needs a much smaller mark than it does in clean models.',
  blind:
    'The search follows slopes. A detector planted by hand is silent until the whole mark is there, so no slope leads to it. A ' +
    'pattern spread over the whole image may not be the smallest mark, and a trigger for one class only is found less surely.',
  paper: 'Wang, Yao, Shan, Li, Viswanath, Zheng and Zhao 2019',
  fields: {},
  async run(inspection) {
    const { suspect, sealed } = inspection;
    if (suspect.spec.kind !== 'dense')
      return cannotKnow('The search follows the slopes of dense models; it has none through a convolution.');
    const unfit = whyUnfit(suspect);
    if (unfit) return cannotKnow(unfit);
    const clean = await cleanModels(inspection);
    if (typeof clean === 'string') return cannotKnow(clean);

    const pause = () => inspection.pause();
    const usual: (readonly FoundTrigger[])[] = [];
    for (const model of clean.slice(0, CLEAN_MODELS)) usual.push(await triggersOfClean(model, pause));
    const found = await triggersOf(suspect, imagesOf(sealed), pause);
    const ratios = usual.flatMap((model, k) =>
      ratiosTo(
        model,
        usual.filter((_, other) => other !== k),
      ),
    );
    const own = ratiosTo(found, usual);
    const verdict = judge(
      own.map((ratio, target) => ({
        ...RATIO,
        label: `Mark for ${target}, against clean models’ (ratio)`,
        value: ratio,
        clean: ratios,
        target,
      })),
    );
    const index = anomalyIndex(found.map(({ size }) => size));
    const highest = index.indexOf(Math.max(...index));
    const loud = new Set(verdict.judged.flatMap(({ signal, target }) => (signal === 'quiet' ? [] : [target])));
    const [first] = verdict.judged;
    const target = loud.size > 0 ? first!.target : null;
    return {
      ...NOTHING_FOUND,
      signal: verdict.signal,
      says:
        target === null
          ? 'No class can be had for a much smaller mark than in clean models.'
          : `A mark of ${figure(found[target]!.size)} pixels turns ${percent(found[target]!.success)} of all digits into ${target}; clean models need ${figure(found[target]!.size / own[target]!)}.`,
      sure:
        `${verdict.sure} The paper’s own rule, an anomaly index above ${PAPER_LIMIT} among the classes of one model, is shown for ` +
        'comparison: with ten classes it swings too much to go by.',
      measurements: [
        ...tell(verdict),
        {
          label: `Anomaly index, highest for ${highest}`,
          text: `${figure(index[highest]!)}; the paper’s limit is ${PAPER_LIMIT}`,
        },
      ],
      pictures: [
        {
          kind: 'images',
          title: 'Smallest mark found for each class, as it looks on blank paper',
          images: found.map(({ target, size, picture }) => ({
            label: `${target}: ${figure(size)} pixels`,
            pixels: picture,
            loud: loud.has(target),
          })),
        },
        barsOf(verdict, 'Smallness against clean models, in standard deviations'),
      ],
      target,
    };
  },
});

/** The trigger found for each class of a dense model. */
async function triggersOf(model: ModelInHand, data: Dataset, pause: () => Promise<void>): Promise<FoundTrigger[]> {
  const count = Math.min(DIGITS, data.rows);
  const images = new Uint8Array(count * PIXELS);
  for (let i = 0; i < count; i++) images.set(imageOf(data.x, mixedPlace(i, count, data.rows)), i * PIXELS);
  const reader = new MaskedReader(model.parameters, model.spec, images);
  const found: FoundTrigger[] = [];
  for (let target = 0; target < model.spec.outputs; target++)
    found.push(await searchTrigger(reader, PIXELS, target, pause));
  return found;
}

/** Any odd step that is no factor of the counts in use: sealed digits come sorted by class, and a batch should have all of them. */
const STRIDE = 37;
const mixedPlace = (i: number, count: number, rows: number) => Math.floor((((i * STRIDE) % count) * rows) / count);

const known = new WeakMap<CleanModel, readonly FoundTrigger[]>();

/** A clean model's triggers; they stay the same however often the suspect changes. */
async function triggersOfClean(model: CleanModel, pause: () => Promise<void>): Promise<readonly FoundTrigger[]> {
  const found = known.get(model) ?? (await triggersOf(model, imagesOf(model.test), pause));
  known.set(model, found);
  return found;
}

/** Size of each class's mark against the geometric mean of other models' for the same class: classes differ by nature. */
function ratiosTo(own: readonly FoundTrigger[], others: readonly (readonly FoundTrigger[])[]): number[] {
  return own.map(({ size }, target) => size * expOf(-mean(others.map((model) => logOf(model[target]!.size)))));
}
