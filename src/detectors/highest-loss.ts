import { logOf } from '#core/elementary.ts';
import type { Dataset } from '#core/dataset.ts';
import { argmaxRows } from '#core/metrics.ts';
import { ranker } from '#core/rng.ts';
import { descending, quantile } from '#core/statistics.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND, type Inspection, type ModelInHand } from '#lab/detector.ts';
import { imagesOf, picturesOfRows, rowsWhere } from './parts/images.ts';
import { excessBars, judgeExcess, SURE_OF_EXCESS, tellExcess, type ExcessVerdict } from './parts/label-excess.ts';
import { counted, figure, grouped } from './parts/words.ts';

const CLEAN_MODELS = 6;
const SHOWN = 12;
/** A probability that counts as none: float32 keeps no smaller ones apart, and their logarithm has no end. */
const LEAST_PROBABILITY = 1e-9;

/** What judges make of rows. */
interface Judged {
  /** Loss of each row, in nats: minus the logarithm of the probability of its label, averaged over the judges. */
  readonly losses: Float32Array;
  /** Class that the judges find likeliest. */
  readonly read: Uint8Array;
}

type Judges = 'trusted' | 'halves' | 'suspect';

const WHO: Readonly<Record<Judges, string>> = {
  trusted: 'models trained on trusted rows',
  halves: 'models trained on the other half of the rows',
  suspect: 'the suspect itself',
};

export default defineDetector({
  id: 'highest-loss',
  title: 'Rows with the highest loss',
  plainly: 'Rows whose label the model finds hard to believe.',
  kind: 'anomaly',
  looksAt: 'rows',
  rows: 'images',
  summary:
    'A row whose label a model finds unlikely has a high loss. More such rows of one label than among sealed rows are a sign of wrong ' +
    'labels. The judges should not have learned from these rows: a model believes what it was taught.',
  blind:
    'The suspect, or models trained on halves of the same rows, learned the poison and find nothing odd about it when it is ' +
    'plentiful or bears a mark. Trusted models cannot see a mark on a row whose label is right.',
  paper: null,
  fields: {
    judges: {
      kind: 'choice',
      label: 'Who judges',
      help: 'Whose loss is looked at: a judge that learned from the same rows believes what they say.',
      default: 'trusted',
      options: [
        { value: 'trusted', label: 'Models trained on trusted rows' },
        { value: 'halves', label: 'Models trained on the other half of the rows' },
        { value: 'suspect', label: 'The suspect itself' },
      ],
    },
    beyond: {
      kind: 'number',
      label: 'Share of sealed rows beyond the limit',
      help: 'The limit on the loss is set so that this share of the sealed rows lies beyond it.',
      default: 0.005,
      min: 0.001,
      max: 0.05,
      step: 0.001,
    },
  },
  async run(inspection, values) {
    const judges = values.judges as Judges;
    const [data, sealed] = [imagesOf(inspection.train), imagesOf(inspection.sealed)];
    const judged = await judgeRows(inspection, judges);
    if ([judged.train, judged.sealed].some(({ losses }) => losses.length === 0 || !losses.every(Number.isFinite)))
      return cannotKnow('The judges’ answers are no probabilities, or there are no rows to ask them about.');
    const { losses, read } = judged.train;
    const limit = quantile(judged.sealed.losses, 1 - Number(values.beyond));
    const isBeyond = (of: Judged) => (row: number) => of.losses[row]! > limit;
    const verdict = judgeExcess(data, isBeyond(judged.train), sealed, isBeyond(judged.sealed));
    const { signal, flagged, target } = verdict;
    const worst = descending(losses).subarray(0, SHOWN);
    return {
      ...NOTHING_FOUND,
      signal,
      says: saysOf(verdict, judges),
      sure: sureOf(judges),
      measurements: [
        { label: 'Limit on the loss', text: `${figure(limit)} nats` },
        { label: 'Rows beyond it', text: grouped(rowsWhere(losses, (loss) => loss > limit).length) },
        ...tellExcess(verdict, 'Rows beyond the limit'),
      ],
      pictures: [
        { kind: 'histogram', title: `Rows by their loss under ${WHO[judges]}, in nats`, values: losses, limit },
        excessBars(verdict, 'Rows beyond the limit'),
        {
          kind: 'images',
          title: 'Rows with the highest loss, with what the judges read',
          images: picturesOfRows(data, worst).map((picture, i) => ({
            ...picture,
            label: `${picture.label}; read as ${read[worst[i]!]!}`,
          })),
        },
      ],
      rows: { flagged, scores: losses },
      relabel: Uint8Array.from(flagged, (row) => read[row]!),
      target,
    };
  },
});

async function judgeRows(inspection: Inspection, judges: Judges): Promise<{ train: Judged; sealed: Judged }> {
  const { train, sealed, suspect } = inspection;
  if (judges === 'halves') return judgeByHalves(inspection);
  const models = judges === 'trusted' ? await inspection.baseline(CLEAN_MODELS) : [suspect];
  return { train: await judgedBy(models, imagesOf(train)), sealed: await judgedBy(models, imagesOf(sealed)) };
}

/** Each training row judged by the model that did not learn from it, sealed rows by both. */
async function judgeByHalves({ train, sealed, seed, retrain }: Inspection) {
  const data = imagesOf(train);
  const rank = ranker(seed, 'detector/highest-loss');
  const half = Uint8Array.from(data.id, (id) => rank(id) & 1);
  const models = [await retrain(rowsOf(half, 0), seed), await retrain(rowsOf(half, 1), seed)] as const;
  const [byFirst, bySecond] = [await judgedBy([models[0]], data), await judgedBy([models[1]], data)];
  const other = (row: number) => (half[row] === 1 ? byFirst : bySecond);
  return {
    train: {
      losses: Float32Array.from(half, (_, row) => other(row).losses[row]!),
      read: Uint8Array.from(half, (_, row) => other(row).read[row]!),
    },
    sealed: await judgedBy(models, imagesOf(sealed)),
  };
}

const rowsOf = (half: Uint8Array, which: number) => rowsWhere(half, (of) => of === which);

async function judgedBy(models: readonly ModelInHand[], data: Dataset): Promise<Judged> {
  const losses = new Float32Array(data.rows);
  const votes = new Float32Array(data.rows * data.classes);
  for (const model of models) {
    const outputs = await model.predict({ kind: 'images', data });
    outputs.forEach((probability, i) => (votes[i]! += probability));
    data.y.forEach((label, row) => {
      const probability = outputs[row * data.classes + label]!;
      // The larger of NaN and a number is NaN: what is no probability stays none.
      losses[row]! -= logOf(Math.max(LEAST_PROBABILITY, probability)) / models.length;
    });
  }
  return { losses, read: argmaxRows(votes, data.classes) };
}

function saysOf({ signal, loudest: { label, rows, expected }, flagged }: ExcessVerdict, judges: Judges): string {
  const whose = label === null ? 'rows' : `rows labelled ${label}`;
  return signal === 'quiet'
    ? `Rows with an unlikely label are no more than sealed rows lead one to expect, as judged by ${WHO[judges]}.`
    : `${grouped(rows)} ${whose} have a most unlikely label, as judged by ${WHO[judges]}, where ${grouped(expected)} are to be expected. ` +
        `It points at ${counted(flagged.length, 'row')}.`;
}

function sureOf(judges: Judges): string {
  return judges === 'trusted'
    ? `${SURE_OF_EXCESS} The trusted models learned most of these very digits with their right labels; models that learned other digits ` +
        'would judge somewhat worse.'
    : SURE_OF_EXCESS;
}
