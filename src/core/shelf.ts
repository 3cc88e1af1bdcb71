/**
 * Which shelf a thing in the lab stands on: what a person chooses before training, what training finds, or one of several that
 * are neither.
 */
export type Shelf = 'hyperparameter' | 'parameter' | 'attack' | 'data' | 'desk' | 'measured';

/** The two shelves, and the rest: what things are sorted into. */
export const BINS = ['hyperparameter', 'parameter', 'neither'] as const;
export type Bin = (typeof BINS)[number];

export const BIN_TITLES: Readonly<Record<Bin, string>> = {
  hyperparameter: 'You choose',
  parameter: 'It learns',
  neither: 'Neither',
};

/** What stands beside a thing, and the same as a sentence. */
export const SHELF_WORDS: Readonly<Record<Shelf, { readonly short: string; readonly sentence: string }>> = {
  hyperparameter: { short: 'hyperparameter', sentence: 'You choose this: a hyperparameter.' },
  parameter: { short: 'parameter', sentence: 'It learns this: a parameter.' },
  attack: { short: 'attacker’s setting', sentence: 'A setting of the attack, not of the training: neither.' },
  data: { short: 'data', sentence: 'Part of the data: neither.' },
  desk: { short: 'desk setting', sentence: 'A setting of the desk, not of the model: neither.' },
  measured: { short: 'measured', sentence: 'Measured: neither.' },
};

export function binOf(shelf: Shelf): Bin {
  return shelf === 'hyperparameter' || shelf === 'parameter' ? shelf : 'neither';
}
