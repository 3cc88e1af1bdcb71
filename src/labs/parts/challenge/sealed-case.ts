import type { Challenge } from '#lab/challenge.ts';
import type { SealedCase } from '#lab/sealed.ts';

/** What is particular to a sealed case. */
interface Particulars extends Pick<Challenge, 'id' | 'number' | 'title' | 'aim' | 'lab' | 'story'> {
  readonly sealed: SealedCase;
}

/** Hints are the same for every case: one of its own would give it away. */
const HINTS = [
  'Ask for provenance first. Is the model in use the one that was signed? Only a changed model can answer no.',
  'A digest that matches says that nobody changed the model since it was signed. It says nothing about what it learned from: look at the rows next.',
  'An alarm over the model’s behaviour alone, such as a quiz on sealed rows, says that something is wrong but not what. Look for one that points at rows, or at weights.',
  'One detector alone may be blind. To say “clean” you need the whole board, and silence.',
];

/** A sealed case as a challenge of the third tier. */
export const sealedCase = (particulars: Particulars): Challenge => ({
  ...particulars,
  tier: 'investigate',
  room: 'detect',
  goals: [],
  hints: HINTS,
  score: null,
  solution: null,
});
