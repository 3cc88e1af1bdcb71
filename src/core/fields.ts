/** A setting a person can change: one record gives its default, control, validation, link entry and help. */
export type Field = NumberField | ChoiceField | ToggleField | PatternField | ReferenceField;

interface FieldBase {
  readonly label: string;
  /** One plain sentence, shown beside the control. */
  readonly help: string;
  /** Show this field only when another has one of these values. */
  readonly when?: { readonly field: string; readonly is: readonly FieldValue[] };
  /** Told in a run's words even at its default, because runs are thought of by it. */
  readonly telling?: true;
}
export interface NumberField extends FieldBase {
  readonly kind: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** 'log' when the useful values span powers of ten. */
  readonly scale?: 'linear' | 'log';
  readonly unit?: string;
}
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly default: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}
interface ToggleField extends FieldBase {
  readonly kind: 'toggle';
  readonly default: boolean;
}
/** A picture drawn on the 28 x 28 grid, as text: three characters a cell, see `core/pattern.ts`. */
interface PatternField extends FieldBase {
  readonly kind: 'pattern';
  readonly default: string;
}
/** Names something that is not in a link by its digest: 16 hexadecimal digits, or nothing. It has no control of its own. */
interface ReferenceField extends FieldBase {
  readonly kind: 'reference';
  readonly default: '';
}

export type FieldValue = number | string | boolean;
export type Fields = Readonly<Record<string, Field>>;
export type Values = Readonly<Record<string, FieldValue>>;

/** The default of every field. */
export function defaultsOf(fields: Fields): Values {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.default]));
}

/** Anything in, a legal value out: the one gate for links, files, storage and forms. */
export function coerce(field: Field, raw: unknown): FieldValue {
  switch (field.kind) {
    case 'number':
      return coerceNumber(field, raw);
    case 'choice':
      return field.options.find((option) => option.value === raw)?.value ?? field.default;
    case 'toggle':
      return typeof raw === 'boolean' ? raw : field.default;
    case 'reference':
      return typeof raw === 'string' && /^[0-9a-f]{16}$/.test(raw) ? raw : field.default;
    case 'pattern':
      return typeof raw === 'string' && /^(?:[0-9a-z]{2}[0-9a-f]){0,784}$/.test(raw) ? raw : field.default;
  }
}

function coerceNumber(field: NumberField, raw: unknown): number {
  const n = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
  if (typeof n !== 'number' || !Number.isFinite(n)) return field.default;
  const clamped = Math.min(field.max, Math.max(field.min, n));
  if (field.scale === 'log') return Number(clamped.toPrecision(6));
  const stepped = field.min + Math.round((clamped - field.min) / field.step) * field.step;
  return Number(Math.min(field.max, stepped).toFixed(10));
}

/** Every field's value from an untrusted record, and the keys that had to be changed or were unknown. */
export function coerceAll(fields: Fields, raw: unknown): { values: Values; changed: string[] } {
  const given = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
  const values: Record<string, FieldValue> = {};
  const changed = Object.keys(given).filter((key) => !Object.hasOwn(fields, key));
  for (const [key, field] of Object.entries(fields)) {
    values[key] = coerce(field, given[key]);
    if (Object.hasOwn(given, key) && given[key] !== values[key]) changed.push(key);
  }
  return { values, changed };
}

/** Whether a field applies, given the other values. */
export function applies(field: Field, values: Values): boolean {
  return !field.when || field.when.is.includes(values[field.when.field]!);
}
