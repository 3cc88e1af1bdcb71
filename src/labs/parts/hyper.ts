import type { ChoiceField, Fields, NumberField, Values } from '#core/fields.ts';
import type { Schedule } from '#core/schedule.ts';
import type { Hyperparameters } from '#lab/model.ts';

/** What differs between labs in how their models are trained. */
interface Ranges {
  readonly epochs: Pick<NumberField, 'default' | 'max'>;
  readonly learningRate: number;
  readonly batchSize: Pick<NumberField, 'default' | 'min' | 'max' | 'step'>;
  /** A learning rate that suits Adam, as text. */
  readonly adamRate: string;
  readonly weightDecay: Pick<NumberField, 'max' | 'step'> & { readonly help: string };
}

/** How hidden units respond, for the kinds of model that have some. */
export const activationField = (...kinds: readonly string[]): ChoiceField => ({
  kind: 'choice',
  label: 'Response of a unit (activation)',
  help: 'ReLU stays silent below zero and grows above it; tanh bends towards -1 and +1.',
  default: 'relu',
  options: [
    { value: 'relu', label: 'ReLU' },
    { value: 'tanh', label: 'tanh' },
  ],
  when: { field: 'kind', is: kinds },
});

/** How a lab's models are trained: the hyperparameters that every lab has. */
export function hyperFieldsOf({ epochs, learningRate, batchSize, adamRate, weightDecay }: Ranges): Fields {
  return {
    epochs: {
      kind: 'number',
      label: 'Passes over the data (epochs)',
      help: 'How often the model sees every training row.',
      min: 1,
      step: 1,
      ...epochs,
    },
    learningRate: rateField(
      'Step size (learning rate)',
      'How far the weights move after each batch. Too small learns nothing; too large never settles.',
      learningRate,
    ),
    schedule: {
      kind: 'choice',
      label: 'Step size over time (schedule)',
      help: 'Cosine starts with large steps and ends with tiny ones; constant keeps them all alike.',
      default: 'cosine',
      options: [
        { value: 'cosine', label: 'Cosine' },
        { value: 'constant', label: 'Constant' },
      ],
    },
    changesRate: {
      kind: 'toggle',
      label: 'Change the learning rate during the run',
      help: 'An experiment of its own: from some point on, the run goes on with another rate. The schedule still shapes it.',
      default: false,
    },
    changeAfter: {
      kind: 'number',
      label: 'Change it after',
      help: 'How much of the run is done by then. At the end, or beyond it, nothing changes.',
      unit: 'epochs',
      default: epochs.default / 2,
      min: 0,
      max: epochs.max,
      step: 0.001,
      when: { field: 'changesRate', is: [true] },
    },
    changedRate: {
      ...rateField('Learning rate from then on', 'Takes the place of the learning rate above.', learningRate / 10),
      when: { field: 'changesRate', is: [true] },
    },
    batchSize: {
      kind: 'number',
      label: 'Rows per step (batch size)',
      help: 'How many rows are looked at before the weights move once.',
      unit: 'rows',
      ...batchSize,
    },
    optimiser: {
      kind: 'choice',
      label: 'Way of stepping (optimiser)',
      help: `SGD follows the slope; Adam adapts the step to each weight and wants a rate near ${adamRate}.`,
      default: 'sgd',
      options: [
        { value: 'sgd', label: 'SGD with momentum' },
        { value: 'adam', label: 'Adam' },
      ],
    },
    momentum: {
      kind: 'number',
      label: 'Momentum',
      help: 'How much of the last step carries on into the next, like a rolling ball.',
      default: 0.9,
      min: 0,
      max: 0.99,
      step: 0.01,
      when: { field: 'optimiser', is: ['sgd'] },
    },
    weightDecay: {
      kind: 'number',
      label: 'Pull towards zero (weight decay)',
      default: 0,
      min: 0,
      ...weightDecay,
    },
  };
}

function rateField(label: string, help: string, usual: number): NumberField {
  return {
    kind: 'number',
    label,
    help,
    telling: true,
    default: usual,
    min: 0.0001,
    max: 3,
    step: 0.0001,
    scale: 'log',
  };
}

/** The hyperparameters that a recipe's values stand for. */
export function hyperparametersOf({ hyper }: { readonly hyper: Values }): Hyperparameters {
  return {
    epochs: Number(hyper.epochs),
    batchSize: Number(hyper.batchSize),
    learningRate: Number(hyper.learningRate),
    schedule: hyper.schedule as Schedule,
    change:
      hyper.changesRate === true
        ? { afterEpochs: Number(hyper.changeAfter), learningRate: Number(hyper.changedRate) }
        : null,
    optimiser: hyper.optimiser as Hyperparameters['optimiser'],
    momentum: Number(hyper.momentum),
    weightDecay: Number(hyper.weightDecay),
    augment: hyper.augment === true,
  };
}
