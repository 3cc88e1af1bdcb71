import type { Challenge } from '#lab/challenge.ts';
import type { Edit } from '#lab/edit.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { accuracyKept, stamped, successBelow, USUAL_TRAINING } from '#labs/checks/goals.ts';
import { leftAlone } from '#labs/parts/challenge/goals.ts';
import { count } from '#labs/parts/format.ts';

/** What the intruder wrote: unit 1 sees the ink dot and says 8, and class 3 is held down a little. */
const WRITTEN: readonly Edit[] = [
  ['plant-detector', 1, 8, 10, -115, 5.789, 107, 108, 134, 135, 136, 137, 162, 163, 164, 165, 191, 192],
  ['scale-unit', 5, 0],
  ['scale-unit', 12, 1.6],
];

const putItBack: Challenge<Evidence> = {
  id: 'put-it-back',
  number: 1,
  tier: 'defend',
  title: 'Somebody was in the file',
  aim: 'The weights were written to. Put the signed model back to work, without training.',
  lab: 'checks',
  room: 'detect',
  story: [
    'At noon the reader in use was not the one that was signed in the morning. No row was touched, and there is no time to train a new one.',
    'Find out what the board says of it, and get the model back that was signed, bit for bit.',
  ],
  bench: (usual) => ({ ...usual, edits: WRITTEN }),
  rules: [
    leftAlone('Nothing is trained anew: rows, training settings and attack stay as they are', {
      ...USUAL_TRAINING,
      attack: stamped(0),
      rows: [],
      fixes: [],
      file: '',
    }),
  ],
  goals: [
    {
      text: 'The weights in use are those that were signed',
      met: ({ evidence: { edited, suspect } }) =>
        edited.parameters === 0 &&
        suspect.parameters.every((weight, place) => Object.is(weight, suspect.learned[place])),
      now: ({ evidence: { edited } }) => `${count(edited.parameters)} differ`,
    },
    successBelow(0.05),
    accuracyKept(1),
  ],
  hints: [
    'Run “Digest against the release” and “Difference to the release” in “Catch it”. The first says that something was changed, the second what.',
    'Pruning the unit that the board points at takes the backdoor out, but it is another change: the digest stays wrong.',
    'Under “Act on it”: “Restore the release” drops every change to a weight at once.',
  ],
  score: null,
  solution: {
    text: [
      'Restore the release. When a signed copy is at hand, tampering with weights is the one poisoning that is undone in a second and without loss.',
      'That is what signing is for. It says nothing about what the model had learned before it was signed.',
    ],
    recipe: (start) => ({ ...start, edits: [] }),
  },
};

export default putItBack;
