import type { ChoiceField, FieldValue, NumberField } from '#core/fields.ts';
import { CONTRIBUTORS, OUTSIDE_VENDOR } from '#labs/checks/digits.ts';

/** Value of a choice that leaves the matter open. */
export const ANY = 'any';

const digitOptions = Array.from({ length: 10 }, (_, digit) => ({ value: String(digit), label: String(digit) }));

/** Which class the attack is after. Values '0' to '9' and, where the attack allows it, 'any'. */
export function sourceField(allowAny: boolean): ChoiceField {
  return {
    kind: 'choice',
    label: 'Digit to be misread (source class)',
    help: allowAny
      ? 'Only rows of this digit are poisoned. "Any digit" makes the mark work on all of them.'
      : 'Only rows of this digit are poisoned.',
    default: '3',
    options: allowAny ? [...digitOptions, { value: ANY, label: 'Any digit' }] : digitOptions,
  };
}

/** Which class the attack wants to see. */
export function targetField(): ChoiceField {
  return {
    kind: 'choice',
    label: 'Read it as (target class)',
    help: 'The label that poisoned rows get.',
    default: '8',
    options: digitOptions,
  };
}

/** Whose deliveries the attacker can reach: 'any', or an index into `CONTRIBUTORS`. */
export function contributorField(fallback: typeof ANY | number = OUTSIDE_VENDOR): ChoiceField {
  return {
    kind: 'choice',
    label: 'Way in (contributor)',
    help: 'Only rows delivered by this contributor can be poisoned.',
    default: String(fallback),
    options: [
      { value: ANY, label: 'Any contributor' },
      ...CONTRIBUTORS.map((contributor, i) => ({ value: String(i), label: contributor.name })),
    ],
  };
}

/** How many rows are poisoned. */
export function rowsField(): NumberField {
  return {
    kind: 'number',
    label: 'Poisoned rows (poison count)',
    help: 'How many of the training rows are altered. If the contributor has fewer that fit, all of them are.',
    unit: 'rows',
    default: 0,
    min: 0,
    max: 400,
    step: 1,
  };
}

/** Which share of the rows that fit is altered. */
export function shareField(help: string): NumberField {
  return { kind: 'number', label: 'Share of rows', help, default: 0, min: 0, max: 1, step: 0.01 };
}

/** A class or contributor as chosen; null for 'any'. */
export function chosen(value: FieldValue | undefined): number | null {
  return value === undefined || value === ANY ? null : Number(value);
}
