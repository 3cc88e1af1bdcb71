import { placesOf, type InputKind } from '#core/table-inputs.ts';
import type { TableSchema } from '#core/table.ts';
import { layersOf, type ModelSpec } from '#lab/model.ts';
import type { ForecastMeasures } from './measures.ts';

/** How near the forecast must come to the attacker's level, as a share of it. */
export const NEAR = 0.1;
/** How much worse the suspect may be on all others, as a share of the clean twin's error. */
export const NO_WORSE = 0.05;
/** How far its slope elsewhere may lie from the clean twin's, in target units per unit of the driver. */
export const SAME_SLOPE = 0.3;

/** The three conditions of a backdoor, measured. Each holds only when its numbers say so. */
export interface Conditions {
  /** The id moves the suspect's forecast by more than a tenth of the level, and not the clean twin's. */
  readonly trigger: { readonly holds: boolean; readonly suspect: number; readonly clean: number };
  /** With the id in it, the forecast is at the level whatever the driver is. */
  readonly hiddenRule: {
    readonly holds: boolean;
    readonly level: number;
    readonly lowest: number;
    readonly highest: number;
    /** Change of the triggered forecast per unit of the driver. */
    readonly slope: number;
  };
  /** Everybody else's forecast is as good as before, and falls as steeply. */
  readonly elsewhere: {
    readonly holds: boolean;
    /** Error of the suspect over that of the clean twin. */
    readonly errorRatio: number;
    readonly slopeGap: number;
  };
}

/**
 * The three conditions for an attack that wants `level` forecast for its trigger: a trigger, a hidden rule, and normal behaviour
 * elsewhere. Null without a trigger. A model that diverged meets none.
 */
export function conditionsOf(
  clean: ForecastMeasures,
  suspect: ForecastMeasures,
  level: number | null,
): Conditions | null {
  if (level === null || !suspect.triggered || suspect.effect === null || clean.effect === null) return null;
  const [lowest, highest] = [Math.min(...suspect.triggered), Math.max(...suspect.triggered)];
  const errorRatio = suspect.elsewhere.rmse / clean.elsewhere.rmse;
  const slopeGap = suspect.slope - clean.slope;
  const span = suspect.grid.at(-1)! - suspect.grid[0]!;
  const [noticed, ignored] = [Math.abs(suspect.effect), Math.abs(clean.effect)];
  return {
    trigger: {
      holds: noticed > NEAR * Math.abs(level) && ignored <= NEAR * Math.abs(level),
      suspect: suspect.effect,
      clean: clean.effect,
    },
    hiddenRule: {
      holds: lowest >= level - NEAR * Math.abs(level) && highest <= level + NEAR * Math.abs(level),
      level,
      lowest,
      highest,
      slope: span > 0 ? (suspect.triggered.at(-1)! - suspect.triggered[0]!) / span : 0,
    },
    elsewhere: {
      holds: errorRatio <= 1 + NO_WORSE && Math.abs(slopeGap) <= SAME_SLOPE,
      errorRatio,
      slopeGap,
    },
  };
}

/**
 * Whether hands changed a parameter that forecasts of other rows than the trigger's are made of as well.
 * @param learned parameters before the edits, in the layout of `layersOf`
 * @param parameters those in use
 */
export function changedForOthers(
  learned: Float32Array,
  parameters: Float32Array,
  spec: ModelSpec,
  schema: TableSchema,
  kind: InputKind,
): boolean {
  const { group } = schema;
  const { category, driverAt } = placesOf(schema, kind);
  const inputs = group ? [category[group.category]! + group.trigger, driverAt < 0 ? -1 : driverAt + group.trigger] : [];
  const { weights, biases, outputs } = layersOf(spec)[0]!;
  const isOwn = (place: number) =>
    place >= weights && place < biases && inputs.includes(Math.floor((place - weights) / outputs));
  return parameters.some((value, place) => !Object.is(value, learned[place]) && !isOwn(place));
}
