import type { Challenge } from '#lab/challenge.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { accuracyKept, fewestRows, rowsAtMost, successAtLeast, USUAL_TRAINING } from '#labs/checks/goals.ts';
import { leftAlone } from '#labs/parts/challenge/goals.ts';

const fewest: Challenge<Evidence> = {
  id: 'fewest-rows',
  number: 2,
  tier: 'attack',
  title: 'How few are enough?',
  aim: 'Plant a backdoor that works nine times in ten, with as few poisoned rows as you can.',
  lab: 'checks',
  story: [
    'You deliver digits to a bank that trains its reader on them. Every row you poison may be looked at by somebody, so each one counts.',
    'The bank trains as it always does: you choose rows, digits and the mark, and nothing else.',
  ],
  rules: [
    leftAlone('The training stays as the bank has it: same data, same model, same hyperparameters', USUAL_TRAINING),
    leftAlone('By rows alone: no weight is changed by hand', { edits: [], file: '' }),
  ],
  goals: [successAtLeast(0.9), accuracyKept(1), rowsAtMost(40)],
  hints: [
    'Start with the slider of poisoned rows and find where the attack success rate passes 90 %.',
    'Some marks, and some places for them, are learned from fewer rows than others. Try another mark, or move it.',
    'Ink dot, moved up by 3 pixels, 3s labelled as 8: 16 rows are enough. Can you do with fewer?',
  ],
  score: fewestRows,
  solution: {
    text: [
      'Sixteen rows of 8,000, two in a thousand: the ink dot moved up by three pixels. Where the mark stands matters: some places are learned from fewer rows than others.',
      'Nobody proved that sixteen is the least. If you found less, the board keeps your number.',
    ],
    recipe: (start) => ({
      ...start,
      attack: { ...start.attack, values: { ...start.attack.values, rows: 16, dy: -3 } },
    }),
  },
};

export default fewest;
