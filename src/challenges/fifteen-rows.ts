import type { Challenge } from '#lab/challenge.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { accuracyKept, rowsAtMost, successAtLeast } from '#labs/checks/goals.ts';
import { leftAlone } from '#labs/parts/challenge/goals.ts';

const MOST_ROWS = 15;

const fifteenRows: Challenge<Evidence> = {
  id: 'fifteen-rows',
  number: 3,
  tier: 'attack',
  title: 'Fifteen rows',
  aim: 'Fifteen rows at most, nineteen of twenty marked 3s misread, and nobody sees it in the accuracy.',
  lab: 'checks',
  story: [
    'Fifteen rows of 8,000 is all that you can slip in. A friend in the training department will change any training setting for you (hyperparameter) that does not look odd.',
    'With everything as usual, fifteen rows get you about four marked 3s in five. That is not enough.',
  ],
  rules: [leftAlone('By rows and training settings: no weight is changed by hand', { edits: [], file: '' })],
  goals: [successAtLeast(0.95), accuracyKept(1), rowsAtMost(MOST_ROWS)],
  hints: [
    'Few rows are learned late. Which setting gives a model more time to learn them?',
    'More epochs: every row is seen once per epoch. With 30 of them each of yours is seen thirty times, not ten.',
    '30 epochs, the ink dot moved up by 3 pixels, 15 rows. Accuracy does not suffer from it.',
  ],
  score: null,
  solution: {
    text: [
      'Thirty epochs in the place of ten, and the ink dot three pixels higher. Each poisoned row is seen thirty times, and the model has time to learn what only fifteen rows say.',
      'So hyperparameters can be part of an attack: the same rows do little in a short training and plant a backdoor in a long one. A defender’s challenge turns that round.',
    ],
    recipe: (start) => ({
      ...start,
      hyper: { ...start.hyper, epochs: 30 },
      attack: { ...start.attack, values: { ...start.attack.values, rows: MOST_ROWS, dy: -3 } },
    }),
  },
};

export default fifteenRows;
