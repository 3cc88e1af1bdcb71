import type { Dataset } from '#core/dataset.ts';
import { mean } from '#core/statistics.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND, type Picture } from '#lab/detector.ts';
import { imagesOf, picturesOfRows, rowsWhere } from './parts/images.ts';
import { labelName, measuredAs } from './parts/label-words.ts';
import { barsOf, cleanModels, judge, readingsOf, tell, type Score } from './parts/readings.ts';
import { counted, grouped, percent } from './parts/words.ts';

/** Clean runs that are repeated for their early losses. */
const CLEAN_RUNS = 6;
/** Square roots of shares that differ by less are alike: 1 % from none, or 16 % from 9 %. */
const GRAIN = 0.1;
const SHOWN = 12;

/** Rows learned first in one run. */
interface Isolated {
  /** By place, ascending. */
  readonly rows: Uint32Array;
  /** Loss of each row, averaged over the epochs that were run. */
  readonly losses: Float32Array;
  /** Share of the isolated rows that bears each label. */
  readonly shares: readonly number[];
}

export default defineDetector({
  id: 'loss-isolation',
  title: 'Rows learned first',
  plainly: 'Rows that are learned faster than handwriting is.',
  kind: 'anomaly',
  looksAt: 'rows',
  rows: 'images',
  summary:
    'Trains afresh for a few epochs and isolates the rows with the lowest loss. A mark is simpler than a digit, so that plentiful ' +
    'marked rows are learned before the rest; one label then has more of the isolated rows than in clean runs.',
  blind:
    'With few marked rows it is the other way round: a small model learns them late, and the easiest digits are isolated instead. ' +
    'Swapped labels are learned late as well.',
  paper: 'Li, Lyu, Koren, Lyu, Li and Ma 2021 (anti-backdoor learning)',
  fields: {
    epochs: {
      kind: 'number',
      label: 'Epochs to train',
      help: 'How many passes over the data the losses are averaged over.',
      default: 3,
      min: 1,
      max: 10,
      step: 1,
    },
    share: {
      kind: 'number',
      label: 'Share of rows to isolate',
      help: 'This share of all rows, those with the lowest loss, is isolated; the paper takes 1 %.',
      default: 0.01,
      min: 0.002,
      max: 0.1,
      step: 0.002,
    },
  },
  async run(inspection, values) {
    const data = imagesOf(inspection.train);
    const [epochs, share] = [Number(values.epochs), Number(values.share)];
    const models = await cleanModels(inspection);
    if (typeof models === 'string') return cannotKnow(models);
    const byEpoch = await inspection.lossByEpoch(epochs);
    const own = isolate(byEpoch, data, share);
    if (!own) return cannotKnow('The losses are no numbers, or there are too few rows to isolate any.');
    const usual: Score[][] = [];
    for (const model of models.slice(0, CLEAN_RUNS)) {
      const clean = isolate(await inspection.lossByEpoch(epochs, model), imagesOf(model.train), share);
      if (clean) usual.push(scoresOf(clean));
    }
    const readings = readingsOf(scoresOf(own), usual);
    if (readings.length === 0) return cannotKnow('Clean runs diverge too, so there is nothing to compare with.');
    const verdict = judge(readings);
    const { signal, label } = verdict.judged[0]!;
    const loud = verdict.judged.filter((reading) => reading.signal !== 'quiet').map((reading) => reading.label);
    const isLoud = (row: number) => loud.includes(labelName(data.y[row]!));
    const flagged = own.rows.filter(isLoud);
    return {
      ...NOTHING_FOUND,
      signal,
      says:
        signal === 'quiet'
          ? 'The rows learned first bear the labels that they bear in clean runs: the easy digits.'
          : `Of the ${own.rows.length} rows learned first, ${percent(verdict.judged[0]!.value)} have ${label.toLowerCase()}, more than in clean runs. ` +
            `It points at ${counted(flagged.length, 'row')}.`,
      sure: verdict.sure,
      measurements: [
        { label: 'Rows isolated', text: grouped(own.rows.length) },
        ...measuredAs('Share of them', tell(verdict)),
      ],
      pictures: [
        curvesOf(byEpoch, own.rows),
        barsOf(verdict, 'Isolated rows of each label beyond those in clean runs, in standard deviations'),
        { kind: 'images', title: 'Rows learned first', images: picturesOfRows(data, own.rows.subarray(0, SHOWN)) },
      ],
      rows: { flagged, scores: own.losses.map((loss) => -loss) },
      target: loud.length === 1 && flagged.length > 0 ? data.y[flagged[0]!]! : null,
    };
  },
});

/** The rows with the lowest loss; null when there are none, or a loss is no number. */
function isolate(byEpoch: readonly Float32Array[], { rows, y, classes }: Dataset, share: number): Isolated | null {
  const count = Math.round(share * rows);
  const losses = new Float32Array(rows);
  for (const epoch of byEpoch) epoch.forEach((loss, row) => (losses[row]! += loss / byEpoch.length));
  if (count === 0 || byEpoch.length === 0 || !losses.every(Number.isFinite)) return null;
  const order = Uint32Array.from(losses.keys()).sort((a, b) => losses[a]! - losses[b]! || a - b);
  const isolated = order.slice(0, count).sort();
  const shares = Array.from({ length: classes }, (_, label) => {
    return isolated.filter((row) => y[row] === label).length / count;
  });
  return { rows: isolated, losses, shares };
}

const scoresOf = ({ shares }: Isolated): Score[] =>
  shares.map((value, label) => ({ label: labelName(label), value, scale: 'root', grain: GRAIN, side: 'above' }));

function curvesOf(byEpoch: readonly Float32Array[], rows: Uint32Array): Picture {
  const isIsolated = new Set(rows);
  const others = rowsWhere(byEpoch[0]!, (_, row) => !isIsolated.has(row));
  const curve = (of: Uint32Array) => byEpoch.map((losses) => mean(Float64Array.from(of, (row) => losses[row]!)));
  return {
    kind: 'curves',
    title: 'Mean loss after each epoch',
    curves: [
      { label: 'Rows learned first', values: curve(rows), loud: true },
      { label: 'All other rows', values: curve(others), loud: false },
    ],
  };
}
