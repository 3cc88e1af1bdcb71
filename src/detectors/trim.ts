import { standsAlone } from '#core/influence.ts';
import { trimmedFit, type Trimmed } from '#core/trim.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND } from '#lab/detector.ts';
import { controlOf, largestOf, loudest, signalOf, sureOf } from './parts/control.ts';
import { fitsOf, inputKindOf, spreadOf, tableOf, type TableFit } from './parts/table-fit.ts';
import { counted, describeRow, figure, loudestRows } from './parts/table-words.ts';

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
    const rows = Uint32Array.from(scores.keys());
    const flagged = rows.filter((row) => !found.kept[row] && found.sizes[row]! > size.suspicious);
    const unseen = rows.filter((row) => standsAlone(fits.suspect.leverage[row]!));
    const signal = loudest([signalOf(largestOf(found.sizes), size), signalOf(found.moved, moved)]);
    return {
      ...NOTHING_FOUND,
      signal: signal === 'quiet' && unseen.length > 0 ? 'cannot-know' : signal,
      says: saysOf(
        flagged.length,
        [...unseen].map((row) => describeRow(table, row)),
      ),
      sure: sureOf(size),
      measurements: [
        {
          label: 'Rows dropped',
          text: `${table.rows - sum(found.kept)} of ${table.rows}, after ${counted(found.rounds, 'round')}`,
        },
        { label: 'Of them beyond what clean models drop', text: String(flagged.length) },
        {
          label: 'Farthest row, in deviations',
          text: `${figure(largestOf(found.sizes))} (alarm at ${figure(size.alarm)})`,
        },
        { label: 'Forecasts move by, in deviations', text: `${figure(found.moved)} (alarm at ${figure(moved.alarm)})` },
        ...[...unseen].map((row) => ({ label: 'Cannot be seen', text: describeRow(table, row) })),
        ...loudestRows(table, flagged, scores, 'deviations:'),
      ],
      pictures: [
        {
          kind: 'scatter',
          title: 'Leverage (across) against distance from the trimmed fit, in deviations (up)',
          x: Float32Array.from(fits.suspect.leverage),
          y: scores,
          group: Uint8Array.from(rows, (row) => (scores[row]! > size.suspicious ? 1 : 0)),
          loud: 1,
          rows,
        },
      ],
      rows: { flagged, scores },
    };
  },
});

const sum = (marks: Uint8Array) => marks.reduce((total, mark) => total + mark, 0);

function saysOf(flagged: number, unseen: readonly string[]): string {
  const blind =
    unseen.length > 0
      ? ` It cannot see ${unseen.slice(0, 2).join('; ')}${unseen.length > 2 ? ` and ${unseen.length - 2} more` : ''}: ` +
        'the only row of its kind, so the line goes through it whatever it says.'
      : '';
  const found =
    flagged > 0
      ? `${counted(flagged, 'row')} lie farther from the fit of the others than clean rows do.`
      : 'The rows it drops lie no farther from the fit than those of clean models.';
  return found + blind;
}
