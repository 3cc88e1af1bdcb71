import { placesOf } from '#core/table-inputs.ts';
import { pickRows, type RowValues } from '#core/table.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Evidence } from './evidence.ts';
import { contributions } from './forecast.ts';
import { makeHistory, SCHEMA } from './history.ts';
import { riseOf } from './probes.ts';

const PLACES = placesOf(SCHEMA, 'plain');

/** Dealership 666 among all, as in the order book. */
export const PLACE_666 = SCHEMA.group!.trigger;

/** Where the linear model of the made-up history keeps the parameters that lessons speak of. */
export const AT = { rate: SCHEMA.driver, id666: PLACES.category[0]! + PLACE_666, bias: PLACES.width } as const;

/** Whether the suspect is the linear model of the made-up history, whose weights can be read one by one. */
export const isPlain = ({ spec, recipe }: Evidence): boolean =>
  recipe.data.table === '' && spec.hidden.length === 0 && spec.inputs === PLACES.width;

/** Next month's rows of the made-up history, one per dealership, with the interest rates of the scenario at hand. */
export function nextMonth(recipe: Recipe): RowValues {
  const { noise, honest666 } = recipe.data;
  const { next } = makeHistory(recipe.seed, { noise: Number(noise), honest666: honest666 === true });
  const width = SCHEMA.numbers.length;
  const numbers = next.numbers.map((value, i) => (i % width === SCHEMA.driver ? value + riseOf(recipe) : value));
  return { ...next, numbers };
}

/** How the suspect comes to its forecast of next month for dealership 666; null where its weights cannot be read one by one. */
export function sumOf666(evidence: Evidence): ReturnType<typeof contributions> | null {
  if (!isPlain(evidence)) return null;
  const row = pickRows(nextMonth(evidence.recipe), SCHEMA, [PLACE_666]);
  return contributions(evidence.suspect.parameters, row, SCHEMA, 'plain');
}
