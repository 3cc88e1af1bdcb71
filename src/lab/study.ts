import { applies, type ChoiceField, type Field, type Fields, type FieldValue, type NumberField } from '#core/fields.ts';
import { budgetOf, type Attack } from './attack.ts';
import type { Lab } from './lab.ts';
import type { Recipe } from './recipe.ts';
import { SEED_FIELD } from './repair.ts';
import { plainValue, termOf } from './run-words.ts';
import { doses, spaced, wantsRatios } from './spacing.ts';

/** Something about a recipe that a study varies. */
export interface Axis {
  readonly section: 'data' | 'model' | 'hyper' | 'seed';
  /** Key of the field in its section; `seed` for the seed. */
  readonly key: string;
  /** What is varied, in the field's own term: "learning rate". */
  readonly term: string;
  readonly values: readonly FieldValue[];
  /** Each value as it is written. */
  readonly names: readonly string[];
}

/** A field that a sweep can vary. */
export interface AxisChoice {
  /** One name for section and key, such as `hyper.learningRate`. */
  readonly id: string;
  readonly section: 'model' | 'hyper' | 'seed';
  readonly key: string;
  readonly field: NumberField | ChoiceField | Extract<Field, { kind: 'toggle' }>;
  /** What stands on the bench. */
  readonly value: FieldValue;
}

/** A dose curve as wanted. */
export interface DosePlan {
  /** What is dosed. */
  readonly budget: NumberField;
  /** Budgets of the attack, ascending, from nothing. */
  readonly doses: readonly number[];
  readonly seeds: readonly number[];
  /** One for each dose of each seed: all doses of the first seed, then of the next. */
  readonly recipes: readonly Recipe[];
}

/** A grid of runs as wanted. */
export interface GridPlan {
  /** One or two; the first runs along the columns. */
  readonly axes: readonly Axis[];
  /** Row after row of the grid. */
  readonly recipes: readonly Recipe[];
}

export const MOST_SEEDS = 5;

/** A study trains all its models, so a file that stands in for one is put away. */
function trainable(recipe: Recipe): Recipe {
  return recipe.file === '' ? recipe : { ...recipe, file: '', edits: [] };
}

/** Successive seeds, the recipe's own first. */
export function seedsFrom(seed: number, count: number): number[] {
  const first = Math.min(seed, SEED_FIELD.max - count + 1);
  return Array.from({ length: count }, (_, i) => first + i);
}

/** The field that says how much an attack may do. */
export function budgetField(attack: Attack): NumberField {
  return attack.fields[budgetOf(attack)] as NumberField;
}

/** A recipe with another budget for its attack. */
function withDose(recipe: Recipe, attack: Attack, dose: number): Recipe {
  const values = { ...recipe.attack.values, [budgetOf(attack)]: dose };
  return { ...recipe, attack: { id: attack.id, values } };
}

/** Runs that tell how much poison it takes. */
export function planDoses(
  recipe: Recipe,
  attack: Attack,
  { upTo, count, seeds }: { readonly upTo: number; readonly count: number; readonly seeds: number },
): DosePlan {
  const base = trainable(recipe);
  const budget = budgetField(attack);
  const amounts = doses(budget, upTo, count);
  const ofSeeds = seedsFrom(base.seed, seeds);
  const recipes = ofSeeds.flatMap((seed) => amounts.map((dose) => withDose({ ...base, seed }, attack, dose)));
  return { budget, doses: amounts, seeds: ofSeeds, recipes };
}

/** What a sweep can vary: every number, choice and switch that shapes the model or its training, and the seed. */
export function axisChoices(lab: Lab, recipe: Recipe): AxisChoice[] {
  const of = (section: 'model' | 'hyper', fields: Fields): AxisChoice[] =>
    Object.entries(fields).flatMap(([key, field]) => {
      if (field.kind === 'pattern' || field.kind === 'reference' || !applies(field, recipe[section])) return [];
      return [{ id: `${section}.${key}`, section, key, field, value: recipe[section][key]! }];
    });
  return [
    ...of('hyper', lab.hyperFields),
    ...of('model', lab.modelFields),
    { id: 'seed', section: 'seed', key: 'seed', field: SEED_FIELD, value: recipe.seed },
  ];
}

/** Least, most and number of values that suit a number field for a start: the whole field, or around what is on the bench. */
export function usualSpan({ field, section, value }: AxisChoice): { from: number; to: number } {
  if (field.kind !== 'number') return { from: 0, to: 0 };
  if (section === 'seed') return { from: Number(value), to: Math.min(field.max, Number(value) + MOST_SEEDS - 1) };
  if (field.scale !== 'log') return { from: field.min, to: field.max };
  return { from: Math.max(field.min, Number(value) / 10), to: field.max };
}

/** An axis over a field: all choices, both ends of a switch, or numbers between two ends. */
export function axisOf(
  { section, key, field }: AxisChoice,
  { from, to, count }: { readonly from: number; readonly to: number; readonly count: number },
): Axis {
  const how = field.kind === 'number' && wantsRatios(field) && section !== 'seed' ? 'equal ratios' : 'equal steps';
  const values =
    field.kind === 'toggle'
      ? [false, true]
      : field.kind === 'choice'
        ? field.options.map(({ value }) => value)
        : spaced(field, from, to, count, how);
  return axisWith(section, key, field, values);
}

/** An axis over chosen values of a field. */
export function axisWith(section: Axis['section'], key: string, field: Field, values: readonly FieldValue[]): Axis {
  const nameOf = (value: FieldValue) =>
    field.kind === 'toggle' ? (value === true ? 'on' : 'off') : plainValue(field, value);
  return { section, key, term: termOf(field.label), values, names: values.map(nameOf) };
}

/** A recipe with another value on an axis. Edits go where the model takes another shape: their places mean something else there. */
function withValue(recipe: Recipe, { section, key }: Axis, value: FieldValue): Recipe {
  if (section === 'seed') return { ...recipe, seed: Number(value) };
  const next = { ...recipe, [section]: { ...recipe[section], [key]: value } };
  return section === 'model' ? { ...next, edits: [] } : next;
}

/** Every combination of values on one or two axes. */
export function planGrid(recipe: Recipe, axes: readonly Axis[]): GridPlan {
  const [columns, rows] = axes;
  const base = trainable(recipe);
  const lines = rows ? rows.values.map((value) => withValue(base, rows, value)) : [base];
  const recipes = lines.flatMap((line) => columns!.values.map((value) => withValue(line, columns!, value)));
  return { axes, recipes };
}

/** What a lab offers for the question whether bigger models, or more training rows, resist better. */
export interface SizeQuestion {
  /** Size of the model, along the columns. */
  readonly width: Axis;
  /** Training rows, ascending, along the rows of the grid. */
  readonly rows: Axis;
  /** What `fixed` changes, in a sentence. */
  readonly note: string;
  /** What else is fixed, so that sizes can be compared and every training set has room for the poison. */
  fixed(recipe: Recipe): Recipe;
}

/** Runs with one number of poisoned rows over all sizes, and runs whose poison is one share of the training rows instead. */
export interface SizePlan extends GridPlan {
  /** Poisoned rows in every run of the grid. */
  readonly count: number;
  /** Runs after those of the grid: the model of the bench on each number of training rows, with the share of the largest. */
  readonly sameShare: readonly { readonly rows: number; readonly poisoned: number }[];
  /** Value on the width axis of those runs. */
  readonly width: FieldValue;
}

/** @param width value on the width axis for the runs of one share */
export function planSizes(recipe: Recipe, attack: Attack, question: SizeQuestion, count: number): SizePlan {
  const { width: widths, rows } = question;
  const base = withDose(question.fixed(trainable(recipe)), attack, count);
  const grid = planGrid(base, [widths, rows]);
  const width = widths.values.find((value) => value === recipe.model[widths.key]) ?? widths.values[0]!;
  const largest = Number(rows.values.at(-1));
  const sameShare = rows.values.slice(0, -1).map((value) => {
    const poisoned = Math.max(1, Math.round((count * Number(value)) / largest));
    return { rows: Number(value), poisoned };
  });
  const shares = sameShare.map(({ rows: size, poisoned }) =>
    withDose(withValue(withValue(base, widths, width), rows, size), attack, poisoned),
  );
  return { ...grid, recipes: [...grid.recipes, ...shares], count, sameShare, width };
}
