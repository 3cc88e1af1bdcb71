import { count } from '../format.ts';

/** Where a run that is played stands, in a sentence. */
export function standsAt({ at, of, perEpoch }: { at: number; of: number; perEpoch: number }): string {
  if (at === 0)
    return 'Before the first step: every weight is a random draw from the seed, or zero. It knows nothing yet.';
  const epochs = of / perEpoch;
  if (at >= of) return `The run is over: ${count(of)} steps in ${count(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'}.`;
  const done = at / perEpoch;
  const epoch = Number.isInteger(done)
    ? `epoch ${count(done)} of ${count(epochs)} just ended`
    : `in epoch ${count(Math.ceil(done))} of ${count(epochs)}`;
  return `Step ${count(at)} of ${count(of)}, ${epoch}.`;
}
