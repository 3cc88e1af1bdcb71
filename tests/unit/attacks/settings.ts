import { coerceAll, defaultsOf, type Field, type Fields, type FieldValue, type Values } from '#core/fields.ts';
import { stream } from '#core/rng.ts';

function drawValue(field: Field, u: number): FieldValue {
  switch (field.kind) {
    case 'number':
      return field.min + u * (field.max - field.min);
    case 'choice':
      return field.options[Math.floor(u * field.options.length)]!.value;
    case 'toggle':
      return u < 0.5;
    case 'pattern':
      return u < 0.2 ? '' : '5kf5l9';
    case 'reference':
      return u < 0.2 ? '' : '0123456789abcdef';
  }
}

/** The defaults of an attack's fields, and as many sets of legal values as asked for, drawn by seed. */
export function settingsOf({ id, fields }: { id: string; fields: Fields }, sets: number): Values[] {
  const draw = stream(1, `settings/${id}`);
  const drawn = Array.from({ length: sets }, () => {
    const raw = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, drawValue(field, draw())]));
    return coerceAll(fields, raw).values;
  });
  return [defaultsOf(fields), ...drawn];
}
