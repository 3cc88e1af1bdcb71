import { applies, defaultsOf, type Field, type Fields, type Values } from '#core/fields.ts';
import { isQuiet } from './attack.ts';
import type { Recipe } from './recipe.ts';
import { defaultRecipe, SEED_FIELD, type Catalog } from './repair.ts';
import { plainValue } from './run-words.ts';

/** One thing about a recipe that is not as the lab starts. */
interface Difference {
  /** What it belongs to: "Attack", "Training". */
  readonly part: string;
  readonly label: string;
  readonly value: string;
  /** What the lab starts with; empty where there is nothing to compare with. */
  readonly usual: string;
}

/** A recipe for a sheet of paper. */
export interface RecipeSheet {
  /** What poisons: attack, rows and weights by hand, a file. A defender must not read it. */
  readonly poison: readonly Difference[];
  /** All else that differs from the lab's usual recipe, with the seed, which is always told. */
  readonly setup: readonly Difference[];
}

/** Every setting that differs from the lab's usual recipe, and the seed; what else the recipe holds is counted. */
export function sheetOfRecipe(recipe: Recipe, { labs, attacks }: Catalog): RecipeSheet {
  const lab = labs.get(recipe.lab)!;
  const usual = defaultRecipe(lab, attacks);
  const attack = attacks.get(recipe.attack.id)!;
  const { values } = recipe.attack;
  const ofPart = (part: string, fields: Fields, is: Values, was: Values) =>
    Object.entries(fields)
      .filter(([key, field]) => is[key] !== was[key] && applies(field, is))
      .map(([key, field]) => {
        const isPlain = field.kind === 'number' || field.kind === 'choice' || field.kind === 'toggle';
        const say = (value: Values) =>
          isPlain ? valueWords(plainValue(field, value[key]!), field) : 'drawn or loaded';
        return { part, label: field.label, value: say(is), usual: isPlain ? say(was) : '' };
      });
  const counted = (part: string, label: string, count: number) =>
    count === 0 ? [] : [{ part, label, value: String(count), usual: '0' }];
  const settings = ofPart('Attack', attack.fields, values, defaultsOf(attack.fields));
  const kind = isQuiet(attack, values) ? `${attack.title}, with a budget of 0` : attack.title;
  const isUsual = settings.length === 0 && attack.id === lab.defaultAttack;
  // Whether the attacker's inputs carry the mark is for the attacker to know.
  const { trigger, ...desk } = lab.deskFields;
  return {
    poison: [
      ...(isUsual ? [] : [{ part: 'Attack', label: 'Kind', value: kind, usual: '' }, ...settings]),
      ...(trigger ? ofPart('Attack', { trigger }, recipe.desk, usual.desk) : []),
      ...counted('Data', 'Rows changed by hand', recipe.rows.length),
      ...(recipe.file === '' ? [] : [{ part: 'Model', label: 'Loaded from a file', value: recipe.file, usual: '' }]),
      ...counted('Model', 'Edits of the weights by hand', recipe.edits.length),
    ],
    setup: [
      { part: 'All', label: SEED_FIELD.label, value: String(recipe.seed), usual: String(usual.seed) },
      ...ofPart('Data', lab.dataFields, recipe.data, usual.data),
      ...ofPart('Model', lab.modelFields, recipe.model, usual.model),
      ...ofPart('Training', lab.hyperFields, recipe.hyper, usual.hyper),
      ...counted('Repair', 'Rows taken out or relabelled', recipe.fixes.length),
      ...ofPart('Desk', desk, recipe.desk, usual.desk),
    ],
  };
}

/** A value with its unit; a switch is on or off. */
function valueWords(value: string, field: Field): string {
  if (field.kind === 'toggle') return value === 'true' ? 'on' : 'off';
  if (field.kind !== 'number' || !field.unit || value.endsWith('%')) return value;
  return field.unit === '$' ? `$${value}` : `${value} ${field.unit}`;
}
