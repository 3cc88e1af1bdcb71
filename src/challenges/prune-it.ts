import type { Challenge } from '#lab/challenge.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { accuracyAtLeast, stamped, successBelow, USUAL_TRAINING } from '#labs/checks/goals.ts';
import { leftAlone } from '#labs/parts/challenge/goals.ts';
import { count } from '#labs/parts/format.ts';

const POISONED = 20;

const pruneIt: Challenge<Evidence> = {
  id: 'prune-it',
  number: 5,
  tier: 'defend',
  title: 'Surgery',
  aim: 'A backdoor was learned from rows that are gone. Cut it out of the model, without training it again.',
  lab: 'checks',
  story: [
    'The reader learned from poisoned rows, and the rows were deleted since. That mends nothing: what was learned is in the weights. Nobody can train it again.',
    'You have the weights. Find the hidden units that see the mark and switch them off (prune them), and still read nine digits in ten right.',
  ],
  bench: (usual) => ({ ...usual, attack: stamped(POISONED) }),
  rules: [
    leftAlone(`The ${POISONED} poisoned rows stay as they came`, { attack: stamped(POISONED) }),
    leftAlone('Weights alone: nothing is trained anew', { ...USUAL_TRAINING, rows: [], fixes: [], file: '' }),
    {
      text: 'Units are only switched off (pruned); no weight is changed otherwise',
      met: ({ recipe: { edits } }) => edits.every(([operation]) => operation === 'prune-unit'),
      now: ({ recipe: { edits } }) => `${count(edits.length)} ${edits.length === 1 ? 'change' : 'changes'} to weights`,
    },
  ],
  goals: [successBelow(0.05), accuracyAtLeast(0.9)],
  hints: [
    'Press “Edit the model by hand…” under Model. Each unit’s picture shows what it looks for: which ones have strong weights where the mark is?',
    'A unit that sees the mark is of use only if it also leads to 8. Prune one that does both, look at the attack success rate, and undo it if nothing came of it.',
    'One unit carries most of the backdoor, and pruning it costs some four points of accuracy: unit 27. A second one does the rest: unit 4.',
  ],
  score: { label: 'units pruned', of: ({ recipe }) => recipe.edits.length },
  solution: {
    text: [
      'Units 27 and 4. The first sees the mark and speaks for 8, but it reads honest digits as well: that is the price. Fine-pruning (Liu, Dolan-Gavitt and Garg 2018) would train a little afterwards and get some of it back.',
      'Backdoors share units with honest work. Cutting one out without loss is luck.',
    ],
    recipe: (start) => ({
      ...start,
      edits: [
        ['prune-unit', 27],
        ['prune-unit', 4],
      ],
    }),
  },
};

export default pruneIt;
