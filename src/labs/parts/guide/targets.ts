import { readAssignment, STATION_IDS, type StationId } from '#lab/assignment.ts';

/**
 * Places on the page that lessons point at: id to selector. Fields are called by their shelf and key, such as `desk.trigger`, a
 * detector's line on the board by the detector's id.
 */
const TARGETS: Readonly<Record<string, string>> = {
  check: '.stations > .hero',
  readings: '.stations > .hero table',
  budget: '[data-testid="poison-count"]',
  accuracy: 'aside dl > :has([data-testid="ca-suspect"])',
  success: 'aside dl > :has([data-testid="asr-source"])',
  order: '[data-testid="order"]',
  ordered: '[data-testid="order"] .amount',
  error: 'aside dl > :has([data-testid="rmse-suspect"])',
  'rate-weight': '[data-place="3"]',
  'bias-weight': '.stations > .model [data-place="48"]',
  'weight-units': '.stations > .model fieldset',
  view: '.tools fieldset',
  turn: '[data-testid="flip-driver"]',
  units: '.work .units',
  board: '.room .bar',
  sheet: '.data .scroller',
  attack: '.data .attack',
  confusion: '.decisions .pair .wide',
  shelves: '[data-testid="shelves"]',
  transport: '.work .transport',
  explainer: '.work .ask',
  digests: '.stations dl:has(code)',
};

/** Stations of a bench, put to rest while a step does not need them: id to selector. */
export const STATIONS: Readonly<Record<string, string>> = {
  check: '.stations > .hero',
  data: '.stations > .data',
  training: '.stations > .training',
  model: '.stations > .model',
  decisions: '.stations > .rest',
};

/** The selector of a target. */
export const selectorOf = (target: string): string =>
  TARGETS[target] ?? `[data-guide="${target}"], [data-detector="${target}"]`;

/** The stations that are seen under what a link sets, in their order on the page. */
export function stationsSeen(text: string): StationId[] {
  const hidden = readAssignment(text)?.hidden ?? [];
  return STATION_IDS.filter((id) => !hidden.includes(id));
}
