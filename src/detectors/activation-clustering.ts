import type { Dataset } from '#core/dataset.ts';
import { principalAxes, projected } from '#core/principal.ts';
import { stream } from '#core/rng.ts';
import { silhouette, twoMeans, type TwoMeans } from '#core/two-means.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND, type Inspection, type Picture } from '#lab/detector.ts';
import { hiddenClouds, pointsAt, type Cloud } from './parts/hidden-clouds.ts';
import { imagesOf } from './parts/images.ts';
import { barsOf, judge, readingsOf, tell, type Judged, type Score } from './parts/readings.ts';
import { labelName, measuredAs } from './parts/label-words.ts';
import { REDUCED, reducedImages } from './parts/reduced-images.ts';
import { figure, percent } from './parts/words.ts';

const ID = 'activation-clustering';
/** Main directions that points are reduced to before they are clustered, as in the paper. */
const AXES = 10;
/** Powers of the covariance matrix; only the space that the axes span together matters to clusters. */
const ROUNDS = 30;
/** Silhouettes that differ by less are alike. */
const GRAIN = 0.02;

/** A label's rows in two clusters. */
interface Split extends TwoMeans {
  readonly cloud: Cloud;
  readonly silhouette: number;
  /** rows x AXES, coordinates along the main directions. */
  readonly along: Float32Array;
  readonly axes: number;
}

export default defineDetector({
  id: ID,
  title: 'Activation clustering',
  plainly: 'Do the rows of one label make the model respond in two different ways?',
  kind: 'anomaly',
  looksAt: 'rows',
  rows: 'images',
  summary:
    'Looks at how the last hidden layer responds to the rows of each label. Rows that have a label for two different reasons, such ' +
    'as a digit and a mark, fall into two separate clusters; the smaller one is suspected.',
  blind:
    'Few poisoned rows among many do not form a cluster of their own, and in a small model they lie among the others. Poison spread ' +
    'over all labels splits none.',
  paper: 'Chen, Carvalho, Baracaldo, Ludwig, Edwards, Lee, Molloy and Srivastava 2018',
  fields: {
    size: {
      kind: 'number',
      label: 'Largest share of a poisoned cluster',
      help: 'A cluster with a larger share of its label’s rows is not pointed at.',
      default: 0.35,
      min: 0.05,
      max: 0.5,
      step: 0.01,
    },
  },
  async run(inspection, values) {
    const clouds = await hiddenClouds(inspection);
    if (typeof clouds === 'string') return cannotKnow(clouds);
    const data = imagesOf(inspection.train);
    const splits: Split[] = [];
    for (const cloud of clouds.own) {
      splits.push(split(cloud, inspection.seed));
      await inspection.pause();
    }
    const usual: Score[][] = [];
    for (const own of clouds.clean) {
      usual.push(own.map((cloud) => scoreOf(split(cloud, inspection.seed))));
      await inspection.pause();
    }
    const readings = readingsOf(splits.map(scoreOf), usual);
    if (readings.length === 0) return cannotKnow('Clean models have no label in common with the suspect’s rows.');
    const verdict = judge(readings);
    const most = Number(values.size);
    const splitOf = ({ label }: Score) => splits.find(({ cloud }) => labelName(cloud.label) === label)!;
    const loud = verdict.judged.filter(({ signal }) => signal !== 'quiet').map(splitOf);
    const pointed = loud.filter(({ share }) => share <= most);
    const first = splitOf(verdict.judged[0]!);
    const pixels = split(await pixelCloud(data, first.cloud, inspection.pause), inspection.seed);
    const scores = new Float32Array(data.rows);
    for (const one of splits)
      if (one.share <= most) for (const row of smaller(one)) scores[row] = Math.max(0, one.silhouette);
    return {
      ...NOTHING_FOUND,
      signal: verdict.signal,
      says: saysOf(verdict.judged[0]!, first, most),
      sure: verdict.sure,
      measurements: [
        ...measuredAs('Silhouette', tell(verdict)),
        { label: `Smaller cluster, label ${first.cloud.label}`, text: percent(first.share) },
        { label: `Silhouette by pixels alone, label ${first.cloud.label}`, text: figure(pixels.silhouette) },
      ],
      pictures: [
        scatterOf(
          first,
          `Rows labelled ${first.cloud.label} as the hidden layer sees them, by their two main directions`,
          pointed.includes(first),
        ),
        scatterOf(pixels, 'The same rows by their pixels alone, in two clusters', false),
        barsOf(verdict, 'Silhouette of each label beyond that in clean models, in standard deviations'),
      ],
      rows: { flagged: Uint32Array.from(pointed.flatMap((one) => [...smaller(one)])).sort(), scores },
      target: loud.length === 1 ? loud[0]!.cloud.label : null,
    };
  },
});

/** Reduces a cloud to its main directions and splits it in two. */
function split(cloud: Cloud, seed: number): Split {
  const draw = stream(seed, `detector/${ID}/${cloud.label}`);
  const axes = Math.min(AXES, cloud.width);
  const along = projected(cloud.points, principalAxes(cloud.points, cloud.width, axes, draw, ROUNDS));
  const two = twoMeans(along, axes, draw);
  return { ...two, cloud, along, axes, silhouette: silhouette(along, axes, two.cluster) };
}

function scoreOf({ cloud, silhouette }: Split): Score {
  return { label: labelName(cloud.label), value: silhouette, scale: 'linear', grain: GRAIN, side: 'above' };
}

/** Rows of the smaller cluster. */
const smaller = ({ cloud, cluster }: Split) => cloud.rows.filter((_, i) => cluster[i] === 1);

/** The same rows as points of pixels, for contrast: there the clusters are ways of writing. */
async function pixelCloud(data: Dataset, cloud: Cloud, pause: Inspection['pause']): Promise<Cloud> {
  const reduced = await reducedImages(data, pause);
  return { ...cloud, points: pointsAt(reduced, REDUCED, cloud.rows), width: REDUCED };
}

function scatterOf({ cloud, cluster, along, axes }: Split, title: string, isPointedAt: boolean): Picture {
  const coordinate = (axis: number) => Float32Array.from(cloud.rows, (_, i) => along[i * axes + axis] ?? 0);
  const loud = isPointedAt ? 1 : null;
  return { kind: 'scatter', title, x: coordinate(0), y: coordinate(1), group: cluster, loud, rows: cloud.rows };
}

function saysOf({ signal }: Judged, { cloud, share }: Split, most: number): string {
  if (signal === 'quiet') return 'The rows of no label fall into two clusters more clearly than in clean models.';
  const found = `Rows labelled ${cloud.label} fall into two clusters more clearly than in clean models; the smaller one has ${percent(share)} of them.`;
  return share <= most ? found : `${found} That is too large a share to point at it.`;
}
