import { descending } from '#core/statistics.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND } from '#lab/detector.ts';
import { imagesOf, picturesOfRows } from './parts/images.ts';
import { excessBars, judgeExcess, SURE_OF_EXCESS, tellExcess, type ExcessVerdict } from './parts/label-excess.ts';
import { labelVotes, type Votes } from './parts/label-votes.ts';
import { counted, grouped } from './parts/words.ts';

const SHOWN = 12;

export default defineDetector({
  id: 'label-audit',
  title: 'Neighbours that disagree',
  plainly: 'Rows that look like one digit and are labelled as another.',
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
    const usual = await labelVotes(baseline, k, inspection.pause);
    const votes = await labelVotes(data, k, inspection.pause);
    const isOutvoted = (of: Votes) => (row: number) => of.against[row]! >= eta;
    const verdict = judgeExcess(data, isOutvoted(votes), baseline, isOutvoted(usual));
    const { signal, flagged, target } = verdict;
    const worst = descending(votes.against)
      .subarray(0, SHOWN)
      .filter((row) => votes.against[row]! >= eta);
    return {
      ...NOTHING_FOUND,
      signal,
      says: saysOf(verdict),
      sure: `${SURE_OF_EXCESS} None of 20 clean seeds crossed the lower one.`,
      measurements: tellExcess(verdict, 'Outvoted rows'),
      pictures: [
        excessBars(verdict, 'Outvoted rows'),
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
      target,
    };
  },
});

function saysOf({ signal, loudest: { label, rows, expected }, flagged }: ExcessVerdict): string {
  if (signal === 'quiet') return 'No label has more rows that their neighbours outvote than a trusted delivery has.';
  const whose = label === null ? 'rows' : `rows labelled ${label}`;
  return (
    `${grouped(rows)} ${whose} are outvoted by the rows that look most like them, where ${grouped(expected)} are to be expected. ` +
    `For ${counted(flagged.length, 'row')} the neighbours propose another label.`
  );
}
