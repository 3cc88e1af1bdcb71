import type { Challenge } from '#lab/challenge.ts';
import type { RowFix } from '#lab/row-fix.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { accuracyKept, stamped, successBelow, USUAL_TRAINING } from '#labs/checks/goals.ts';
import { leftAlone } from '#labs/parts/challenge/goals.ts';
import { count } from '#labs/parts/format.ts';

const POISONED = 60;
/** Clean rows that may be lost with them. */
const LOST = 10;

/** Ids of the rows that carry the mark, as the detector of repeated ink finds them. */
// prettier-ignore
const MARKED: readonly RowFix[] = [
  3147, 3148, 3153, 3230, 3235, 3247, 3273, 3289, 3301, 3329, 3331, 3356, 3361, 3416, 3427,
  3445, 3465, 3474, 3486, 3512, 3517, 3552, 3556, 3568, 3573, 3579, 3589, 3596, 3640, 3679,
  3687, 3706, 3715, 3740, 3750, 3757, 3760, 3800, 3830, 3858, 3865, 3890, 3906, 3935, 3942,
  3953, 3954, 3957, 3964, 3974, 3979, 3989, 3990, 3992, 3997, 4006, 4020, 4059, 4083, 4106,
].map((id) => [id]);

const cleanTheRows: Challenge<Evidence> = {
  id: 'clean-the-rows',
  number: 2,
  tier: 'defend',
  title: 'Weed, do not mow',
  aim: 'Take the poisoned rows out, and hardly any clean ones with them.',
  lab: 'checks',
  room: 'detect',
  story: [
    `${POISONED} of 8,000 rows carry a mark and a wrong label. Which, you are not told. Take out what the detectors point at, and the reader is trained again on the rest.`,
    `Whoever takes out everything suspicious loses good rows, and with them accuracy. ${LOST} clean ones may go, no more.`,
  ],
  bench: (usual) => ({ ...usual, attack: stamped(POISONED) }),
  rules: [
    leftAlone(`The ${POISONED} poisoned rows stay as they came, until they are taken out`, {
      attack: stamped(POISONED),
    }),
    leftAlone('Rows are all you work on: training settings and weights stay', {
      ...USUAL_TRAINING,
      rows: [],
      edits: [],
      file: '',
    }),
  ],
  goals: [
    successBelow(0.05),
    accuracyKept(1),
    {
      text: `At most ${POISONED + LOST} rows taken out or relabelled`,
      met: ({ recipe: { fixes } }) => fixes.length <= POISONED + LOST,
      now: ({ recipe: { fixes } }) => `${count(fixes.length)} so far`,
    },
  ],
  hints: [
    'Run the detectors that look at rows, and open what they found: each says how many rows it points at.',
    '“Shares of the labels” and “Neighbours that disagree” point at many clean rows too. Which detector looks for what all the poisoned rows have in common?',
    '“The same ink in many rows” points at the marked rows and at nothing else. Take those out.',
  ],
  score: { label: 'rows taken out or relabelled', of: ({ recipe }) => recipe.fixes.length },
  solution: {
    text: [
      'The mark is the same on every poisoned row, and no clean row has the same ink in the same place. “The same ink in many rows” therefore finds all of them and nothing else.',
      'Deleting rows does not mend the model that learned from them: it was trained again on the rest, which is what made the difference.',
    ],
    recipe: (start) => ({ ...start, fixes: MARKED }),
  },
};

export default cleanTheRows;
