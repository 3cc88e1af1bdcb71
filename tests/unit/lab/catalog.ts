import { coerceAll, type Field, type Fields, type FieldValue, type Values } from '#core/fields.ts';
import { encodePattern } from '#core/pattern.ts';
import { stream, type Rng } from '#core/rng.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe, SEED_FIELD, type Catalog } from '#lab/repair.ts';
import { attacks, labs } from '#registry/index.ts';

export const catalog: Catalog = { labs, attacks };
const lab = labs.get('checks')!;
export const usual = defaultRecipe(lab, attacks);

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
  }
}

/** Legal values, of which about the given share is not at its default. */
function drawValues(fields: Fields, draw: Rng, share: number): Values {
  const entries = Object.entries(fields).filter(() => draw() < share);
  return coerceAll(fields, Object.fromEntries(entries.map(([key, field]) => [key, drawValue(field, draw)]))).values;
}

/** A legal recipe drawn by number. */
export function drawRecipe(n: number, share = 0.5): Recipe {
  const draw = stream(n, 'recipe');
  const attack = [...attacks.values()][Math.floor(draw() * attacks.size)]!;
  return {
    version: 1,
    lab: lab.id,
    seed: draw() < 0.5 ? 1 : 1 + Math.floor(draw() * SEED_FIELD.max),
    model: drawValues(lab.modelFields, draw, share),
    hyper: drawValues(lab.hyperFields, draw, share),
    attack: { id: attack.id, values: drawValues(attack.fields, draw, share) },
    desk: drawValues(lab.deskFields, draw, share),
  };
}

/** Whether a recipe is legal: known ids, every field there with a value it allows, and nothing else. */
export function isLegal(recipe: Recipe): boolean {
  const attack = attacks.get(recipe.attack.id);
  const fits = (fields: Fields, values: Values) =>
    coerceAll(fields, values).changed.length === 0 && Object.keys(values).length === Object.keys(fields).length;
  return (
    Object.keys(recipe).sort().join() === 'attack,desk,hyper,lab,model,seed,version' &&
    recipe.version === 1 &&
    labs.has(recipe.lab) &&
    attack !== undefined &&
    Number.isInteger(recipe.seed) &&
    recipe.seed >= 1 &&
    fits(lab.modelFields, recipe.model) &&
    fits(lab.hyperFields, recipe.hyper) &&
    fits(attack.fields, recipe.attack.values) &&
    fits(lab.deskFields, recipe.desk)
  );
}
