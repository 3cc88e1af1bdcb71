import { coerce, coerceAll, defaultsOf, type Field, type Fields, type NumberField, type Values } from '#core/fields.ts';
import type { Attack } from './attack.ts';
import { isEdit, MOST_EDITS, type Edit, type EditOperation } from './edit.ts';
import type { Lab } from './lab.ts';
import { plainText } from './plain-text.ts';
import { RECIPE_VERSION, type Recipe } from './recipe.ts';
import { isRowEdit, MOST_ROW_EDITS } from './row-edit.ts';
import { inOrder, isRowFix, MOST_ROW_FIXES } from './row-fix.ts';

/** What a recipe may name. */
export interface Catalog {
  readonly labs: ReadonlyMap<string, Lab>;
  readonly attacks: ReadonlyMap<string, Attack>;
  readonly edits: ReadonlyMap<string, EditOperation>;
}

/** A legal recipe, and in short plain sentences what had to be changed to make it one. */
export interface Repaired {
  readonly recipe: Recipe;
  readonly changes: string[];
}

/** The seed as a field, for its control and its repair. */
export const SEED_FIELD: NumberField = {
  kind: 'number',
  label: 'Seed',
  help: 'Root of every random draw. The same seed gives the same split, initial weights and order of rows.',
  default: 1,
  min: 1,
  max: 999_999,
  step: 1,
};

/** The model file as a field, for its repair. */
const FILE_FIELD: Field = { kind: 'reference', label: 'Model file', help: '', default: '' };

/** Values longer than this are cut in sentences: they come from strangers. */
const SHOWN_CHARACTERS = 24;

/** The recipe a lab starts with. */
export function defaultRecipe(lab: Lab, attacks: ReadonlyMap<string, Attack>): Recipe {
  return {
    version: RECIPE_VERSION,
    lab: lab.id,
    seed: SEED_FIELD.default,
    data: defaultsOf(lab.dataFields),
    model: defaultsOf(lab.modelFields),
    hyper: defaultsOf(lab.hyperFields),
    attack: { id: lab.defaultAttack, values: defaultsOf(attacks.get(lab.defaultAttack)!.fields) },
    file: '',
    rows: [],
    fixes: [],
    edits: [],
    desk: defaultsOf(lab.deskFields),
  };
}

/**
 * Anything in, a legal recipe out; never throws. Known settings are kept where they are legal and set to the nearest legal
 * value or the default where not; what is missing gets its default without comment; what is unknown is left out.
 */
export function repairRecipe(raw: unknown, catalog: Catalog): Repaired {
  try {
    return repair(raw, catalog);
  } catch {
    return startOver('The experiment could not be read', firstLab(catalog).id, catalog);
  }
}

/** A lab's default recipe, with a sentence on why. An unknown lab is the first one. */
export function startOver(why: string, labId: string, catalog: Catalog): Repaired {
  const lab = catalog.labs.get(labId) ?? firstLab(catalog);
  return { recipe: defaultRecipe(lab, catalog.attacks), changes: [`${why}: started from the defaults`] };
}

function repair(raw: unknown, catalog: Catalog): Repaired {
  if (!isRecord(raw)) return startOver('The experiment could not be read', firstLab(catalog).id, catalog);
  const changes: string[] = [];
  const lab = named(own(raw, 'lab'), catalog.labs, firstLab(catalog), 'lab', changes);
  const version = own(raw, 'version') ?? RECIPE_VERSION;
  if (version !== RECIPE_VERSION)
    return startOver(`The experiment is of version ${show(version)}, unknown here`, lab.id, catalog);
  const seed = coerce(SEED_FIELD, own(raw, 'seed')) as number;
  if (own(raw, 'seed') !== undefined && own(raw, 'seed') !== seed)
    changes.push(sentence(SEED_FIELD, own(raw, 'seed'), seed));
  const rawAttack = own(raw, 'attack') ?? {};
  if (!isRecord(rawAttack)) changes.push('The attack could not be read: set to the default');
  const given = isRecord(rawAttack) ? rawAttack : {};
  const offered = new Map([...catalog.attacks].filter(([, attack]) => attack.rows === lab.rows));
  const attack = named(own(given, 'id'), offered, offered.get(lab.defaultAttack)!, 'attack', changes);
  const recipe: Recipe = {
    version: RECIPE_VERSION,
    lab: lab.id,
    seed,
    data: repairValues(lab.dataFields, own(raw, 'data'), 'data', changes),
    model: repairValues(lab.modelFields, own(raw, 'model'), 'model', changes),
    hyper: repairValues(lab.hyperFields, own(raw, 'hyper'), 'training', changes),
    attack: { id: attack.id, values: repairValues(attack.fields, own(given, 'values'), 'attack', changes) },
    file: coerce(FILE_FIELD, own(raw, 'file')) as string,
    rows: repairList(own(raw, 'rows'), isRowEdit, MOST_ROW_EDITS, 'changes to rows', changes),
    fixes: inOrder(repairList(own(raw, 'fixes'), isRowFix, MOST_ROW_FIXES, 'repaired rows', changes)),
    edits: repairList(
      own(raw, 'edits'),
      (edit): edit is Edit => isEdit(edit, catalog.edits),
      MOST_EDITS,
      'changes to parameters',
      changes,
    ),
    desk: repairValues(lab.deskFields, own(raw, 'desk'), 'desk', changes),
  };
  return { recipe, changes };
}

function firstLab({ labs }: Catalog): Lab {
  return labs.values().next().value!;
}

function named<T>(id: unknown, known: ReadonlyMap<string, T>, fallback: T, what: string, changes: string[]): T {
  if (id === undefined) return fallback;
  const found = typeof id === 'string' ? known.get(id) : undefined;
  if (!found) changes.push(`There is no ${what} called ${show(id)}: set to the default`);
  return found ?? fallback;
}

function repairValues(fields: Fields, raw: unknown, section: string, changes: string[]): Values {
  if (raw === undefined) return defaultsOf(fields);
  if (!isRecord(raw)) {
    changes.push(`The ${section} settings could not be read: set to their defaults`);
    return defaultsOf(fields);
  }
  const { values, changed } = coerceAll(fields, raw);
  const known = changed.filter((key) => Object.hasOwn(fields, key));
  for (const key of known) changes.push(sentence(fields[key]!, raw[key], values[key]!));
  const unknown = changed.length - known.length;
  if (unknown > 0)
    changes.push(`${unknown} unknown ${section} ${unknown === 1 ? 'setting was' : 'settings were'} left out`);
  return values;
}

/** The legal members of a list, at most `most` of them; what is left out is counted. */
function repairList<T>(
  raw: unknown,
  isLegal: (member: unknown) => member is T,
  most: number,
  what: string,
  changes: string[],
): readonly T[] {
  if (raw === undefined) return [];
  const given: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  const legal = given.filter(isLegal).slice(0, most);
  const left = given.length - legal.length;
  if (left > 0) changes.push(`${left} of the ${what} could not be read and ${left === 1 ? 'was' : 'were'} left out`);
  return legal;
}

function sentence(field: Field, given: unknown, set: unknown): string {
  if (field.kind === 'pattern' || field.kind === 'reference')
    return `${field.label} could not be read: set to the default`;
  const outOfRange = field.kind === 'number' && typeof given === 'number' && (given < field.min || given > field.max);
  return `${field.label}: ${show(given)} is ${outOfRange ? 'out of range' : 'not a possible value'}, set to ${show(set)}`;
}

/** A stranger's value as short text without control characters. */
function show(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? 'a list or record' : String(value);
  return plainText(text, SHOWN_CHARACTERS);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
