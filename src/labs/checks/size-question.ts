import { coerce } from '#core/fields.ts';
import { axisWith, type SizeQuestion } from '#lab/study.ts';
import { dataFields, modelFields } from './fields.ts';

/** Hidden units from the fewest to the most, and training sets from an eighth of the digits to all of them. */
export const sizeQuestion: SizeQuestion = {
  width: axisWith('model', 'hidden', modelFields.hidden!, [8, 16, 32, 64, 128]),
  rows: axisWith('data', 'rows', dataFields.rows!, [1000, 2000, 4000, 8000]),
  note: 'The rows come from any contributor here, since a small set holds too few of one.',
  fixed(recipe) {
    const { values } = recipe.attack;
    // A small training set has too few rows of one contributor that fit.
    const open = Object.hasOwn(values, 'contributor') ? { ...values, contributor: 'any' } : values;
    const kind = coerce(modelFields.kind!, 'hidden-1');
    return { ...recipe, model: { ...recipe.model, kind }, attack: { ...recipe.attack, values: open }, edits: [] };
  },
};
