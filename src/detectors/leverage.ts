import { cooksDistances, standsAlone } from '#core/influence.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND } from '#lab/detector.ts';
import { controlOf, largestOf, loudest, signalOf, sureOf } from './parts/control.ts';
import { fitsOf, inputKindOf, tableOf, type TableFit } from './parts/table-fit.ts';
import { counted, figure, loudestRows } from './parts/table-words.ts';

const cooksOf = (fit: TableFit) => cooksDistances(fit, fit.spread);

export default defineDetector({
  id: 'leverage',
  title: 'Leverage and Cook’s distance',
  kind: 'anomaly',
  looksAt: 'rows',
  rows: 'table',
  summary:
    'Leverage tells how far a row’s own number pulls its own forecast; at 1 it decides alone, and the line goes through it ' +
    'whatever it says. Cook’s distance tells how far all forecasts move when the row is left out.',
  blind:
    'Many poisoned rows hide each other: with 20 rows of one dealership none has much leverage any more. Changed weights leave no ' +
    'trace in the rows.',
  paper: 'Hoaglin and Welsch 1978; Cook 1977',
  fields: {},
  async run(inspection) {
    const table = tableOf(inspection.train);
    const fits = await fitsOf(inspection, inputKindOf(inspection.suspect.spec, table));
    if (typeof fits === 'string') return cannotKnow(fits);
    const { suspect, clean } = fits;
    const cooks = cooksOf(suspect);
    const leverage = { values: suspect.leverage, limits: controlOf(clean.map((fit) => largestOf(fit.leverage))) };
    const distance = { values: cooks, limits: controlOf(clean.map((fit) => largestOf(cooksOf(fit)))) };
    const scores = Float32Array.from(suspect.leverage, (h, row) =>
      Math.max(h / leverage.limits.suspicious, standsAlone(h) ? 0 : cooks[row]! / distance.limits.suspicious),
    );
    const rows = Uint32Array.from(scores.keys());
    const flagged = rows.filter((row) => scores[row]! > 1);
    const alone = rows.filter((row) => standsAlone(suspect.leverage[row]!));
    const signal = loudest([leverage, distance].map(({ values, limits }) => signalOf(largestOf(values), limits)));
    return {
      ...NOTHING_FOUND,
      signal,
      says: saysOf(flagged.length, alone.length),
      sure: sureOf(leverage.limits),
      measurements: [
        { label: 'Highest leverage', text: figure(largestOf(suspect.leverage)) },
        { label: 'Limits of it', text: limitsText(leverage.limits) },
        { label: 'Largest Cook’s distance', text: figure(largestOf(cooks)) },
        { label: 'Limits of it', text: limitsText(distance.limits) },
        { label: 'Rows that stand alone (leverage 1)', text: String(alone.length) },
        ...loudestRows(table, flagged, scores, 'times the limit:'),
      ],
      pictures: [
        {
          kind: 'scatter',
          title: 'Leverage (across) against what the fit leaves over (up)',
          x: Float32Array.from(suspect.leverage),
          y: Float32Array.from(suspect.residuals),
          group: Uint8Array.from(scores, (score) => (score > 1 ? 1 : 0)),
          loud: 1,
          rows,
        },
      ],
      rows: { flagged, scores },
    };
  },
});

const limitsText = ({ suspicious, alarm }: { suspicious: number; alarm: number }) =>
  `${figure(suspicious)} to look, ${figure(alarm)} for an alarm`;

function saysOf(flagged: number, alone: number): string {
  if (alone > 0)
    return (
      `${counted(alone, 'row')} ${alone === 1 ? 'has' : 'have'} leverage 1: the only one of its kind, so the model believes ` +
      'whatever it says. No other row can contradict it.'
    );
  return flagged > 0
    ? `${counted(flagged, 'row')} pull the fit harder than any row of the clean models does.`
    : 'No row pulls the fit harder than rows of clean models do.';
}
