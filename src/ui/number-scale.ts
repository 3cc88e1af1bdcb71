import { coerce, type NumberField } from '#core/fields.ts';
import { readNumber } from './data-cells.ts';

/** Positions of a slider over a logarithmic scale: fine enough to feel continuous, coarse enough for arrow keys. */
const LOG_POSITIONS = 120;

/** What a native range input needs to stand for a number field. */
export interface RangeScale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

export function rangeOf(field: NumberField): RangeScale {
  if (field.scale === 'log') return { min: 0, max: LOG_POSITIONS, step: 1 };
  return { min: field.min, max: field.max, step: field.step };
}

/** Where a value stands on the range input. A log scale needs a minimum above zero. */
export function toPosition(field: NumberField, value: number): number {
  if (field.scale !== 'log') return value;
  return (LOG_POSITIONS * Math.log(value / field.min)) / Math.log(field.max / field.min);
}

/** The legal value at a position; on a log scale rounded to two significant digits, as people write such numbers. */
export function fromPosition(field: NumberField, position: number): number {
  if (field.scale !== 'log') return coerce(field, position) as number;
  const value = field.min * (field.max / field.min) ** (position / LOG_POSITIONS);
  return coerce(field, Number(value.toPrecision(2))) as number;
}

/** Filled share of the track, 0 to 1. */
export function filledShare(field: NumberField, value: number): number {
  const { min, max } = rangeOf(field);
  return max === min ? 0 : (toPosition(field, value) - min) / (max - min);
}

/** Says what became of a typed text that could not be taken as it was; empty when it could, and when it only was rounded. */
export function limitWords(field: NumberField, text: string): string {
  const number = readNumber(text, field.unit ?? '');
  if (number === null) return 'That is not a number, so nothing was changed.';
  const taken = `Set to ${typedNumber(field, text)}`;
  if (number > field.max) return `${taken}, the most it can be.`;
  if (number < field.min) return `${taken}, the least it can be.`;
  return '';
}

/** What a typed text means, or null when it is no number, so that the value before stays. */
export function typedNumber(field: NumberField, text: string): number | null {
  const number = readNumber(text, field.unit ?? '');
  return number === null ? null : (coerce(field, number) as number);
}
