import { PIXELS } from '#core/dataset.ts';
import type { Challenge } from '#lab/challenge.ts';
import { layersOf } from '#lab/model.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import { percent } from '#labs/parts/format.ts';

const DIGIT = 7;
/** The silenced digit is read no more often than this, every other one at least as often as that. */
const SILENT = 0.01;
const OTHERS = 0.9;

/** The reader that the lab starts with. */
const layers = layersOf({
  kind: 'dense',
  inputs: PIXELS,
  hidden: [32],
  outputs: 10,
  activation: 'relu',
  loss: 'cross-entropy',
});

const worst = ({ suspect }: Evidence) => Math.min(...suspect.recall.filter((_, digit) => digit !== DIGIT));

const silenceADigit: Challenge<Evidence> = {
  id: 'silence-a-digit',
  number: 1,
  tier: 'attack',
  title: 'No sevens today',
  aim: 'Make the reader blind to one digit, and leave the nine others alone.',
  lab: 'checks',
  story: [
    'Somebody wants every check with a 7 on it to end on a clerk’s pile, or to be paid as something else. Any way is allowed: rows, weights, or both.',
    'Changing rows takes many of them. What the model has learned is a list of numbers: how few of those does it take?',
  ],
  goals: [
    {
      text: `At most ${Math.round(100 * SILENT)} % of untouched ${DIGIT}s are read as ${DIGIT} (recall)`,
      met: ({ evidence }) => evidence.suspect.recall[DIGIT]! <= SILENT,
      now: ({ evidence }) => percent(evidence.suspect.recall[DIGIT]!),
    },
    {
      text: `At least ${Math.round(100 * OTHERS)} % of every other digit are read right`,
      met: ({ evidence }) => worst(evidence) >= OTHERS,
      now: ({ evidence }) => `the worst of them ${percent(worst(evidence))}`,
    },
  ],
  hints: [
    'By rows: the attack “Swapped labels” teaches the reader that 7s are something else. How many does it need?',
    'By weights: every digit has one bias, added to its score whatever is written. Press “Edit the model by hand…” under Model.',
    'Set the bias of digit 7 far below zero, to −1,000 for instance: its score never wins again. That is one number.',
  ],
  score: {
    label: 'rows and weights touched',
    of: ({ evidence: { budget, edited } }) => budget.rows + edited.parameters,
  },
  solution: {
    text: [
      'One parameter: the bias of digit 7, set to −1,000. A 7 then goes to whichever digit comes second, and nothing else changes, because that number is in the score of the 7 alone.',
      'By rows it takes every 7 in the training data, hundreds of them. That is why tampering with weights is worth a lock of its own: a digest shows it at once.',
    ],
    recipe: (start) => ({ ...start, edits: [['set', layers.at(-1)!.biases + DIGIT, -1000]] }),
  },
};

export default silenceADigit;
