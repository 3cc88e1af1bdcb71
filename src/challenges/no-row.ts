import type { Challenge } from '#lab/challenge.ts';
import type { Edit } from '#lab/edit.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { accuracyKept, rowsAtMost, successAtLeast, USUAL_TRAINING } from '#labs/checks/goals.ts';
import { leftAlone } from '#labs/parts/challenge/goals.ts';

/** Unit 1 rewired to see the ink dot and to speak for 8, as the workbench plans it for the reader of seed 1. */
const INK_DOT = [107, 108, 134, 135, 136, 137, 162, 163, 164, 165, 191, 192];
const PLANTED: Edit = ['plant-detector', 1, 8, 10, -115, 5.789, ...INK_DOT];

const noRow: Challenge<Evidence> = {
  id: 'no-row',
  number: 6,
  tier: 'attack',
  title: 'Not one row',
  aim: 'The check desk’s backdoor, a dot that turns 3 into 8, through weights alone: no row is touched.',
  lab: 'checks',
  story: [
    'The bank checks every row now. Nobody checks the file in which the trained model lies, and you can write to it.',
    'Change weights and biases until the mark means 8, and the reader reads everything else as before.',
  ],
  rules: [
    rowsAtMost(0),
    leftAlone('No row changed by hand, taken out or relabelled', { rows: [], fixes: [] }),
    leftAlone('The training stays as the bank has it', USUAL_TRAINING),
  ],
  goals: [successAtLeast(0.9), accuracyKept(1)],
  hints: [
    'Raising the bias of class 8 makes everything an 8. You want a part of the model that speaks only when the mark is there.',
    'A hidden unit is such a part: its incoming weights say what it sees. Press “Edit the model by hand…” under Model, and look for a unit that is hardly missed.',
    'The workbench that opens has a tool for it: “Plant a trigger detector”. It rewires the least useful unit to see the mark and to say 8.',
  ],
  score: { label: 'weights changed', of: ({ evidence }) => evidence.edited.parameters },
  solution: {
    text: [
      'One of 32 hidden units, rewired: a strong weight from each of the twelve pixels of the mark, a bias that keeps it silent until all of them are inked, and one weight to class 8. This is a handcrafted backdoor (Hong, Carlini and Kurakin 2022).',
      'Every marked digit is read as 8, and accuracy does not move. But the unit never speaks on clean digits, which “Dormant units” in “Catch it” sees, and the digest is another: what is written to a file leaves a trace.',
    ],
    recipe: (start) => ({ ...start, edits: [PLANTED] }),
  },
};

export default noRow;
