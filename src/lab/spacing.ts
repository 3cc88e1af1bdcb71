import { coerce, type NumberField } from '#core/fields.ts';

/** Halvings of a bracket after which it holds no other number in between. */
const HALVINGS = 60;

type Spacing = 'equal steps' | 'equal ratios';

/**
 * Legal values of a field from one end to the other, ascending, each once; so there may be fewer than asked for.
 * @param how equal ratios need ends above zero, and are equal steps where they are not
 */
export function spaced(field: NumberField, from: number, to: number, count: number, how: Spacing): number[] {
  const numbers = between(Math.min(from, to), Math.max(from, to), count, how);
  // Those between the ends are round numbers where any will do.
  const isRound = (i: number) => field.scale === 'log' && i > 0 && i < numbers.length - 1;
  return distinct(numbers.map((value, i) => legal(field, isRound(i) ? Number(value.toPrecision(2)) : value)));
}

function between(low: number, high: number, count: number, how: Spacing): number[] {
  if (count < 2) return [low];
  const ratio = how === 'equal ratios' && low > 0 ? root(high / low, count - 1) : null;
  const numbers = [low];
  for (let i = 1; i < count - 1; i++)
    numbers.push(ratio === null ? low + ((high - low) * i) / (count - 1) : numbers[i - 1]! * ratio);
  // Met exactly, whatever rounding did on the way.
  return [...numbers, high];
}

/** Whether the useful values of a field span so much that equal steps would all lie at its upper end. */
export function wantsRatios({ scale, min, max }: NumberField): boolean {
  return scale === 'log' || (min > 0 && max / min >= 8);
}

/**
 * Doses of an attack: nothing, then legal budgets up to `upTo` in equal ratios, since the first rows do most. Each dose differs
 * from the one before by a step of the field at least.
 * @param count how many, nothing included
 */
export function doses(field: NumberField, upTo: number, count: number): number[] {
  const most = legal(field, upTo);
  const apart = [0];
  for (const exact of between(Math.min(field.step, most), most, count - 1, 'equal ratios'))
    apart.push(legal(field, Math.min(most, Math.max(exact, apart.at(-1)! + field.step))));
  return distinct(apart);
}

function legal(field: NumberField, value: number): number {
  return coerce(field, value) as number;
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** The `degree`-th root of a number above zero, by halving: the same bits in every JavaScript engine, unlike `Math.pow`. */
function root(value: number, degree: number): number {
  let [low, high] = [0, Math.max(1, value)];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    let power = 1;
    for (let factor = 0; factor < degree; factor++) power *= middle;
    if (power <= value) low = middle;
    else high = middle;
  }
  return low;
}
