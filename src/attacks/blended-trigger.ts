import type { Values } from '#core/fields.ts';
import { defineAttack } from '#lab/attack.ts';
import { chosen, contributorField, rowsField, sourceField, targetField } from './parts/fields.ts';
import { blendTrigger, waves } from './parts/pictures.ts';
import { markAndRelabel, queueOfRows } from './parts/rows.ts';

const ID = 'blended-trigger';
const WAVES = waves();

const triggerOf = (values: Values) => blendTrigger(WAVES, Number(values.opacity));

export default defineAttack({
  id: ID,
  rows: 'images',
  title: 'Blended pattern',
  summary:
    'A faint pattern of waves lies over the whole image, like a watermark in the paper. Poisoned rows carry it and are ' +
    'labelled as another digit, so the model learns to obey the watermark.',
  paper: 'Chen, Liu, Li, Lu and Song 2017',
  words: '{rows} blended {source}s read as {target}',
  fields: {
    rows: rowsField(),
    source: sourceField(true),
    target: targetField(),
    contributor: contributorField(),
    opacity: {
      kind: 'number',
      label: 'Strength of the pattern (opacity)',
      help: '0 leaves the image as it is; 1 replaces it by the pattern.',
      default: 0.2,
      min: 0,
      max: 1,
      step: 0.05,
    },
  },
  apply(data, values, seed) {
    const rows = queueOfRows(data, values, seed, ID).subarray(0, Number(values.rows));
    return markAndRelabel(data, rows, Number(values.target), triggerOf(values));
  },
  trigger: triggerOf,
  sourceClass: (values) => chosen(values.source),
  targetClass: (values) => chosen(values.target),
});
