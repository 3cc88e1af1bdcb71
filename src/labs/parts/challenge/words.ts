import { challengeText, startOf, type Challenge } from '#lab/challenge.ts';
import type { Detector } from '#lab/detector.ts';
import { encodeRecipe } from '#lab/link.ts';
import { defaultRecipe, type Catalog } from '#lab/repair.ts';
import type { Verdict } from '#lab/sealed.ts';
import { provenBy, type BoardFound } from '#lab/situation.ts';
import { count } from '../format.ts';

/** The board's tiers, in its order. */
export const TIERS: readonly { readonly tier: Challenge['tier']; readonly title: string; readonly asks: string }[] = [
  {
    tier: 'attack',
    title: 'Attack',
    asks: 'Poison rows or weights, within a budget. You see everything; the question is how little is enough.',
  },
  {
    tier: 'defend',
    title: 'Defend',
    asks: 'The model on the bench is poisoned already. Get it back to work, and lose as little as you can.',
  },
  {
    tier: 'investigate',
    title: 'Investigate',
    asks: 'Sealed models: clean, trained on poisoned rows, or tampered with. Say which it is, and prove it.',
  },
];

/** What may be said of a sealed model. */
export const VERDICTS: readonly { readonly id: Verdict; readonly text: string }[] = [
  { id: 'clean', text: 'Clean: trained on good rows, and nobody changed it since.' },
  { id: 'data', text: 'Data-poisoned: some of its training rows are bad.' },
  { id: 'weights', text: 'Weight-tampered: somebody changed its weights after training.' },
];

/** What would prove a verdict that nothing on a board of these detectors proves. */
function proofOf(verdict: Verdict, detectors: readonly Pick<Detector, 'title' | 'looksAt'>[]): string {
  switch (verdict) {
    case 'clean':
      return 'A clean model is proved by the whole board, run without one alarm. Run every detector.';
    case 'data':
      return 'Poisoned rows are proved by an alarm of a detector that points at rows. None has raised one on this board.';
    case 'weights': {
      const titles = detectors.filter(({ looksAt }) => looksAt === 'weights').map(({ title }) => `“${title}”`);
      return `Tampering is proved by an alarm over weights: ${titles.join(', ')}. None has raised one on this board.`;
    }
  }
}

/** Why findings of some detectors count for nothing. */
export const alteredWords = (count: number): string =>
  `${count} with changed settings, which ${count === 1 ? 'does' : 'do'} not count`;

/** What is said of things that cannot be done with a sealed case; it goes with the case. */
export const SEALED = {
  save: 'The evidence file holds the recipe, so none is written of a sealed case.',
  open: 'A sealed case is on the bench. Leave the challenge first, then open the file.',
} as const;

/** Why a board of these detectors does not support a verdict. */
export function unprovenWords(
  verdict: Verdict,
  board: BoardFound,
  detectors: readonly Pick<Detector, 'title' | 'looksAt'>[],
): string {
  const alarms = Object.values(provenBy(board).found).filter(({ signal }) => signal === 'alarm').length;
  if (verdict !== 'clean' || alarms === 0) return proofOf(verdict, detectors);
  const raised = alarms === 1 ? 'One detector raises an alarm' : `${count(alarms)} detectors raise an alarm`;
  return `${raised} on this board, and “clean” does not go with that.`;
}

/** The hash of a challenge with a recipe on its bench. A sealed case has no text: its bench is in its file. */
export function hrefOf({ id, lab, room }: Challenge, text: string): string {
  return `#/${[lab, text, ...(room && room !== 'bench' ? [room] : []), challengeText(id)].join('/')}`;
}

/** The hash of a challenge with its bench as it starts. */
export function startHref(challenge: Challenge, catalog: Catalog): string {
  const recipe = startOf(challenge, defaultRecipe(catalog.labs.get(challenge.lab)!, catalog.attacks));
  return hrefOf(challenge, encodeRecipe(recipe, catalog));
}

/** The one after a challenge, tier by tier; null after the last. @param all in the order of the board within its tier */
export function nextOf({ id }: Challenge, all: readonly Challenge[]): Challenge | null {
  const board = TIERS.flatMap(({ tier }) => all.filter((one) => one.tier === tier));
  return board[board.findIndex((one) => one.id === id) + 1] ?? null;
}

/** The best result so far, in words; null where there is none. */
export function bestWords(
  { score }: Challenge,
  known: { readonly solved: boolean; readonly best: number | null } | null,
): string | null {
  if (!known?.solved) return null;
  return score && known.best !== null ? `Best: ${count(known.best)} ${score.label}` : 'Solved';
}
