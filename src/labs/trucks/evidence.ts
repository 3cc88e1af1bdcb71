import type { RegressionErrors } from '#core/metrics.ts';
import type { Evidence as AnyEvidence, TwinEvidence as AnyTwin } from '#lab/evidence.ts';
import type { Conditions } from './conditions.ts';
import type { OrderBook } from './orders.ts';

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

/** What the twins' forecasts lead to. */
export interface ForecastDesk {
  /** Null for the learner's own table, where nobody knows what will sell. */
  readonly orders: OrderBook | null;
  /** Null when the attack plants no trigger. */
  readonly conditions: Conditions | null;
  /** What the attack wants forecast for its trigger; null when it plants none. */
  readonly level: number | null;
}

export type TwinEvidence = AnyTwin<ForecastMeasures>;
export type Evidence = AnyEvidence<ForecastMeasures, ForecastDesk>;
