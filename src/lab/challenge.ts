import type { Evidence } from './evidence.ts';
import type { Recipe } from './recipe.ts';
import type { Measured, Room } from './situation.ts';

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
export interface Solution {
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
  /** Given one at a time; they stay. */
  readonly hints: readonly string[];
  /** What makes one solution better than another, less being better; null where all are alike. */
  readonly score: { readonly label: string; of(situation: Measured<E>): number } | null;
  readonly solution: Solution;
}
