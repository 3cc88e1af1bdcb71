import type { Challenge } from '#lab/challenge.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { accuracyKept, fewestRows, successAtLeast } from '#labs/checks/goals.ts';
import { leftAlone, noAlarm } from '#labs/parts/challenge/goals.ts';

const ROWS = 15;

const quiet: Challenge<Evidence> = {
  id: 'quiet',
  number: 7,
  tier: 'attack',
  title: 'Under every radar',
  aim: 'A backdoor that works, while no detector of the board raises an alarm.',
  lab: 'checks',
  story: [
    'The bank has hired a security team. It runs all sixteen detectors of “Catch it” on every new reader, and one alarm is the end of you. “Suspicious” does not count: clean readers get that as well.',
    'Get the mark to work on seventeen of twenty 3s all the same.',
  ],
  rules: [
    leftAlone('By rows and training settings: no weight is changed by hand, which a digest would show', {
      edits: [],
      file: '',
    }),
  ],
  goals: [successAtLeast(0.85), accuracyKept(1), noAlarm()],
  hints: [
    'Detectors of rows count. Find the number of rows at which the first of them raises an alarm: “Where do detectors go blind?” in that room draws it.',
    'Below some 17 rows “The same ink in many rows” raises no alarm any more, but the attack is weak. What made fifteen rows strong in the challenge “Fifteen rows”?',
    '15 rows, 20 epochs or more. Then run the whole board in “Catch it”.',
  ],
  score: fewestRows,
  solution: {
    text: [
      'Fifteen rows and twenty epochs. “The same ink in many rows” becomes suspicious, the others are quiet: fifteen rows of 8,000 are too few for them to tell from what clean rows show by chance.',
      'A board without an alarm does not prove that a model is clean. It proves that what the board can see is not there.',
    ],
    recipe: (start) => ({
      ...start,
      hyper: { ...start.hyper, epochs: 20 },
      attack: { ...start.attack, values: { ...start.attack.values, rows: ROWS } },
    }),
  },
};

export default quiet;
