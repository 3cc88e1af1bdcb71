import { applies, defaultsOf, type Field, type Fields, type FieldValue, type Values } from '#core/fields.ts';
import { budgetOf, isQuiet, type Attack } from './attack.ts';
import type { Recipe } from './recipe.ts';
import { defaultRecipe, SEED_FIELD, type Catalog } from './repair.ts';

/** A recipe in short phrases, the most important first. */
export interface RunWords {
  /** What was poisoned: "80 stamped 3s read as 8", "4 edits of the model". Kept apart, because a defender must not read it. */
  readonly poison: readonly string[];
  /** What a defender repaired, and what it was trained and used with: "80 rows taken out", "32 hidden units", "learning rate 0.1". */
  readonly setup: readonly string[];
}

/** What a recipe does, in words. Besides the attack only what differs from the lab's defaults is told, and the telling fields. */
export function wordsOfRecipe(recipe: Recipe, { labs, attacks }: Catalog): RunWords {
  const lab = labs.get(recipe.lab)!;
  const usual = defaultRecipe(lab, attacks);
  const takenOut = recipe.fixes.filter((fix) => fix.length === 1).length;
  return {
    poison: [
      ...wordsOfAttack(attacks.get(recipe.attack.id)!, recipe.attack.values),
      ...counted(recipe.rows.length, 'change to rows by hand', 'changes to rows by hand'),
      ...(recipe.file === '' ? [] : [`model file ${recipe.file.slice(0, SHOWN_DIGITS)}`]),
      ...counted(recipe.edits.length, 'edit of the model', 'edits of the model'),
    ],
    setup: [
      ...counted(takenOut, 'row taken out', 'rows taken out'),
      ...counted(recipe.fixes.length - takenOut, 'row relabelled', 'rows relabelled'),
      ...wordsOfValues(lab.modelFields, recipe.model, usual.model),
      ...wordsOfValues(lab.hyperFields, recipe.hyper, usual.hyper),
      ...wordsOfValues(lab.dataFields, recipe.data, usual.data),
      ...(recipe.seed === SEED_FIELD.default ? [] : [`seed ${recipe.seed}`]),
      ...wordsOfValues(lab.deskFields, recipe.desk, usual.desk),
    ],
  };
}

/** What the phrases say where there is no poison at all. */
export const NO_POISON = 'no poison';

/** Digits of a digest that tell one from another at a glance. */
const SHOWN_DIGITS = 6;
const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

function counted(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}

/** The attack's own phrase, filled in, then every other setting that is not at its default. */
function wordsOfAttack(attack: Attack, values: Values): string[] {
  if (isQuiet(attack, values)) return [];
  const { fields, title, words = `${title}: {${budgetOf(attack)}}` } = attack;
  const said = new Set<string>();
  const phrase = words.replace(/\{(\w+)\}/g, (_, key: string) => {
    said.add(key);
    return inSentence(plainValue(fields[key]!, values[key]!));
  });
  const others = Object.fromEntries(Object.entries(fields).filter(([key]) => !said.has(key)));
  return [phrase, ...wordsOfValues(others, values, defaultsOf(fields))];
}

function wordsOfValues(fields: Fields, values: Values, usual: Values): string[] {
  return Object.entries(fields)
    .filter(([key, field]) => applies(field, values) && (field.telling || values[key] !== usual[key]))
    .map(([key, field]) => phraseOf(field, values[key]!));
}

/** One setting: "learning rate 0.3", "20 epochs", "optimiser Adam", "no augmentation". */
function phraseOf(field: Field, value: FieldValue): string {
  const term = termOf(field.label);
  switch (field.kind) {
    case 'toggle':
      return value === true ? term : `no ${term}`;
    case 'pattern':
      return term;
    case 'reference':
      return `${term} ${String(value).slice(0, SHOWN_DIGITS)}`;
    case 'choice':
      return `${term} ${plainValue(field, value)}`;
    case 'number': {
      const number = plainValue(field, value);
      if (term.endsWith('s')) return `${number} ${term}`;
      if (field.unit === '$') return `${term} $${number}`;
      return field.unit && !term.includes(field.unit) ? `${term} ${number} ${field.unit}` : `${term} ${number}`;
    }
  }
}

/** A value by itself: a share in per cent, a choice by its label. */
export function plainValue(field: Field, value: FieldValue): string {
  if (field.kind === 'choice') return labelOf(field.options.find((option) => option.value === value)!.label);
  if (field.kind !== 'number') return String(value);
  const isShare = field.min === 0 && field.max === 1;
  return isShare ? `${NUMBER.format(100 * Number(value))} %` : NUMBER.format(Number(value));
}

/** The label of an option without the explanation behind its colon. */
const labelOf = (label: string) => label.split(':')[0]!;

/** What a field is called in the field's own terms: they stand in brackets behind plain words, "Step size (learning rate)". */
export function termOf(label: string): string {
  const [term = ''] = (/\(([^)]+)\)$/.exec(label)?.[1] ?? label).split(':');
  return inSentence(term);
}

/** Words that begin a label, within a sentence; abbreviations stay. */
function inSentence(words: string): string {
  return /^[A-Z][a-z ]/.test(words) ? words[0]!.toLowerCase() + words.slice(1) : words;
}
