import type { FieldValue, Values } from '#core/fields.ts';
import { deflate, inflate } from './deflate.ts';
import type { Edit } from './edit.ts';
import type { Recipe } from './recipe.ts';
import { defaultRecipe, type Catalog } from './repair.ts';
import type { RowEdit } from './row-edit.ts';
import { packFixes, unpackFixes } from './row-fix.ts';

/** Any legal recipe takes less: as many edits as one may hold, all of them the longest, are 8 million characters at most. */
const MOST_BYTES = 2 ** 23;
/** Arguments of one call; engines refuse more than some ten thousands. */
const SLICE = 2 ** 13;

/** What is left of a recipe once everything at its default is taken out; keys are short because links are. */
interface Packed {
  /** Seed. */
  s?: number;
  /** Data. */
  t?: Values;
  m?: Values;
  h?: Values;
  /** Attack: id, then its values. */
  a?: [string, Values?];
  d?: Values;
  /** Model file. */
  f?: string;
  /** Rows changed by hand. */
  r?: readonly RowEdit[];
  /** Rows that a defender took out or relabelled, see `packFixes`. */
  x?: readonly number[];
  /** Parameters changed by hand. */
  e?: readonly Edit[];
}

/** What differs from the lab's default recipe, as JSON, deflated, as base64url; empty when nothing does. */
export function pack(recipe: Recipe, catalog: Catalog): string {
  const lab = catalog.labs.get(recipe.lab)!;
  const usual = defaultRecipe(lab, catalog.attacks);
  const attack = catalog.attacks.get(recipe.attack.id)!;
  const attackValues = differing(recipe.attack.values, (key) => attack.fields[key]!.default);
  const packed: Packed = {};
  if (recipe.seed !== usual.seed) packed.s = recipe.seed;
  const sections = {
    t: [recipe.data, usual.data],
    m: [recipe.model, usual.model],
    h: [recipe.hyper, usual.hyper],
    d: [recipe.desk, usual.desk],
  } as const;
  for (const [key, [values, defaults]] of Object.entries(sections)) {
    const changed = differing(values, (field) => defaults[field]!);
    if (changed) packed[key as 't' | 'm' | 'h' | 'd'] = changed;
  }
  if (attackValues) packed.a = [attack.id, attackValues];
  else if (attack.id !== lab.defaultAttack) packed.a = [attack.id];
  if (recipe.file !== '') packed.f = recipe.file;
  if (recipe.rows.length > 0) packed.r = recipe.rows;
  if (recipe.fixes.length > 0) packed.x = packFixes(recipe.fixes);
  if (recipe.edits.length > 0) packed.e = recipe.edits;
  if (Object.keys(packed).length === 0) return '';
  return toBase64Url(deflate(new TextEncoder().encode(JSON.stringify(packed))));
}

/** The record that {@link pack} wrote, untrusted, with its keys spelt out; null when the text holds none. */
export function unpack(text: string): Record<string, unknown> | null {
  try {
    const bytes = inflate(fromBase64Url(text), MOST_BYTES);
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? spellOut(value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function spellOut(packed: Record<string, unknown>): Record<string, unknown> {
  const own = (key: keyof Packed) => (Object.hasOwn(packed, key) ? packed[key] : undefined);
  const attack = own('a');
  return {
    seed: own('s'),
    data: own('t'),
    model: own('m'),
    hyper: own('h'),
    attack: Array.isArray(attack) ? { id: attack[0], values: attack[1] } : attack,
    file: own('f'),
    rows: own('r'),
    fixes: unpackFixes(own('x')),
    edits: own('e'),
    desk: own('d'),
  };
}

function differing(values: Values, usual: (key: string) => FieldValue): Values | null {
  const entries = Object.entries(values).filter(([key, value]) => value !== usual(key));
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += SLICE) text += String.fromCharCode(...bytes.subarray(at, at + SLICE));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @throws when the text is not base64url */
function fromBase64Url(text: string): Uint8Array {
  if (!/^[\w-]+$/.test(text)) throw new Error('not base64url');
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}
