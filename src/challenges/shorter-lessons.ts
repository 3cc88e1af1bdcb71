import type { Challenge } from '#lab/challenge.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { accuracyAtLeast, stamped, successBelow, USUAL_TRAINING } from '#labs/checks/goals.ts';
import { leftAlone } from '#labs/parts/challenge/goals.ts';

const POISONED = 20;

const { seed, data, model } = USUAL_TRAINING;

const shorterLessons: Challenge<Evidence> = {
  id: 'shorter-lessons',
  number: 3,
  tier: 'defend',
  title: 'Settings against poison',
  aim: 'Blunt a backdoor with hyperparameters alone: no row is taken out, no weight is touched.',
  lab: 'checks',
  story: [
    `${POISONED} poisoned rows are in the data, and you cannot find them. But you choose how the reader is trained.`,
    'Poisoned rows are few. Which training settings (hyperparameters) spare what thousands of rows say, and not what only a few say?',
  ],
  bench: (usual) => ({ ...usual, attack: stamped(POISONED) }),
  rules: [
    leftAlone(`The ${POISONED} poisoned rows stay as they came`, { attack: stamped(POISONED) }),
    leftAlone('Hyperparameters alone: same data, same model, no row and no weight', {
      seed,
      data,
      model,
      rows: [],
      fixes: [],
      edits: [],
      file: '',
    }),
  ],
  goals: [successBelow(0.25), accuracyAtLeast(0.935)],
  hints: [
    'Watch the attack success rate in the training room while a run plays: does it come early or late?',
    'What thousands of rows say is learned first, what twenty say last. So a training that ends early has learned the digits, and hardly the mark.',
    'Three epochs in the place of ten. Larger batches or more weight decay do something like it, but cost more accuracy for it.',
  ],
  score: null,
  solution: {
    text: [
      'Three epochs. Clean accuracy loses two or three points, and the mark works on one 3 in five, or less. This is early stopping, used as a defence.',
      'It is no cure: with more poisoned rows the mark is learned earlier, and the setting that works against poison costs accuracy.',
    ],
    recipe: (start) => ({ ...start, hyper: { ...start.hyper, epochs: 3 } }),
  },
};

export default shorterLessons;
