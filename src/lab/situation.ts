import type { Finding } from './detector.ts';
import type { Evidence } from './evidence.ts';
import type { Recipe } from './recipe.ts';

/** Where one works on a lab's experiment: the bench with its four stations, or a room for one kind of work. */
export type Room = 'bench' | 'training' | 'runs' | 'detect';

/** What detectors found on the suspect in use. */
export interface BoardFound {
  /** By the detector's id; those that were not run on this suspect are missing. */
  readonly found: Readonly<Record<string, Finding>>;
  /** Whether every detector of the lab was run on it. */
  readonly complete: boolean;
  /** Ids of those in `found` that looked with other settings than the ones they come with. */
  readonly altered: readonly string[];
}

/** What of a board proves anything: findings with the settings that detectors come with. Loosened, any of them is silent. */
export function provenBy({ found, complete, altered }: BoardFound): BoardFound {
  return {
    found: Object.fromEntries(Object.entries(found).filter(([id]) => !altered.includes(id))),
    complete: complete && altered.length === 0,
    altered: [],
  };
}

/** What a lesson's step or a challenge's goal may look at: what is wanted, what was measured for it, and where on the page one is. */
export interface Situation<E extends Evidence = Evidence> {
  readonly recipe: Recipe;
  /** Measured for `recipe`, at the end of its run; null while that is still being made. */
  readonly evidence: E | null;
  /** What is on screen, a step in the middle of a run included; null before anything was measured. */
  readonly shown: E | null;
  /** Where in its run `shown` is, in steps and of how many; null at its end. */
  readonly playhead: { readonly step: number; readonly of: number } | null;
  readonly view: 'attacker' | 'defender';
  readonly room: Room;
  readonly board: BoardFound;
}

/** A situation in which something was measured. */
export type Measured<E extends Evidence = Evidence> = Situation<E> & { readonly evidence: E };
