import type { Dataset } from '#core/dataset.ts';
import { argmaxRows, confusionMatrix } from '#core/metrics.ts';
import {
  cannotKnow,
  defineDetector,
  NOTHING_FOUND,
  type CleanModel,
  type ModelInHand,
  type Rows,
} from '#lab/detector.ts';
import { barsOf, cleanModels, judge, readingsOf, tell, whyUnfit, type Score } from './parts/readings.ts';
import { tableScores } from './parts/table-quiz.ts';
import { counted, figure } from './parts/words.ts';

/** Twice the chance spread of a root of one per cent of some 200 digits: single misreadings are nothing to go by. */
const PAIR_GRAIN = 0.35;

/** A score of the quiz; a class that digits are misread as has its place. */
interface QuizScore extends Score {
  readonly target: number | null;
}

export default defineDetector({
  id: 'sealed-quiz',
  title: 'Quiz on sealed rows',
  plainly: 'Its answers on rows that it has never seen.',
  kind: 'performance',
  looksAt: 'model',
  rows: 'any',
  summary: {
    images:
      'Asks the model for digits that it never saw and holds its answers against those of clean models: which digit is taken for which.',
    table:
      'Asks the model for rows that it never saw and holds its answers against those of clean models: errors in all and at each ' +
      'dealership, what each dealership adds, and what the interest rate does there.',
  },
  blind: {
    images: 'The quiz asks what its makers thought of. It has no digit with a trigger on it, so a backdoor passes.',
    table:
      'The quiz asks what its makers thought of. It asks about every dealership, known or not, and so may meet a trigger among them; ' +
      'one that is a combination of other numbers passes.',
  },
  paper: null,
  fields: {},
  async run(inspection) {
    const { suspect, sealed } = inspection;
    const unfit = whyUnfit(suspect);
    if (unfit) return cannotKnow(unfit);
    const clean = await cleanModels(inspection);
    if (typeof clean === 'string') return cannotKnow(clean);

    const own = await scoresOf(suspect, sealed);
    const usual: (readonly Score[])[] = [];
    for (const model of clean) {
      await inspection.pause();
      usual.push(await scoresOfClean(model));
    }
    const readings = readingsOf(own, usual);
    if (readings.length === 0) return cannotKnow('There are too few sealed rows to ask about.');
    const verdict = judge(readings);
    const loud = verdict.judged.filter(({ signal }) => signal !== 'quiet');
    const [first] = loud;
    return {
      ...NOTHING_FOUND,
      signal: verdict.signal,
      says: first
        ? `${first.label}: ${figure(first.value)}, where clean models have ${figure(Math.min(...first.clean))} to ${figure(Math.max(...first.clean))}. ${counted(loud.length, 'answer')} of ${readings.length} ${loud.length === 1 ? 'is' : 'are'} out of the ordinary.`
        : 'The model answers sealed questions as clean models do.',
      sure: verdict.sure,
      measurements: tell(verdict),
      pictures: [barsOf(verdict, 'Distance of the answers from clean models’, in standard deviations')],
      target: first?.target ?? null,
    };
  },
});

async function scoresOf(model: ModelInHand, sealed: Rows): Promise<QuizScore[]> {
  if (sealed.kind === 'images') return pairScores(await model.predict(sealed), sealed.data);
  return (await tableScores(model, sealed.data)).map((score) => ({ ...score, target: null }));
}

/** How many of each class's digits are taken for each other class, in per cent. */
function pairScores(answers: Float32Array, { y, classes }: Dataset): QuizScore[] {
  const confusion = confusionMatrix(argmaxRows(answers, classes), y, classes);
  const labels = Array.from({ length: classes }, (_, label) => label);
  return labels.flatMap((label) => {
    const row = confusion.subarray(label * classes, (label + 1) * classes);
    const digits = row.reduce((sum, count) => sum + count, 0);
    if (digits === 0) return [];
    return labels
      .filter((read) => read !== label)
      .map((read) => ({
        label: `${label}s taken for ${read}, in %`,
        value: (100 * row[read]!) / digits,
        scale: 'root',
        grain: PAIR_GRAIN,
        side: 'above',
        target: read,
      }));
  });
}

const known = new WeakMap<CleanModel, readonly Score[]>();

/** The answers of a clean model; they stay the same however often the suspect changes. */
async function scoresOfClean(model: CleanModel): Promise<readonly Score[]> {
  const scores = known.get(model) ?? (await scoresOf(model, model.test));
  known.set(model, scores);
  return scores;
}
