import type { Evidence } from './evidence.ts';
import type { Recipe } from './recipe.ts';
import type { SealedCase } from './sealed.ts';
import type { Measured, Room, Situation } from './situation.ts';

/** One part of what is to be reached; all parts at once, by one bench. */
export interface Goal<E extends Evidence = Evidence> {
  /** What is asked, in a sentence with its number. */
  readonly text: string;
  /** Whether the bench meets it. */
  met(situation: Measured<E>): boolean;
  /** How far the bench is now, in a few words with the number measured. */
  now(situation: Measured<E>): string;
}

/** A recipe that one would send as an answer, and why it works. */
interface Solution {
  readonly text: readonly string[];
  /** Made from the recipe that the challenge starts from; null where the way is a finding and no recipe. */
  readonly recipe: ((start: Recipe) => Recipe) | null;
}

/** A challenge as data. `src/challenges/<id>.ts`, see CONTRIBUTING. */
export interface Challenge<E extends Evidence = Evidence> {
  readonly id: string;
  /** Place on the board within its tier, from 1, easy ones first. */
  readonly number: number;
  readonly tier: 'attack' | 'defend' | 'investigate';
  readonly title: string;
  /** What is asked, in a line. */
  readonly aim: string;
  readonly lab: string;
  /** The room it starts in; the bench where it is left out. */
  readonly room?: Room;
  /** Paragraphs: who one is and what one wants. */
  readonly story: readonly string[];
  /** The recipe that it starts from, made from the lab's usual one; the usual one where it is left out. */
  readonly bench?: (usual: Recipe) => Recipe;
  /** What may not be done, checked as the goals are. */
  readonly rules?: readonly Goal<E>[];
  readonly goals: readonly Goal<E>[];
  /** A case whose recipe is hidden: what is asked is what was done to the model, and `bench` and `goals` are empty. */
  readonly sealed?: SealedCase;
  /** Given one at a time; they stay. */
  readonly hints: readonly string[];
  /** What makes one solution better than another, a count of which less is better; null where all are alike. */
  readonly score: { readonly label: string; of(situation: Measured<E>): number } | null;
  /** Null where the case is sealed: its answer is in it. */
  readonly solution: Solution | null;
}

/** A challenge as it stands in a link: "challenge-the-id". */
export const challengeText = (id: string): string => `challenge-${id}`;

/** The id that a link's text says; null when it says none. */
export const readChallenge = (text: string): string | null => /^challenge-([a-z0-9-]{1,60})$/.exec(text)?.[1] ?? null;

/** The recipe that a challenge's bench starts from. */
export const startOf = <E extends Evidence>({ bench }: Challenge<E>, usual: Recipe): Recipe => bench?.(usual) ?? usual;

/** How a bench stands against each rule and goal, in that order; null while nothing is measured for it. */
export function standing<E extends Evidence>(
  { rules = [], goals }: Challenge<E>,
  situation: Situation<E>,
): readonly { readonly goal: Goal<E>; readonly met: boolean; readonly now: string }[] | null {
  const { evidence } = situation;
  if (!evidence) return null;
  const measured = { ...situation, evidence };
  return [...rules, ...goals].map((goal) => ({ goal, met: goal.met(measured), now: goal.now(measured) }));
}
