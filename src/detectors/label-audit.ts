import type { Dataset } from '#core/dataset.ts';
import { descending } from '#core/statistics.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND, type Signal } from '#lab/detector.ts';
import { imagesOf, picturesOfRows, rowsWhere } from './parts/images.ts';
import { labelVotes, type Votes } from './parts/label-votes.ts';
import { counted, figure, percent } from './parts/words.ts';

/** Standard deviations of chance beyond the trusted rows' rate at which a label is worth a look, and at which it is an alarm. */
const [LOOK, ALARM] = [3.5, 5];
const [TOLD, SHOWN] = [4, 12];

/** Rows that their neighbours outvote, of one label or of all. */
interface Outvoted {
  /** Null for all labels together. */
  readonly label: number | null;
  readonly rows: number;
  /** As many as trusted rows lead one to expect. */
  readonly expected: number;
  /** How far there are more, in standard deviations of chance. */
  readonly distance: number;
}

export default defineDetector({
  id: 'label-audit',
  title: 'Neighbours that disagree',
  kind: 'anomaly',
  looksAt: 'rows',
  rows: 'images',
  summary:
    'Looks up the rows whose images are most alike and lets them vote on each row’s label. A row that is outvoted by far is either ' +
    'odd handwriting or wrongly labelled; more such rows of one label than in a trusted delivery are a sign of poison.',
  blind:
    'When a whole class is relabelled, the neighbours are wrong too and agree. A mark alone makes no row odd: stamped rows show only ' +
    'because their labels are wrong.',
  paper: 'Paudice, Muñoz-González and Lupu 2018; Peri, Gupta, Huang and others 2020',
  fields: {
    k: {
      kind: 'number',
      label: 'Neighbours that vote (k)',
      help: 'How many of the most similar rows are asked.',
      default: 10,
      min: 3,
      max: 30,
      step: 1,
    },
    share: {
      kind: 'number',
      label: 'Share that must agree (eta)',
      help: 'A row is outvoted when at least this share of its neighbours has one other label.',
      default: 0.7,
      min: 0.5,
      max: 1,
      step: 0.05,
    },
  },
  async run(inspection, values) {
    // Votes are 32-bit shares.
    const [k, eta] = [Number(values.k), Math.fround(Number(values.share))];
    const data = imagesOf(inspection.train);
    const [trusted] = await inspection.baseline(1);
    const baseline = trusted && imagesOf(trusted.train);
    if (!baseline || baseline.rows <= k || data.rows <= k)
      return cannotKnow(`There are too few rows for ${k} neighbours each.`);
    const usual = ratesOf(baseline, await labelVotes(baseline, k, inspection.pause), eta);
    const votes = await labelVotes(data, k, inspection.pause);
    const outvoted = compare(ratesOf(data, votes, eta), usual);
    const loudest = outvoted[0]!;
    const signal: Signal = loudest.distance > ALARM ? 'alarm' : loudest.distance > LOOK ? 'suspicious' : 'quiet';
    const loud = loudLabels(outvoted);
    const only = loud.size === 1 ? [...loud][0]! : null;
    const flagged = rowsWhere(votes.against, (share, row) => share >= eta && loud.has(data.y[row]!));
    const worst = descending(votes.against)
      .subarray(0, SHOWN)
      .filter((row) => votes.against[row]! >= eta);
    return {
      ...NOTHING_FOUND,
      signal,
      says: saysOf(signal, outvoted.find(({ label }) => label === only) ?? loudest, flagged.length),
      sure:
        `Limits lie ${LOOK} and ${ALARM} standard deviations of chance counts above the rate of a trusted delivery. With one look at ` +
        `each label and one at all, normal chance crosses them once in about 400 and once in 300,000 inspections; none of 20 clean ` +
        'seeds did.',
      measurements: [
        ...outvoted.slice(0, TOLD).map(({ label, rows, expected, distance }) => ({
          label: label === null ? 'Outvoted rows, all labels' : `Outvoted rows labelled ${label}`,
          text: `${rows}, expected ${figure(expected)}; ${figure(distance)} standard deviations`,
        })),
        { label: 'Share of all rows that is outvoted', text: percent(rateOfAll(votes, eta)) },
      ],
      pictures: [
        {
          kind: 'bars',
          title: 'Outvoted rows of each label beyond what is expected, in standard deviations',
          bars: outvoted
            .flatMap(({ label, distance }) => (label === null ? [] : [{ label, distance }]))
            .sort((a, b) => a.label - b.label)
            .map(({ label, distance }) => ({ label: String(label), value: distance, loud: distance > LOOK })),
          limits: [LOOK, ALARM],
        },
        {
          kind: 'images',
          title: 'Rows outvoted most clearly, with what their neighbours say',
          images: picturesOfRows(data, worst).map((picture, i) => ({
            ...picture,
            label: `${picture.label}; neighbours say ${votes.label[worst[i]!]!}`,
          })),
        },
      ],
      rows: { flagged, scores: votes.against },
      relabel: Uint8Array.from(flagged, (row) => votes.label[row]!),
      target: only,
    };
  },
});

/** Rows of each label, and how many of them are outvoted. */
interface Rates {
  readonly rows: Uint32Array;
  readonly outvoted: Uint32Array;
}

function ratesOf({ y, classes }: Dataset, { against }: Votes, eta: number): Rates {
  const [rows, outvoted] = [new Uint32Array(classes), new Uint32Array(classes)];
  y.forEach((label, row) => {
    rows[label]!++;
    if (against[row]! >= eta) outvoted[label]!++;
  });
  return { rows, outvoted };
}

function rateOfAll({ against }: Votes, eta: number): number {
  return rowsWhere(against, (share) => share >= eta).length / against.length;
}

/** Each label's outvoted rows, and all together, against the trusted rate; the farthest above it first. */
function compare(ours: Rates, usual: Rates): Outvoted[] {
  const labels = Array.from(ours.rows, (rows, label) => {
    const scale = rows / Math.max(1, usual.rows[label]!);
    return { label, rows: ours.outvoted[label]!, expected: scale * usual.outvoted[label]!, scale };
  });
  const sum = (of: (one: (typeof labels)[number]) => number) => labels.reduce((total, one) => total + of(one), 0);
  const [rows, expected] = [sum((one) => one.rows), sum((one) => one.expected)];
  return [{ label: null, rows, expected, scale: 1 }, ...labels]
    .map(({ scale, ...one }) => ({ ...one, distance: distanceOf(one.rows, one.expected, scale) }))
    .sort((a, b) => b.distance - a.distance);
}

/** Rows that chance may add to what is expected, so that a label without any is not loud for a few. */
const SPARE = 2;

/** How far there are more than expected; both counts vary by chance, as those of rare things do (Poisson). */
function distanceOf(rows: number, expected: number, scale: number): number {
  return (rows - expected) / Math.sqrt((expected + SPARE) * (1 + scale));
}

/** Labels whose outvoted rows are pointed at: those loud by themselves, and the others too when they are loud together. */
function loudLabels(outvoted: readonly Outvoted[]): Set<number> {
  const labels = outvoted.flatMap(({ label, ...one }) => (label === null ? [] : [{ label, ...one }]));
  const others = labels.filter(({ distance }) => distance <= LOOK);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const together = distanceOf(sum(others.map(({ rows }) => rows)), sum(others.map(({ expected }) => expected)), 1);
  const loud = together > LOOK ? labels : labels.filter(({ distance }) => distance > LOOK);
  return new Set(loud.map(({ label }) => label));
}

function saysOf(signal: Signal, { label, rows, expected }: Outvoted, flagged: number): string {
  if (signal === 'quiet') return 'No label has more rows that their neighbours outvote than a trusted delivery has.';
  const whose = label === null ? 'rows' : `rows labelled ${label}`;
  return (
    `${rows} ${whose} are outvoted by the rows that look most like them, where ${Math.round(expected)} are to be expected. ` +
    `${counted(flagged, 'row')} should have another label.`
  );
}
