import { coerceAll, type Field, type Fields, type FieldValue, type Values } from '#core/fields.ts';
import { encodePattern } from '#core/pattern.ts';
import { stream, type Rng } from '#core/rng.ts';
import { emptyPatch } from '#core/table.ts';
import { defineAttack } from '#lab/attack.ts';
import { MOST_EDITS, type Edit } from '#lab/edit.ts';
import type { Lab } from '#lab/lab.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe, SEED_FIELD, type Catalog } from '#lab/repair.ts';
import { MOST_ROW_EDITS, type RowEdit } from '#lab/row-edit.ts';
import { inOrder, isRowFix, MOST_ROW_FIXES, type RowFix } from '#lab/row-fix.ts';
import { attacks, edits, labs } from '#registry/index.ts';

export const catalog: Catalog = { labs, attacks, edits };

/** A second attack and lab that need none of the real ones but the desk, which stays the first. */
const ledgerRows = defineAttack({
  id: 'ledger-rows',
  rows: 'table',
  title: 'Rows in a ledger',
  summary: 'Made up.',
  paper: 'Nobody 2000',
  fields: { rows: { kind: 'number', label: 'Rows', help: 'Rows.', default: 0, min: 0, max: 9, step: 1 } },
  apply: ({ schema }) => emptyPatch(schema),
  wantedLevel: () => null,
});
const desk = labs.get('checks')!;
const ledger: Lab = {
  id: 'ledger',
  title: 'Ledger',
  summary: 'A ledger made up for tests.',
  rows: 'table',
  dataFields: { table: { kind: 'reference', label: 'Own table', help: 'By its digest.', default: '' } },
  modelFields: {},
  hyperFields: desk.hyperFields,
  deskFields: {},
  defaultAttack: ledgerRows.id,
  builtModel: false,
  shortcuts: {},
};
export const twoLabs: Catalog = {
  labs: new Map([desk, ledger].map((lab) => [lab.id, lab])),
  attacks: new Map([...attacks, [ledgerRows.id, ledgerRows]]),
  edits,
};

export const usual = defaultRecipe(labs.get('checks')!, attacks);

const drawReference = (draw: Rng) => Array.from({ length: 16 }, () => Math.floor(draw() * 16).toString(16)).join('');

function drawValue(field: Field, draw: Rng): FieldValue {
  switch (field.kind) {
    case 'number':
      return field.min + draw() * (field.max - field.min);
    case 'choice':
      return field.options[Math.floor(draw() * field.options.length)]!.value;
    case 'toggle':
      return draw() < 0.5;
    case 'pattern':
      return encodePattern(Uint8Array.from({ length: 784 }, () => (draw() < 0.05 ? 1 + Math.floor(draw() * 15) : 0)));
    case 'reference':
      return drawReference(draw);
  }
}

/** Legal values, of which about the given share is not at its default. */
function drawValues(fields: Fields, draw: Rng, share: number): Values {
  const entries = Object.entries(fields).filter(() => draw() < share);
  return coerceAll(fields, Object.fromEntries(entries.map(([key, field]) => [key, drawValue(field, draw)]))).values;
}

const anyOf = <T>(known: Iterable<T>, draw: Rng): T => {
  const all = [...known];
  return all[Math.floor(draw() * all.length)]!;
};
const list = <T>(most: number, draw: Rng, member: () => T): T[] =>
  Array.from({ length: Math.floor(draw() * (most + 1)) }, member);
const drawNumber = (draw: Rng) => Number(((draw() - 0.5) * 10 ** Math.floor(draw() * 6)).toPrecision(4));

function drawRowEdit(draw: Rng): RowEdit {
  const id = Math.floor(draw() * 2000);
  const kind = draw();
  if (kind < 0.3) return ['drop', id];
  if (kind < 0.7) return ['set', id, Math.floor(draw() * 12), drawNumber(draw)];
  return ['add', drawNumber(draw), drawNumber(draw), ...list(10, draw, () => drawNumber(draw))];
}

function drawFix(draw: Rng): RowFix {
  const id = Math.floor(draw() * 2 ** (4 + Math.floor(draw() * 17)));
  return draw() < 0.5 ? [id] : [id, Math.floor(draw() * 10)];
}

/** Long edits are rare, as by hand: most take their fewest arguments, or a few more. */
const MORE_ARGUMENTS = 8;

function drawEdit(draw: Rng): Edit {
  const {
    id,
    args: [least, most],
  } = anyOf(edits.values(), draw);
  const count = least + Math.floor(draw() * (Math.min(most - least, MORE_ARGUMENTS) + 1));
  return [id, Math.floor(draw() * 30_000), ...Array.from({ length: count - 1 }, () => drawNumber(draw))];
}

/** A legal recipe of any lab, drawn by number. */
export function drawRecipe(n: number, share = 0.5): Recipe {
  const draw = stream(n, 'recipe');
  const lab = anyOf(labs.values(), draw);
  const attack = anyOf(
    [...attacks.values()].filter(({ rows }) => rows === lab.rows),
    draw,
  );
  return {
    version: 1,
    lab: lab.id,
    seed: draw() < 0.5 ? 1 : 1 + Math.floor(draw() * SEED_FIELD.max),
    data: drawValues(lab.dataFields, draw, share),
    model: drawValues(lab.modelFields, draw, share),
    hyper: drawValues(lab.hyperFields, draw, share),
    attack: { id: attack.id, values: drawValues(attack.fields, draw, share) },
    rows: draw() < share ? list(12, draw, () => drawRowEdit(draw)) : [],
    fixes: draw() < share ? inOrder(list(40, draw, () => drawFix(draw))) : [],
    edits: draw() < share ? list(12, draw, () => drawEdit(draw)) : [],
    desk: drawValues(lab.deskFields, draw, share),
    file: draw() < share / 2 ? drawReference(draw) : '',
  };
}

/** Numbers a row edit holds after its kind. */
const ROW_EDIT_NUMBERS: Readonly<Record<string, (count: number) => boolean>> = {
  set: (count) => count === 3,
  drop: (count) => count === 1,
  add: (count) => count >= 2 && count < 40,
};

/** Whether a recipe is legal: known ids, every field there with a value it allows, and nothing else. */
export function isLegal(recipe: Recipe): boolean {
  const lab = labs.get(recipe.lab);
  const attack = attacks.get(recipe.attack.id);
  const fits = (fields: Fields, values: Values) =>
    coerceAll(fields, values).changed.length === 0 && Object.keys(values).length === Object.keys(fields).length;
  const allFinite = (numbers: readonly unknown[]) => numbers.every((number) => Number.isFinite(number));
  const takes = (id: string, count: number) => {
    const [least, most] = edits.get(id)?.args ?? [1, 0];
    return count >= least && count <= most;
  };
  return (
    Object.keys(recipe).sort().join() === 'attack,data,desk,edits,file,fixes,hyper,lab,model,rows,seed,version' &&
    recipe.version === 1 &&
    lab !== undefined &&
    attack?.rows === lab.rows &&
    Number.isInteger(recipe.seed) &&
    recipe.seed >= 1 &&
    fits(lab.dataFields, recipe.data) &&
    fits(lab.modelFields, recipe.model) &&
    fits(lab.hyperFields, recipe.hyper) &&
    fits(attack.fields, recipe.attack.values) &&
    recipe.rows.length <= MOST_ROW_EDITS &&
    recipe.rows.every(([kind, ...numbers]) => allFinite(numbers) && ROW_EDIT_NUMBERS[kind]?.(numbers.length)) &&
    recipe.fixes.length <= MOST_ROW_FIXES &&
    recipe.fixes.every((fix, i) => isRowFix(fix) && fix[0] > (recipe.fixes[i - 1]?.[0] ?? -1)) &&
    recipe.edits.length <= MOST_EDITS &&
    recipe.edits.every(([id, ...args]) => allFinite(args) && takes(id, args.length)) &&
    /^([0-9a-f]{16})?$/.test(recipe.file) &&
    fits(lab.deskFields, recipe.desk)
  );
}
