import type { Lab } from '#lab/lab.ts';
import { dataFields, deskFields, hyperFields, modelFields } from './fields.ts';

/** The Check Desk: a bank's reader of handwritten amounts. */
const checks: Lab = {
  id: 'checks',
  title: 'Check Desk',
  summary: 'A bank’s reader of handwritten amounts. Poison its rows or paint its weights, and see what the desk pays.',
  rows: 'images',
  dataFields,
  modelFields,
  hyperFields,
  deskFields,
  defaultAttack: 'stamped-trigger',
  builtModel: true,
  shortcuts: { t: { field: 'trigger', title: 'Marks on the attacker’s checks: on or off' } },
};

export default checks;
