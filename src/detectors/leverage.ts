import { cooksDistances } from '#core/influence.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND } from '#lab/detector.ts';
import { controlOf, largestOf, limitText, loudest, signalOf, sureOf } from './parts/control.ts';
import { fitsOf, inputKindOf, tableOf, type TableFit } from './parts/table-fit.ts';
import { aloneRows, loudestRows, rowScatter, rowsWhere, sureOfAlone } from './parts/table-rows.ts';
import { counted } from './parts/words.ts';

const cooksOf = (fit: TableFit) => cooksDistances(fit, fit.spread);

export default defineDetector({
  id: 'leverage',
  title: 'Leverage and Cook’s distance',
  plainly: 'Single rows that pull the forecast their way.',
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
    const leverage = controlOf(clean.map((fit) => largestOf(fit.leverage)));
    const distance = controlOf(clean.map((fit) => largestOf(cooksOf(fit))));
    const alone = aloneRows(suspect, clean);
    const scores = Float32Array.from(suspect.leverage, (h, row) =>
      largestOf([h / leverage.suspicious, cooks[row]! / distance.suspicious]),
    );
    const flagged = rowsWhere(table, (row) => scores[row]! > 1);
    return {
      ...NOTHING_FOUND,
      signal: loudest([
        signalOf(largestOf(suspect.leverage), leverage),
        signalOf(largestOf(cooks), distance),
        alone.signal,
      ]),
      says: saysOf(flagged.length, alone.rows.length),
      sure: `${sureOf(leverage, 2)} ${sureOfAlone(clean)}`,
      measurements: [
        { label: 'Highest leverage', text: limitText(largestOf(suspect.leverage), leverage) },
        { label: 'Largest Cook’s distance', text: limitText(largestOf(cooks), distance) },
        { label: 'Rows that stand alone (leverage 1)', text: String(alone.rows.length) },
        ...loudestRows(table, flagged, scores, 'times the limit'),
      ],
      pictures: [
        rowScatter(
          'Leverage (across) against what the fit leaves over (up)',
          suspect.leverage,
          suspect.residuals,
          flagged,
        ),
      ],
      rows: { flagged, scores },
    };
  },
});

function saysOf(flagged: number, alone: number): string {
  if (alone > 0)
    return (
      `${counted(alone, 'row')} ${alone === 1 ? 'has' : 'have'} leverage 1: alone of ${alone === 1 ? 'its' : 'their'} kind, so that the ` +
      'model believes whatever is said, and no other row can contradict it.'
    );
  return flagged > 0
    ? `${counted(flagged, 'row')} ${flagged === 1 ? 'pulls' : 'pull'} the fit harder than rows of clean models do.`
    : 'No row pulls the fit harder than rows of clean models do.';
}
