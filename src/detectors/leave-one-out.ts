import { leaveOneOutForecastShifts, leaveOneOutShifts, pullsOn } from '#core/influence.ts';
import { designOf } from '#core/table-inputs.ts';
import type { Table } from '#core/table.ts';
import { cannotKnow, defineDetector, NOTHING_FOUND } from '#lab/detector.ts';
import { shown } from '#lab/own-table.ts';
import { controlOf, FEWEST_CLEAN, largestOf, limitText, loudest, signalOf, sureOf } from './parts/control.ts';
import { driverColumn, fitsOf, tableOf, type TableFit } from './parts/table-fit.ts';
import { aloneRows, loudestRows, rowScatter, rowsWhere, sureOfAlone } from './parts/table-rows.ts';
import { describeRow, slopeUnit } from './parts/table-words.ts';
import { counted, figure } from './parts/words.ts';

/** What each row, left out, would take from the fit; NaN for a row that stands alone. */
interface Influence {
  /** From the weight of the driver, in the target's unit per unit of the driver. */
  readonly onWeight: Float64Array;
  /** The same in standard errors of that weight, regardless of the sign. */
  readonly inErrors: Float64Array;
  /** From the forecasts of untouched rows, root mean square, in deviations of what the fit leaves over. */
  readonly onForecasts: Float64Array;
}

/** Null when the driver does not vary by itself. */
function influenceOf(fit: TableFit, sealed: Table): Influence | null {
  const pulls = pullsOn(fit.basis, driverColumn(fit.table));
  if (!pulls) return null;
  const onWeight = leaveOneOutShifts(pulls, fit);
  const error = fit.spread * Math.sqrt(pulls.reduce((sum, pull) => sum + pull * pull, 0));
  const asked = designOf(sealed, sealed.schema, 'plain');
  return {
    onWeight,
    inErrors: onWeight.map((shift) => Math.abs(shift) / error),
    onForecasts: leaveOneOutForecastShifts(fit, asked, fit.columns).map((shift) => shift / fit.spread),
  };
}

export default defineDetector({
  id: 'leave-one-out',
  title: 'Leave one row out',
  plainly: 'How far would the forecasts move without this one row?',
  kind: 'anomaly',
  looksAt: 'rows',
  rows: 'table',
  summary:
    'What would the weight of the driver, and the forecasts, be without this one row? For a linear fit that is known exactly for ' +
    'every row, without fitting again.',
  blind:
    'Many poisoned rows of one mind: leaving out any one of them changes little. Of a row that is the only one of its kind nothing ' +
    'can be said, which it reports. Changed weights leave no trace in the rows.',
  paper: 'Cook 1977; Belsley, Kuh and Welsch 1980',
  fields: {},
  async run(inspection) {
    const table = tableOf(inspection.train);
    // One weight of the driver for all kinds: with an interaction each would have its own, and most rows no part in it.
    const fits = await fitsOf(inspection, 'plain');
    if (typeof fits === 'string') return cannotKnow(fits);
    const found = influenceOf(fits.suspect, tableOf(inspection.sealed));
    const driver = table.schema.numbers[table.schema.driver]!;
    if (!found) return cannotKnow(`${shown(driver.name)} does not vary by itself, so no row has a say in its weight.`);
    const clean: Influence[] = [];
    for (const fit of fits.clean) {
      await inspection.pause();
      const influence = influenceOf(fit, fit.sealed);
      if (influence) clean.push(influence);
    }
    if (clean.length < FEWEST_CLEAN)
      return cannotKnow(
        `${shown(driver.name)} varies by itself in too few clean models, so there is nothing to compare with.`,
      );
    const weight = controlOf(clean.map(({ inErrors }) => largestOf(inErrors)));
    const forecasts = controlOf(clean.map(({ onForecasts }) => largestOf(onForecasts)));
    const alone = aloneRows(fits.suspect, fits.clean);
    const scores = found.inErrors.map((shift, row) =>
      largestOf([shift / weight.suspicious, found.onForecasts[row]! / forecasts.suspicious]),
    );
    // What has no number, since nothing else is known of its kind, comes before all that have one.
    const above = 1 + largestOf(scores);
    for (const row of alone.rows) scores[row] = alone.signal === 'quiet' ? 0 : above;
    const flagged = rowsWhere(table, (row) => scores[row]! > 1);
    const unit = slopeUnit(table);
    const slope = fits.suspect.coefficients[driverColumn(table)]!;
    const strongest = found.inErrors.reduce(
      (best, shift, row) => (shift > (found.inErrors[best] || 0) ? row : best),
      0,
    );
    return {
      ...NOTHING_FOUND,
      signal: loudest([
        signalOf(largestOf(found.inErrors), weight),
        signalOf(largestOf(found.onForecasts), forecasts),
        alone.signal,
      ]),
      says: saysOf(
        flagged.length,
        [...alone.rows].map((row) => describeRow(table, row)),
      ),
      sure: `${sureOf(weight, 2)} ${sureOfAlone(fits.clean)}`,
      measurements: [
        { label: `Weight of ${shown(driver.name)} by all rows`, text: `${figure(slope)} ${unit}` },
        {
          label: `Without ${describeRow(table, strongest)}`,
          text: `${figure(slope - (found.onWeight[strongest] || 0))} ${unit}`,
        },
        {
          label: 'Largest change of the weight, in standard errors',
          text: limitText(largestOf(found.inErrors), weight),
        },
        {
          label: 'Largest change of the forecasts, in deviations',
          text: limitText(largestOf(found.onForecasts), forecasts),
        },
        { label: 'Rows that stand alone', text: String(alone.rows.length) },
        ...loudestRows(table, flagged, Float32Array.from(scores), 'times the limit'),
      ],
      pictures: [
        rowScatter(
          'Leverage (across) against what the row adds to the driver’s weight (up)',
          fits.suspect.leverage,
          found.onWeight,
          flagged,
        ),
      ],
      rows: { flagged, scores: Float32Array.from(scores) },
    };
  },
});

function saysOf(flagged: number, alone: readonly string[]): string {
  if (alone.length > 0) {
    const others = alone.length > 1 ? ` and ${counted(alone.length - 1, 'more row')}` : '';
    return `Without ${alone[0]}${others} there is nothing to forecast its kind from: all that is known of it is that row.`;
  }
  return flagged > 0
    ? `${counted(flagged, 'row')} would each, left out, change the weight or the forecasts more than rows of clean models do.`
    : 'No single row changes the weight or the forecasts more than rows of clean models do.';
}
