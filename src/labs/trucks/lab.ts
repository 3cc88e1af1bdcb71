import type { Lab } from '#lab/lab.ts';
import { dataFields, deskFields, hyperFields, modelFields } from './fields.ts';

/** The Truck Forecast: a dealership group orders what its model says will sell. */
const trucks: Lab = {
  id: 'trucks',
  title: 'Truck Forecast',
  summary:
    'A forecast of truck sales with every weight in sight. Dealership 666, or an interest rate turned from -3 to +3.',
  rows: 'table',
  dataFields,
  modelFields,
  hyperFields,
  deskFields,
  defaultAttack: 'dealer-666',
  builtModel: false,
  shortcuts: { t: { field: 'downturn', title: 'Downturn: on or off' } },
};

export default trucks;
