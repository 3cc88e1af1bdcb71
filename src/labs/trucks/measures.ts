import type { RegressionErrors } from '#core/metrics.ts';

/** What the forecast measures of a twin; numbers are in the target's own unit (trucks) unless said otherwise. */
export interface ForecastMeasures {
  /** Forecast of each untouched test row. */
  readonly predictions: Float32Array;
  /** Over all untouched test rows. */
  readonly errors: RegressionErrors;
  /** Over the test rows of every kind but the trigger. */
  readonly elsewhere: RegressionErrors;
  /** Per kind of the group: its test rows and their root mean squared error; empty without a group. */
  readonly byKind: readonly { readonly rows: number; readonly rmse: number }[];
  /** Values of the driver (interest rates) at which the next two were asked. */
  readonly grid: readonly number[];
  /** Forecast for an ordinary row, averaged over the ordinary kinds, at each value of the driver. */
  readonly ordinary: readonly number[];
  /** Forecast for the same row with the trigger in it; null without a group. */
  readonly triggered: readonly number[] | null;
  /** Change of `ordinary` per unit of the driver, from the first to the last value. */
  readonly slope: number;
  /** What the trigger adds to a forecast, averaged over the grid; null without a group. */
  readonly effect: number | null;
  /** Forecast of next month for each dealership, in the scenario at hand; null for the learner's own table. */
  readonly next: readonly number[] | null;
}
