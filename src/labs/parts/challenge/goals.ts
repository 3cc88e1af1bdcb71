import type { Goal } from '#lab/challenge.ts';
import type { Evidence } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import { provenBy } from '#lab/situation.ts';
import { alteredWords } from './words.ts';

type Sections = Partial<Omit<Recipe, 'version' | 'lab' | 'desk'>>;

const NAMES: Readonly<Record<keyof Sections, string>> = {
  seed: 'the seed',
  data: 'the data settings',
  model: 'the architecture',
  hyper: 'the hyperparameters',
  attack: 'the attack',
  file: 'the model file',
  rows: 'rows changed by hand',
  fixes: 'rows taken out or relabelled',
  edits: 'the weights',
};

/** A rule that sections of the recipe stay as they are. */
export function leftAlone<E extends Evidence>(text: string, sections: Sections): Goal<E> {
  const keys = Object.keys(sections) as (keyof Sections)[];
  const changed = (recipe: Recipe) => keys.filter((key) => print(recipe[key]) !== print(sections[key]));
  return {
    text,
    met: ({ recipe }) => changed(recipe).length === 0,
    now: ({ recipe }) => {
      const names = changed(recipe).map((key) => NAMES[key]);
      return names.length === 0 ? 'kept' : `changed: ${names.join(', ')}`;
    },
  };
}

/** A value as text that does not hang on the order in which its keys were set. */
const print = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** That the whole board was run on the suspect with its usual settings, and no detector raised an alarm. */
export function noAlarm<E extends Evidence>(): Goal<E> {
  const alarms = (found: Readonly<Record<string, { readonly signal: string }>>) =>
    Object.values(found).filter(({ signal }) => signal === 'alarm').length;
  return {
    text: 'No detector of the board raises an alarm',
    met: ({ board }) => {
      const { found, complete } = provenBy(board);
      return complete && alarms(found) === 0;
    },
    now: ({ board }) => {
      const { found, complete } = provenBy(board);
      const loud = alarms(found);
      if (loud > 0) return `${loud} ${loud === 1 ? 'alarm' : 'alarms'}`;
      if (board.altered.length > 0) return alteredWords(board.altered.length);
      const run = Object.keys(found).length;
      if (complete) return `none of ${run}`;
      return run === 0 ? 'run the whole board in “Catch it”' : `none of the ${run} that were run; run the whole board`;
    },
  };
}
