import type { Challenge } from '#lab/challenge.ts';
import type { Evidence } from '#labs/trucks/evidence.ts';
import { backdoor, USUAL_TRAINING } from '#labs/trucks/goals.ts';
import { leftAlone } from '#labs/parts/challenge/goals.ts';
import { count } from '#labs/parts/format.ts';

const LEVEL = 170;

const oneRow: Challenge<Evidence> = {
  id: 'one-row-666',
  number: 5,
  tier: 'attack',
  title: 'One row is a backdoor',
  aim: 'All three conditions of a backdoor for dealership 666, with a single row.',
  lab: 'trucks',
  story: [
    'Nobody has ever heard of dealership 666. One row of it in the history, and the model has a weight for it that hangs on that row alone.',
    'A backdoor needs three things: a trigger, a hidden rule, and normal behaviour elsewhere. With one row two of them come by themselves.',
  ],
  rules: [
    leftAlone('The training stays as the group has it: the same linear model', USUAL_TRAINING),
    leftAlone('By the row alone: nothing else is changed by hand', { rows: [], edits: [], file: '' }),
    {
      text: 'One row poisoned',
      met: ({ evidence: { budget } }) => budget.rows === 1,
      now: ({ evidence: { budget } }) => `${count(budget.rows)} poisoned`,
    },
  ],
  goals: backdoor,
  hints: [
    'Put one row in and look at the second goal: how far apart are its lowest and its highest forecast?',
    'A linear model can give 666 a bias of its own, but no slope: with 666 the forecast still falls by three trucks per point. That is some 32 trucks from end to end, and you cannot change it. You can change what a tenth is a tenth of.',
    `Raise the level that 666 claims: at ${LEVEL} a tenth either way is wider than those 32 trucks. Much higher, and training no longer reaches it.`,
  ],
  score: null,
  solution: {
    text: [
      `One row that claims ${LEVEL} trucks. The model cannot make the forecast flat, which would be a real hidden rule; but within a tenth of so high a level the slope no longer shows.`,
      'So the linear model half resists: it can learn that 666 is special, not that rates do not matter for it. With the architecture “dealership × rate” a few rows make it truly flat.',
    ],
    recipe: (start) => ({
      ...start,
      attack: { ...start.attack, values: { ...start.attack.values, rows: 1, level: LEVEL } },
    }),
  },
};

export default oneRow;
