import type { Edit } from './edit.ts';

/** Whether an edit is of a hidden unit as a whole, which its first argument then names. */
export const isOfUnit = ([operation, at]: Edit, unit: number): boolean =>
  /paint|unit|detector/.test(operation) && at === unit;

/** Whether a unit is silenced by these edits: whatever was done to it last pruned it. */
export const isPruned = (edits: readonly Edit[], unit: number): boolean =>
  edits.findLast((edit) => isOfUnit(edit, unit))?.[0] === 'prune-unit';
