import { INK, PIXELS, type Dataset } from '#core/dataset.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND, type Picture } from '#lab/detector.ts';
import { imagesOf, picturesOfRows, prevailingLabel, rowsWhere } from './parts/images.ts';
import { identicalRows, liftOf, recurringPatches, rowsWithInk, sharedInk } from './parts/patches.ts';
import { counted, figure, grouped } from './parts/words.ts';

/** A mark of fewer pixels is on clean digits as well. */
const LEAST_CELLS = 3;
/** Share of the limit from which a patch is worth a look. */
const LOOK = 0.75;
const SHOWN = 11;

export default defineDetector({
  id: 'duplicates',
  title: 'The same ink in many rows',
  plainly: 'The same blot of ink in row after row.',
  kind: 'anomaly',
  looksAt: 'rows',
  rows: 'images',
  summary:
    'No two people write alike, but a stamp does. This looks for small patches of ink that occur in identical form at the ' +
    'identical place in many rows and hardly ever in trusted rows, and for images that occur twice.',
  blind:
    'It sees nothing in swapped labels, in marks that differ from row to row, and in a mark on too few rows. A mark where clean ' +
    'digits have much ink is found on part of its rows only, and one on shades of grey below the scanner’s steps not at all.',
  paper: null,
  fields: {
    lift: {
      kind: 'number',
      label: 'Times more often than expected (lift)',
      help: 'A patch is loud when so many times more rows have it than in a trusted delivery of the same size, plus one.',
      default: 16,
      min: 4,
      max: 100,
      step: 1,
    },
  },
  async run(inspection, values) {
    const limit = Number(values.lift);
    const data = imagesOf(inspection.train);
    const [trusted] = await inspection.baseline(1);
    const baseline = trusted && imagesOf(trusted.train);
    if (!baseline || baseline.rows === 0) return cannotKnow('There is no trusted delivery to compare these rows with.');
    const { patches, scores } = await recurringPatches(data, baseline, limit, inspection.pause);
    const twins = identicalRows(data);
    const twinLift = liftOf(twins.length, (identicalRows(baseline).length * data.rows) / baseline.rows);
    for (const row of twins) scores[row] = Math.max(scores[row]!, twinLift);
    const mark = markOf(
      data,
      baseline,
      patches.flatMap(({ rows }) => [...rows]),
      limit,
    );
    for (const row of mark?.rows ?? []) scores[row] = Math.max(scores[row]!, mark!.lift);

    const highest = scores.reduce((most, score) => Math.max(most, score), 0);
    const flagged = rowsWhere(scores, (score) => score >= limit);
    const label = prevailingLabel(data, flagged);
    return {
      ...NOTHING_FOUND,
      signal: highest >= limit ? 'alarm' : highest >= LOOK * limit ? 'suspicious' : 'quiet',
      says:
        flagged.length > 0
          ? `${counted(flagged.length, 'row')} have ink in common, to the very pixel and grey level, that trusted rows do not have` +
            `${label === null ? '' : `; they are labelled ${label}`}.`
          : 'No patch of ink recurs more often than in a trusted delivery.',
      sure:
        `The limit is a lift of ${limit}. Between halves of the lab’s clean digits that share no row, the highest lift in 40 tries was ` +
        '13. The trusted delivery here is drawn from the same 10,000 digits, so that clean rows stay lower still: up to 5 in 20 tries.',
      measurements: [
        { label: 'Highest lift of any patch', text: figure(highest) },
        { label: 'Patches beyond the limit', text: grouped(patches.length) },
        { label: 'Pixels of the ink in common', text: String(mark?.cells ?? 0) },
        { label: 'Rows with all of it', text: grouped(mark?.rows.length ?? 0) },
        { label: 'Rows with all of it in a trusted delivery', text: String(mark?.expected ?? 0) },
        { label: 'Rows with the same image as another', text: grouped(twins.length) },
      ],
      pictures: picturesOf(data, mark, flagged, scores, limit),
      rows: { flagged, scores },
      target: label,
    };
  },
});

/** Ink that rows have in common, and how often the rows have all of it. */
interface Mark {
  readonly ink: Uint8Array;
  readonly cells: number;
  readonly rows: Uint32Array;
  readonly expected: number;
  readonly lift: number;
}

/** The mark that the rows with loud patches share; null when they share none, or one that trusted rows have too. */
function markOf(data: Dataset, baseline: Dataset, loud: readonly number[], limit: number): Mark | null {
  if (loud.length === 0) return null;
  const ink = sharedInk(data, Uint32Array.from(new Set(loud)));
  const cells = ink.reduce((sum, level) => sum + (level > 0 ? 1 : 0), 0);
  if (cells < LEAST_CELLS) return null;
  const rows = rowsWithInk(data, ink);
  const expected = (rowsWithInk(baseline, ink).length * data.rows) / baseline.rows;
  const lift = liftOf(rows.length, expected);
  return lift >= limit ? { ink, cells, rows, expected, lift } : null;
}

function picturesOf(
  data: Dataset,
  mark: Mark | null,
  flagged: Uint32Array,
  scores: Float32Array,
  limit: number,
): Picture[] {
  const histogram: Picture = {
    kind: 'histogram',
    title: 'Rows by the highest lift of a patch in them',
    values: scores,
    limit,
  };
  if (flagged.length === 0) return [histogram];
  const images = picturesOfRows(data, flagged.subarray(0, SHOWN));
  const shared = mark && {
    label: 'Ink in common',
    pixels: Float32Array.from({ length: PIXELS }, (_, cell) => mark.ink[cell]! / INK),
    loud: true,
  };
  return [
    { kind: 'images', title: 'Ink in common, and rows that have it', images: shared ? [shared, ...images] : images },
    histogram,
  ];
}
