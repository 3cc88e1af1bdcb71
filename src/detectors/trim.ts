import { trimmedFit, type Trimmed } from '#core/trim.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND } from '#lab/detector.ts';
import { controlOf, largestOf, limitText, loudest, signalOf, sureOf } from './parts/control.ts';
import { fitsOf, inputKindOf, spreadOf, tableOf, type TableFit } from './parts/table-fit.ts';
import { aloneRows, loudestRows, rowScatter, rowsWhere } from './parts/table-rows.ts';
import { describeRow } from './parts/table-words.ts';
import { counted, grouped } from './parts/words.ts';

/** Rows that it cannot see, described one by one. */
const TOLD = 4;

interface Found extends Trimmed {
  /** |target - prediction| of each row, in deviations of the kept rows. */
  readonly sizes: Float64Array;
  /** Root mean square of what the forecasts of all rows move by, in the same unit. */
  readonly moved: number;
}

function trim(fit: TableFit, share: number): Found {
  const trimmed = trimmedFit(fit, Math.floor(share * fit.residuals.length));
  const spread = spreadOf(trimmed.residuals, fit, fit.table.target);
  const squares = trimmed.shift.reduce((sum, part) => sum + part * part, 0);
  return {
    ...trimmed,
    sizes: trimmed.residuals.map((e) => Math.abs(e) / spread),
    moved: Math.sqrt(squares / fit.residuals.length) / spread,
  };
}

export default defineDetector({
  id: 'trim',
  title: 'Trimmed fit (TRIM)',
  plainly: 'Rows that lie far from what the others agree on.',
  kind: 'anomaly',
  looksAt: 'rows',
  rows: 'table',
  summary:
    'Fits a line, drops the rows that lie farthest from it, fits again on the rest, until the same rows stay. What the good ' +
    'rows agree on remains; rows that contradict them stick out.',
  blind:
    'A row that is the only one of its kind: the line goes through it whatever it says, so it never sticks out. Changed weights ' +
    'leave no trace in the rows.',
  paper: 'Jagielski, Oprea, Biggio, Liu, Nita-Rotaru and Li 2018',
  fields: {
    share: {
      kind: 'number',
      label: 'Rows to drop',
      help: 'How many rows you fear are poisoned. TRIM always drops that many, good ones too when there is no poison.',
      unit: '%',
      default: 5,
      min: 1,
      max: 30,
      step: 1,
    },
  },
  async run(inspection, values) {
    const table = tableOf(inspection.train);
    const fits = await fitsOf(inspection, inputKindOf(inspection.suspect.spec, table));
    if (typeof fits === 'string') return cannotKnow(fits);
    const share = Number(values.share) / 100;
    const found = trim(fits.suspect, share);
    const clean: Found[] = [];
    for (const fit of fits.clean) {
      await inspection.pause();
      clean.push(trim(fit, share));
    }
    const size = controlOf(clean.map(({ sizes }) => largestOf(sizes)));
    const moved = controlOf(clean.map((one) => one.moved));
    const scores = Float32Array.from(found.sizes);
    const flagged = rowsWhere(table, (row) => !found.kept[row] && scores[row]! > size.suspicious);
    const unseen = aloneRows(fits.suspect, fits.clean);
    const signal = loudest([signalOf(largestOf(found.sizes), size), signalOf(found.moved, moved)]);
    const described = Array.from(unseen.rows, (row) => describeRow(table, row));
    return {
      ...NOTHING_FOUND,
      signal: signal === 'quiet' && unseen.signal !== 'quiet' ? 'cannot-know' : signal,
      says: saysOf(flagged.length, described),
      sure: sureOf(size, 2),
      measurements: [
        {
          label: 'Rows dropped',
          text: `${grouped(found.kept.filter((mark) => mark === 0).length)} of ${grouped(table.rows)}, after ${counted(found.rounds, 'round')}`,
        },
        { label: 'Of them beyond what clean models drop', text: grouped(flagged.length) },
        { label: 'Farthest row, in deviations', text: limitText(largestOf(found.sizes), size) },
        { label: 'All forecasts move by, in deviations', text: limitText(found.moved, moved) },
        ...described.slice(0, TOLD).map((row) => ({ label: row, text: 'cannot be seen: leverage 1' })),
        ...loudestRows(table, flagged, scores, 'deviations'),
      ],
      pictures: [
        rowScatter(
          'Leverage (across) against distance from the trimmed fit, in deviations (up); those at leverage 1 it cannot judge',
          fits.suspect.leverage,
          found.sizes,
          rowsWhere(table, (row) => flagged.includes(row) || unseen.rows.includes(row)),
        ),
      ],
      rows: { flagged, scores },
    };
  },
});

function saysOf(flagged: number, unseen: readonly string[]): string {
  const found =
    flagged > 0
      ? `${counted(flagged, 'row')} ${flagged === 1 ? 'lies' : 'lie'} farther from the fit of the others than clean rows do.`
      : 'The rows it drops lie no farther from the fit than those of clean models.';
  if (unseen.length === 0) return found;
  const others = unseen.length > 1 ? ` and ${counted(unseen.length - 1, 'more row')}` : '';
  return `${found} It cannot see ${unseen[0]}${others}: alone of its kind, so that the line goes through it whatever it says.`;
}
