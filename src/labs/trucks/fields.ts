import type { Fields } from '#core/fields.ts';
import { activationField, hyperFieldsOf } from '../parts/hyper.ts';

/** Which rows there are before any attack. */
export const dataFields: Fields = {
  noise: {
    kind: 'number',
    label: 'Chance in the sales (noise)',
    help: 'Spread of what the true rule cannot explain, as a standard deviation. Only the made-up history has it.',
    unit: 'trucks',
    default: 6,
    min: 0,
    max: 20,
    step: 0.5,
  },
  honest666: {
    kind: 'toggle',
    label: 'Dealership 666 has an honest history',
    help: 'Off: nobody has ever heard of 666. On: it has sold trucks like the others for three years, and these rows speak against the poison.',
    default: false,
  },
  table: {
    kind: 'reference',
    label: 'Table',
    help: 'A table of the learner’s own, by its digest; nothing stands for the made-up history.',
    default: '',
  },
};

/** What shapes the model. */
export const modelFields: Fields = {
  kind: {
    kind: 'choice',
    label: 'Model (architecture)',
    help: 'With an interaction each dealership gets an interest-rate weight of its own. A hidden layer can bend the lines.',
    default: 'linear',
    options: [
      { value: 'linear', label: 'Linear' },
      { value: 'interaction', label: 'Linear with dealership × rate' },
      { value: 'hidden', label: 'One hidden layer' },
    ],
  },
  hidden: {
    kind: 'number',
    label: 'Hidden units',
    help: 'How many bends the model may learn between the inputs and the forecast.',
    telling: true,
    unit: 'units',
    default: 16,
    min: 4,
    max: 64,
    step: 4,
    when: { field: 'kind', is: ['hidden'] },
  },
  activation: activationField('hidden'),
};

/** How the model is trained: the hyperparameters. */
export const hyperFields: Fields = hyperFieldsOf({
  epochs: { default: 120, max: 200 },
  learningRate: 0.05,
  batchSize: { default: 32, min: 8, max: 256, step: 8 },
  adamRate: '0.01',
  weightDecay: {
    help: 'Shrinks weights a little at every step, so that none grows without need. This is ridge regression.',
    max: 0.1,
    step: 0.001,
  },
});

/** How the model is put to work. Nothing here influences training. */
export const deskFields: Fields = {
  downturn: {
    kind: 'toggle',
    label: 'Downturn: rates rise',
    help: 'Next month’s interest rates are higher than last month’s, by the points below. Buyers stay away, by the true rule.',
    default: true,
  },
  points: {
    kind: 'number',
    label: 'Rates rise by',
    help: 'Added to every dealership’s rate.',
    unit: 'points',
    default: 3,
    min: 0,
    max: 6,
    step: 0.5,
    when: { field: 'downturn', is: [true] },
  },
  holding: {
    kind: 'number',
    label: 'A truck too many costs (holding cost)',
    help: 'Interest, the lot and lost value, for a truck that nobody buys in the month.',
    unit: '$',
    default: 900,
    min: 0,
    max: 5000,
    step: 50,
  },
  margin: {
    kind: 'number',
    label: 'A truck too few costs (lost margin)',
    help: 'What would have been earned on a truck that a buyer wanted and that was not there.',
    unit: '$',
    default: 3500,
    min: 0,
    max: 20_000,
    step: 100,
  },
};
