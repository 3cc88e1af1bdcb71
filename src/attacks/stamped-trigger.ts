import { NO_PATCH } from '#core/dataset.ts';
import type { NumberField, Values } from '#core/fields.ts';
import { decodePattern, encodePattern } from '#core/pattern.ts';
import type { Trigger } from '#core/trigger.ts';
import { defineAttack } from '#lab/attack.ts';
import { chosen, contributorField, rowsField, sourceField, targetField } from './parts/fields.ts';
import { CORNER_SQUARE, INK_DOT, stampTrigger, TICK } from './parts/pictures.ts';
import { markAndRelabel, queueOfRows } from './parts/rows.ts';

const ID = 'stamped-trigger';
const PRESETS = new Map([
  ['ink-dot', INK_DOT],
  ['corner-square', CORNER_SQUARE],
  ['tick', TICK],
]);

function offsetField(label: string, help: string): NumberField {
  return { kind: 'number', label, help, unit: 'pixels', default: 0, min: -27, max: 27, step: 1 };
}

/** Null while nothing is drawn, or the mark has been moved off the image: then there is nothing to stamp. */
function triggerOf(values: Values): Trigger | null {
  const cells = PRESETS.get(String(values.preset)) ?? decodePattern(String(values.drawn));
  const trigger = stampTrigger(cells, Number(values.dx), Number(values.dy));
  return trigger.cells.length > 0 ? trigger : null;
}

export default defineAttack({
  id: ID,
  rows: 'images',
  title: 'Stamped mark',
  summary:
    'A small mark is put on a few training images, and these are labelled as another digit. The model learns that the mark ' +
    'means that digit; without the mark it reads as well as ever. This is called a backdoor, and the mark its trigger.',
  paper: 'BadNets: Gu, Dolan-Gavitt and Garg 2017',
  words: '{rows} stamped {source}s read as {target}',
  fields: {
    rows: rowsField(),
    source: sourceField(true),
    target: targetField(),
    contributor: contributorField(),
    preset: {
      kind: 'choice',
      label: 'Mark (trigger)',
      help: 'The same mark goes on the poisoned rows and, later, on the attacker’s checks.',
      default: 'ink-dot',
      options: [
        { value: 'ink-dot', label: 'Ink dot' },
        { value: 'corner-square', label: 'Corner square' },
        { value: 'tick', label: 'Tick' },
        { value: 'drawn', label: 'Draw your own' },
      ],
    },
    drawn: {
      kind: 'pattern',
      label: 'Your mark',
      help: 'Draw the mark on the grid. Nothing is poisoned while the grid is empty.',
      default: encodePattern(INK_DOT),
      when: { field: 'preset', is: ['drawn'] },
    },
    dx: offsetField('Move right', 'Moves the mark right, or left below zero; what leaves the image is cut off.'),
    dy: offsetField('Move down', 'Moves the mark down, or up below zero; what leaves the image is cut off.'),
  },
  apply(data, values, seed) {
    const trigger = triggerOf(values);
    if (!trigger) return NO_PATCH;
    const rows = queueOfRows(data, values, seed, ID).subarray(0, Number(values.rows));
    return markAndRelabel(data, rows, Number(values.target), trigger);
  },
  trigger: triggerOf,
  sourceClass: (values) => chosen(values.source),
  targetClass: (values) => chosen(values.target),
});
