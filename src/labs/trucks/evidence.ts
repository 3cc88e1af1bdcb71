import type { Evidence as AnyEvidence, TwinEvidence as AnyTwin } from '#lab/evidence.ts';
import type { Conditions } from './conditions.ts';
import type { ForecastMeasures } from './measures.ts';
import type { OrderBook } from './orders.ts';

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
