import { chiSquare, chiSquareTail, populationStability } from '#core/chi-square.ts';
import type { Dataset } from '#core/dataset.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND, type Signal } from '#lab/detector.ts';
import { imagesOf, rowsWhere } from './parts/images.ts';
import { counted, figure } from './parts/words.ts';

/** Deliveries that expected shares are drawn from. */
const CLEAN_MODELS = 4;
/** A label's expected rows below this are too few for chi-square to follow its law (Cochran 1954). */
const LEAST_EXPECTED = 5;
/** How many standard deviations a label must be in excess within a loud slice for its rows to be pointed at. */
const EXCESS = 4;
/** Chances are told down to this one. */
const LEAST_CHANCE = 1e-12;
/** Slices told of: the loud ones, or at least the least likely. */
const [LEAST_TOLD, MOST_TOLD] = [3, 6];

/** Rows of one contributor, of one batch, or all of them. */
interface Slice {
  readonly name: string;
  includes(data: Dataset, row: number): boolean;
}

/** Labels of a slice against those of the same slice of trusted deliveries. */
interface Drift {
  readonly slice: Slice;
  readonly counts: Uint32Array;
  /** Rows of each label, were the shares as in the trusted deliveries. */
  readonly expected: Float64Array;
  /** Chance of so large a chi-square, times the number of slices looked at (Bonferroni), at most 1. */
  readonly chance: number;
  readonly statistic: number;
  readonly stability: number;
}

export default defineDetector({
  id: 'label-drift',
  title: 'Shares of the labels',
  plainly: 'Does any label come more often than it should?',
  kind: 'provenance',
  looksAt: 'rows',
  rows: 'images',
  summary:
    'Counts the rows of each label and holds them against trusted deliveries: over all rows, by contributor and by batch. An attack ' +
    'that relabels rows takes them from one label and gives them to another.',
  blind:
    'Attacks that spread over all labels, that keep the shares, or that touch few rows of a large slice do not show. It never looks ' +
    'at an image, and cannot tell a busy month from poison.',
  paper: 'Pearson 1900',
  fields: {
    chance: {
      kind: 'number',
      label: 'Chance of a false alarm',
      help: 'How often clean rows, drawn at random, would set off the alarm in any slice.',
      default: 0.001,
      min: 0.000001,
      max: 0.05,
      step: 0.000001,
      scale: 'log',
    },
  },
  async run(inspection, values) {
    const data = imagesOf(inspection.train);
    const trusted = (await inspection.baseline(CLEAN_MODELS)).map((model) => imagesOf(model.train));
    const drifts = driftsOf(data, trusted);
    if (drifts.length === 0) return cannotKnow('There are too few rows of each label to compare their shares.');
    const [alarm, look] = [Number(values.chance), 10 * Number(values.chance)];
    const signal: Signal = drifts[0]!.chance < alarm ? 'alarm' : drifts[0]!.chance < look ? 'suspicious' : 'quiet';
    const loud = drifts.filter(({ chance }) => chance < alarm);
    const scores = excessOf(data, drifts);
    const flagged = rowsWhere(scores, (score) => signal !== 'quiet' && score >= EXCESS);
    return {
      ...NOTHING_FOUND,
      signal,
      says: saysOf(signal, drifts[0]!),
      sure:
        `By the law of chi-square, clean rows drawn at random set off this alarm once in ${figure(1 / alarm)} inspections, ` +
        `all ${drifts.length} slices together (Bonferroni). The lab’s own splits keep the share of every label, so that theirs ` +
        'vary less than that.',
      measurements: drifts.slice(0, Math.min(MOST_TOLD, Math.max(LEAST_TOLD, loud.length))).map((drift) => ({
        label: drift.slice.name,
        text:
          `chi-square ${figure(drift.statistic)}, stability index ${figure(drift.stability)}, ` +
          `chance ${drift.chance < LEAST_CHANCE ? `below ${LEAST_CHANCE}` : figure(drift.chance)}`,
      })),
      pictures: [
        {
          kind: 'bars',
          title: `${drifts[0]!.slice.name}: rows of each label beyond what is expected, in standard deviations`,
          bars: Array.from(drifts[0]!.counts, (_, label) => {
            const value = excess(drifts[0]!, label);
            return { label: String(label), value, loud: Math.abs(value) >= EXCESS };
          }),
          limits: [-EXCESS, EXCESS],
        },
      ],
      rows: { flagged, scores },
      target: signal === 'alarm' ? mostInExcess(drifts[0]!) : null,
    };
  },
});

const ALL: Slice = { name: 'All rows', includes: () => true };

function slicesOf({ provenance, batch }: Dataset): Slice[] {
  const batches = [...new Set(batch)].sort((a, b) => a - b);
  return [
    ALL,
    ...provenance.contributors.map((name, place) => ({
      name,
      includes: (data: Dataset, row: number) => data.contributor[row] === place,
    })),
    ...batches.map((month) => ({
      name: `Batch ${month}`,
      includes: (data: Dataset, row: number) => data.batch[row] === month,
    })),
  ];
}

/** Every slice that can be judged, the least likely by chance first. */
function driftsOf(data: Dataset, trusted: readonly Dataset[]): Drift[] {
  const slices = slicesOf(data).flatMap((slice) => {
    const counts = countLabels(data, slice);
    const usual = new Float64Array(data.classes);
    for (const rows of trusted) countLabels(rows, slice).forEach((count, label) => (usual[label]! += count));
    const [rows, usualRows] = [sumOf(counts), sumOf(usual)];
    const expected = usual.map((count) => (rows * count) / usualRows);
    return expected.every((count) => count >= LEAST_EXPECTED) ? [{ slice, counts, expected }] : [];
  });
  return slices
    .map(({ slice, counts, expected }) => {
      const statistic = chiSquare(counts, expected);
      const chance = Math.min(1, slices.length * chiSquareTail(statistic, data.classes - 1));
      return { slice, counts, expected, statistic, chance, stability: populationStability(counts, expected) };
    })
    .sort((a, b) => a.chance - b.chance || b.statistic - a.statistic);
}

function countLabels(data: Dataset, slice: Slice): Uint32Array {
  const counts = new Uint32Array(data.classes);
  for (let row = 0; row < data.rows; row++) if (slice.includes(data, row)) counts[data.y[row]!]!++;
  return counts;
}

function sumOf(counts: Uint32Array | Float64Array): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

/** Pearson's residual of a label: how far its rows exceed what is expected, in standard deviations. */
function excess({ counts, expected }: Drift, label: number): number {
  return (counts[label]! - expected[label]!) / Math.sqrt(expected[label]!);
}

function mostInExcess(drift: Drift): number {
  return drift.counts.reduce((most, _, label) => (excess(drift, label) > excess(drift, most) ? label : most), 0);
}

/** For each row, the excess of its label in the loudest slice that it is in. */
function excessOf(data: Dataset, drifts: readonly Drift[]): Float32Array {
  const scores = new Float32Array(data.rows);
  for (const drift of drifts) {
    for (let row = 0; row < data.rows; row++) {
      if (drift.slice.includes(data, row)) scores[row] = Math.max(scores[row]!, excess(drift, data.y[row]!));
    }
  }
  return scores;
}

function saysOf(signal: Signal, drift: Drift): string {
  if (signal === 'quiet')
    return 'Every slice has the labels in the shares of trusted deliveries, as far as chance allows.';
  const label = mostInExcess(drift);
  const surplus = Math.round(drift.counts[label]! - drift.expected[label]!);
  return (
    `${drift.slice.name}: ${counted(drift.counts[label]!, 'row')} labelled ${label}, ${surplus} more than expected. That does not ` +
    'tell which of them are wrong.'
  );
}
