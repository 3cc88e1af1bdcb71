import type { Shelf } from '#core/shelf.ts';

/** One thing to sort onto the shelves. */
export interface SortItem {
  readonly id: string;
  readonly name: string;
  /** Where in this site it is met. */
  readonly where: 'Check Desk' | 'Truck Forecast' | 'both labs';
  readonly shelf: Shelf;
  /** Why it belongs there, in a sentence or two. */
  readonly why: string;
}

/** What is sorted, in the order it is asked; neighbours belong to different bins more often than not. */
export const SORT_ITEMS: readonly SortItem[] = [
  {
    id: 'learning-rate',
    name: 'Learning rate',
    where: 'both labs',
    shelf: 'hyperparameter',
    why: 'You set it before training. It says how far each step moves the weights, and is no weight itself.',
  },
  {
    id: 'pixel-weight',
    name: 'Weight of pixel 300 into unit 7',
    where: 'Check Desk',
    shelf: 'parameter',
    why: 'It starts at a random number, and training moves it batch by batch. Nobody types it in.',
  },
  {
    id: 'accuracy',
    name: 'Accuracy on test rows',
    where: 'Check Desk',
    shelf: 'measured',
    why: 'It is counted after training, from answers on rows the model has never seen. Nobody sets it, and no such number is inside the model.',
  },
  {
    id: 'batch-size',
    name: 'Batch size',
    where: 'both labs',
    shelf: 'hyperparameter',
    why: 'You choose how many rows are looked at before the weights move once.',
  },
  {
    id: 'unit-bias',
    name: 'Bias of unit 5',
    where: 'Check Desk',
    shelf: 'parameter',
    why: 'A bias is learned like a weight: it is the number the unit starts its sum from. It has nothing to do with unfairness.',
  },
  {
    id: 'confidence-gate',
    name: 'Confidence threshold, below which a clerk reads',
    where: 'Check Desk',
    shelf: 'desk',
    why: 'You choose it, but for the desk and after training: it changes which checks a clerk sees, and not one weight.',
  },
  {
    id: 'hidden-units',
    name: 'Number of hidden units',
    where: 'both labs',
    shelf: 'hyperparameter',
    why: 'You decide how many units there are. What each of them looks for is what training finds.',
  },
  {
    id: 'rate-weight',
    name: 'Weight of the interest rate',
    where: 'Truck Forecast',
    shelf: 'parameter',
    why: 'Training finds from the rows how many trucks a percentage point costs. An attacker who turns its sign by hand changes a parameter.',
  },
  {
    id: 'training-loss',
    name: 'Training loss',
    where: 'both labs',
    shelf: 'measured',
    why: 'It says how wrong the model is on its training rows. Training makes it small by moving the weights, but it is an outcome and not kept in the model.',
  },
  {
    id: 'seed',
    name: 'Seed',
    where: 'both labs',
    shelf: 'hyperparameter',
    why: 'You choose it before training, and training never changes it. It settles every random draw, so a fair comparison keeps it the same.',
  },
  {
    id: 'poison-count',
    name: 'Poison count',
    where: 'both labs',
    shelf: 'attack',
    why: 'The attacker chooses how many rows are altered. That is a choice about the data, and not about how the model is trained.',
  },
  {
    id: 'momentum',
    name: 'Momentum',
    where: 'both labs',
    shelf: 'hyperparameter',
    why: 'You choose how much of the last step carries on into the next. It acts on the weights and stays as you set it.',
  },
  {
    id: 'dealership-weight',
    name: 'Weight of dealership 666',
    where: 'Truck Forecast',
    shelf: 'parameter',
    why: 'Training finds it from the rows of that dealership. This is how poisoned rows get into the model.',
  },
  {
    id: 'architecture',
    name: 'Architecture: linear, hidden layer or convolutional',
    where: 'both labs',
    shelf: 'hyperparameter',
    why: 'You choose what kind of model there is, and with it how many parameters there are to learn.',
  },
  {
    id: 'row-label',
    name: 'Label of row 17',
    where: 'Check Desk',
    shelf: 'data',
    why: 'Somebody wrote it beside the image. Training reads labels and never changes them, so a false one is learned like a true one.',
  },
  {
    id: 'weight-decay',
    name: 'Weight decay',
    where: 'both labs',
    shelf: 'hyperparameter',
    why: 'The name misleads: it is not a weight, but how strongly you want all weights pulled towards zero.',
  },
  {
    id: 'twin-digest',
    name: 'Digest of the clean twin',
    where: 'both labs',
    shelf: 'measured',
    why: 'A fingerprint worked out from the finished parameters. Nobody chooses it, and the model does not use it.',
  },
  {
    id: 'epochs',
    name: 'Epochs',
    where: 'both labs',
    shelf: 'hyperparameter',
    why: 'You choose how often training passes over all the rows.',
  },
];
