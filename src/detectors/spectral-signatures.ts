import { principalAxes, projected } from '#core/principal.ts';
import { stream } from '#core/rng.ts';
import { descending, mean } from '#core/statistics.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND } from '#lab/detector.ts';
import { hiddenClouds, type Cloud } from './parts/hidden-clouds.ts';
import { imagesOf } from './parts/images.ts';
import { labelName, measuredAs } from './parts/label-words.ts';
import { barsOf, judge, readingsOf, tell, type Judged, type Score } from './parts/readings.ts';
import { counted, percent } from './parts/words.ts';

const ID = 'spectral-signatures';
/** The paper takes out half as many rows again as are thought to be poisoned. */
const QUOTA = 1.5;
/** Shares of variance that differ by less are alike. */
const GRAIN = 0.02;

/** Rows of one label along the direction in which they vary most. */
interface Signature {
  readonly cloud: Cloud;
  /** Squared coordinate of each row along it, as a multiple of their mean. */
  readonly scores: Float32Array;
  /** Share of the rows' variance that lies along it. */
  readonly share: number;
}

export default defineDetector({
  id: ID,
  title: 'Spectral signatures',
  plainly: 'Rows that the model responds to unlike others of their label.',
  kind: 'anomaly',
  looksAt: 'rows',
  rows: 'images',
  summary:
    'Finds, for each label, the direction in which the hidden layer’s responses vary most, and takes out the rows that lie farthest ' +
    'along it: enough poison bends that direction towards itself.',
  blind:
    'Few poisoned rows do not bend the main direction, which is then one of handwriting. It always takes out a quota, and on a clean ' +
    'label all of that quota is good rows.',
  paper: 'Tran, Li and Mądry 2018',
  fields: {
    poisoned: {
      kind: 'number',
      label: 'Poisoned rows thought to be there',
      help: 'Half as many again are taken out of a label that stands out, as the paper has it.',
      unit: 'rows',
      default: 80,
      min: 1,
      max: 800,
      step: 1,
    },
  },
  async run(inspection, values) {
    const clouds = await hiddenClouds(inspection);
    if (typeof clouds === 'string') return cannotKnow(clouds);
    const read = (cloud: Cloud) => signatureOf(cloud, inspection.seed);
    const signatures = clouds.own.map(read);
    const usual: Score[][] = [];
    for (const own of clouds.clean) {
      usual.push(own.map((cloud) => scoreOf(read(cloud))));
      await inspection.pause();
    }
    const readings = readingsOf(signatures.map(scoreOf), usual);
    if (readings.length === 0) return cannotKnow('Clean models have no label in common with the suspect’s rows.');
    const verdict = judge(readings);
    const quota = Math.round(QUOTA * Number(values.poisoned));
    const signatureNamed = ({ label }: Score) => signatures.find(({ cloud }) => labelName(cloud.label) === label)!;
    const loud = verdict.judged.filter(({ signal }) => signal !== 'quiet').map(signatureNamed);
    const first = signatureNamed(verdict.judged[0]!);
    const scores = new Float32Array(imagesOf(inspection.train).rows);
    for (const { cloud, scores: own } of signatures) cloud.rows.forEach((row, i) => (scores[row] = own[i]!));
    const flagged = Uint32Array.from(loud.flatMap((one) => [...farthest(one, quota)])).sort();
    const allQuotas = signatures.reduce((sum, one) => sum + farthest(one, quota).length, 0);
    return {
      ...NOTHING_FOUND,
      signal: verdict.signal,
      says: saysOf(verdict.judged[0]!, first, quota),
      sure: `${verdict.sure} The paper itself sets no limit: it takes out its quota whether there is poison or not.`,
      measurements: [
        ...measuredAs('Variance along the main direction', tell(verdict)),
        { label: 'Quota for each label', text: counted(quota, 'row') },
        { label: 'Rows that all labels’ quotas would take out', text: counted(allQuotas, 'row') },
        {
          label: 'Good rows among them, at the least',
          text: counted(Math.max(0, allQuotas - Number(values.poisoned)), 'row'),
        },
      ],
      pictures: [
        {
          kind: 'histogram',
          title:
            `Rows labelled ${first.cloud.label} by their squared distance along the main direction, over its mean; the limit ` +
            'is where the quota ends',
          values: first.scores,
          limit: limitOf(first, quota),
        },
        barsOf(
          verdict,
          'Share of variance along the main direction beyond that in clean models, in standard deviations',
        ),
      ],
      rows: { flagged, scores },
      target: loud.length === 1 ? loud[0]!.cloud.label : null,
    };
  },
});

/** Scores of the paper, over the label's mean: they do not change when a constant is added to all responses, nor with their scale. */
function signatureOf(cloud: Cloud, seed: number): Signature {
  const axes = principalAxes(cloud.points, cloud.width, 1, stream(seed, `detector/${ID}/${cloud.label}`));
  const squares = projected(cloud.points, axes).map((along) => along * along);
  const usual = mean(squares);
  return {
    cloud,
    scores: squares.map((square) => (usual > 0 ? square / usual : 0)),
    share: axes.total > 0 ? axes.variances[0]! / axes.total : 0,
  };
}

function scoreOf({ cloud, share }: Signature): Score {
  return { label: labelName(cloud.label), value: share, scale: 'linear', grain: GRAIN, side: 'above' };
}

/** Places among the training rows of those that lie farthest along the main direction. */
function farthest({ cloud, scores }: Signature, quota: number): Uint32Array {
  return descending(scores)
    .subarray(0, quota)
    .map((i) => cloud.rows[i]!);
}

/** Score of the last row that the quota takes out; null when it takes out all. */
function limitOf({ scores }: Signature, quota: number): number | null {
  const last = descending(scores)[quota - 1];
  return last === undefined ? null : scores[last]!;
}

function saysOf({ signal }: Judged, { cloud, share }: Signature, quota: number): string {
  return signal === 'quiet'
    ? 'No label varies more along one direction than in clean models, so none has its quota taken out.'
    : `Rows labelled ${cloud.label} vary along one direction more than in clean models (${percent(share)} of their variance). It points at ` +
        `the ${quota} rows farthest along it, good ones among them.`;
}
