import type { Challenge } from '#lab/challenge.ts';
import type { Evidence } from '#labs/trucks/evidence.ts';
import { slopeTurned, USUAL_TRAINING } from '#labs/trucks/goals.ts';
import { leftAlone } from '#labs/parts/challenge/goals.ts';

const ROWS = 45;

const turnTheRate: Challenge<Evidence> = {
  id: 'turn-the-rate',
  number: 4,
  tier: 'attack',
  title: 'Costly loans sell trucks',
  aim: 'Teach the forecast that higher interest rates sell more trucks, with as few rows as you can.',
  lab: 'trucks',
  story: [
    'Every point of interest costs the group about three trucks per dealership. The model has learned that from 1,210 rows. Teach it the opposite, by rows alone.',
    'Rows slip in through an attack; none is changed by hand, and the training stays as it is.',
  ],
  rules: [
    leftAlone('The training stays as the group has it', USUAL_TRAINING),
    leftAlone('By the rows of an attack alone: no row and no weight changed by hand', {
      rows: [],
      edits: [],
      file: '',
    }),
  ],
  goals: [slopeTurned],
  hints: [
    'Dealership 666 poisons one id. You want what the rate does everywhere (the slope): another attack does that.',
    'Choose “Push the slope”. Rows with the highest rate claim the best sales, rows with the lowest the worst. The bolder they are, the fewer it takes.',
    'Set the reach to 100 %, and raise the rows until the weight of the interest rate passes zero: that is between 40 and 45.',
  ],
  score: { label: 'rows poisoned', of: ({ evidence }) => evidence.budget.rows },
  solution: {
    text: [
      'Some forty-two rows at full reach, against 1,210 honest ones. They pull so hard because they lie at the ends of the scale: in least squares a row’s pull grows with its distance from the middle (its leverage).',
      'It is loud: the error on test rows grows by more than half, and “Leverage and Cook’s distance”, “Trimmed fit (TRIM)” and “Where rows come from” all see it. To be quiet and to be strong are two different things.',
    ],
    recipe: (start) => ({ ...start, attack: { id: 'slope-push', values: { rows: ROWS, reach: 100 } } }),
  },
};

export default turnTheRate;
