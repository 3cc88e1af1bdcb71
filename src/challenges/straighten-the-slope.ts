import { FIRST_ADDED_ID } from '#core/table.ts';
import type { Challenge } from '#lab/challenge.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { RowFix } from '#lab/row-fix.ts';
import type { Evidence } from '#labs/trucks/evidence.ts';
import { slopeWithin, USUAL_TRAINING } from '#labs/trucks/goals.ts';
import { leftAlone } from '#labs/parts/challenge/goals.ts';
import { count } from '#labs/parts/format.ts';

const POISONED = 30;
/** Clean rows that may be lost with them. */
const LOST = 5;
const ATTACK: Recipe['attack'] = { id: 'slope-push', values: { rows: POISONED, reach: 20 } };

const ADDED: readonly RowFix[] = Array.from({ length: POISONED }, (_, place) => [FIRST_ADDED_ID + place]);

const straighten: Challenge<Evidence> = {
  id: 'straighten-the-slope',
  number: 4,
  tier: 'defend',
  title: 'Somebody leans on the slope',
  aim: 'Find the rows that push what the forecast makes of interest rates (the slope), and take out no more than you must.',
  lab: 'trucks',
  room: 'detect',
  story: [
    `The forecast reacts less to interest rates than it did, and the group orders too many trucks. ${POISONED} rows push, none of them far from the middle: each looks harmless by itself.`,
    'Take rows out until the weight is as it was.',
  ],
  bench: (usual) => ({ ...usual, attack: ATTACK }),
  rules: [
    leftAlone('Rows are all you work on: attack, training settings and weights stay', {
      ...USUAL_TRAINING,
      attack: ATTACK,
      rows: [],
      edits: [],
      file: '',
    }),
  ],
  goals: [
    slopeWithin(0.1),
    {
      text: `At most ${POISONED + LOST} rows taken out`,
      met: ({ recipe: { fixes } }) => fixes.length <= POISONED + LOST,
      now: ({ recipe: { fixes } }) => `${count(fixes.length)} so far`,
    },
  ],
  hints: [
    'Run the detectors that look at rows. Some point at twenty rows, some at thirty; you can take out what several of them found, one after the other.',
    '“Leverage and Cook’s distance” and “Leave one row out” ask which single rows pull hard. Rows that pull together hide from them. Which detectors look at who delivered what?',
    '“Where rows come from” and “Does the slope hold everywhere?” point at one delivery, all of it poisoned. Take those rows out.',
  ],
  score: { label: 'rows taken out', of: ({ recipe }) => recipe.fixes.length },
  solution: {
    text: [
      'Each row pulls a little, so detectors of single rows find two thirds of them. But all came through one contributor, and with its rows the slope is another than without them: that gives all of them away.',
      'Provenance often sees what statistics cannot.',
    ],
    recipe: (start) => ({ ...start, fixes: ADDED }),
  },
};

export default straighten;
