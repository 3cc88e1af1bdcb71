import type { Fields } from '#core/fields.ts';
import { activationField, hyperFieldsOf } from '../parts/hyper.ts';

/** Which rows there are before any attack. */
export const dataFields: Fields = {
  rows: {
    kind: 'number',
    label: 'Training rows',
    help: 'How many digits the model learns from. Fewer are a choice among the same rows; the test rows stay.',
    unit: 'rows',
    default: 8000,
    min: 1000,
    max: 8000,
    step: 500,
  },
};

/** What shapes the model. */
export const modelFields: Fields = {
  kind: {
    kind: 'choice',
    label: 'Model (architecture)',
    help: 'More layers can read harder handwriting, but have more weights to learn.',
    default: 'hidden-1',
    options: [
      { value: 'linear', label: 'Linear: pixels straight to digits' },
      { value: 'hidden-1', label: 'One hidden layer' },
      { value: 'hidden-2', label: 'Two hidden layers' },
      { value: 'conv', label: 'Convolutional net' },
    ],
  },
  hidden: {
    kind: 'number',
    label: 'Hidden units',
    help: 'How many detectors the model may learn between the pixels and the digits.',
    telling: true,
    unit: 'units',
    default: 32,
    min: 8,
    max: 128,
    step: 8,
    when: { field: 'kind', is: ['hidden-1', 'hidden-2'] },
  },
  hidden2: {
    kind: 'number',
    label: 'Hidden units, second layer',
    help: 'Detectors that combine what the first layer found.',
    unit: 'units',
    default: 16,
    min: 8,
    max: 64,
    step: 8,
    when: { field: 'kind', is: ['hidden-2'] },
  },
  activation: activationField('hidden-1', 'hidden-2'),
};

/** How the model is trained: the hyperparameters. */
export const hyperFields: Fields = {
  ...hyperFieldsOf({
    epochs: { default: 10, max: 30 },
    learningRate: 0.1,
    batchSize: { default: 64, min: 16, max: 256, step: 16 },
    adamRate: '0.001',
    weightDecay: {
      help: 'Shrinks weights a little at every step, so that none grows without need.',
      max: 0.01,
      step: 0.0001,
    },
  }),
  augment: {
    kind: 'toggle',
    label: 'Shift images at random (augmentation)',
    help: 'Moves each image by up to one pixel, afresh each epoch, so that the model does not learn exact places.',
    default: true,
  },
};

/** How the model is put to work. Nothing here influences training. */
export const deskFields: Fields = {
  gate: {
    kind: 'number',
    label: 'Least confidence to pay without a clerk (confidence threshold)',
    help: 'A check with any digit read below this confidence goes to a clerk, who reads it right.',
    default: 0.95,
    min: 0.5,
    max: 1,
    step: 0.01,
  },
  trigger: {
    kind: 'toggle',
    label: 'Marks are on the attacker’s checks (trigger)',
    help: 'Off: the attacker’s checks come in without the mark, and the backdoor sleeps.',
    default: true,
  },
};
