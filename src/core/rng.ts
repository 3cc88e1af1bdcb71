import { hash32, mix32 } from './bits.ts';

/** Draws uniform numbers in [0, 1). */
export type Rng = () => number;

/**
 * A named stream of random numbers: same seed and name, same draws, whatever other stages have used.
 * A Weyl sequence through {@link mix32}; integer arithmetic only, so every JavaScript engine draws alike.
 */
export function stream(seed: number, name: string): Rng {
  let state = hash32(`${seed}/${name}`);
  return () => mix32((state = (state + 0x9e3779b9) >>> 0)) / 2 ** 32;
}

/**
 * A fixed rank in [0, 2^32) for each id under a seed and a name. Choosing "the n ids of lowest rank" gives nested
 * choices: the rows poisoned at n are among those poisoned at n + 1, and a row's rank never depends on other rows.
 */
export function ranker(seed: number, name: string): (id: number) => number {
  const key = hash32(`${seed}/${name}`);
  return (id) => mix32(key ^ mix32((id + 0x9e3779b9) >>> 0));
}
