import { epochPlan, queueOf, type EpochPlan } from '#core/order.ts';
import { FIRST_ADDED_ID } from '#core/table.ts';

const PLANS_KEPT = 64;
/** Enough for every epoch of a run. */
const QUEUES_KEPT = 256;

/**
 * Plans of the last few runs: a drag retrains with the same seed again and again. Where it only adds rows, those that were
 * there before are not sorted again.
 */
export class PlanCache {
  readonly #plans = new WeakMap<Int32Array, Map<string, EpochPlan>>();
  /** Queues of a dataset's own rows, by seed and epoch. */
  #own: { readonly ids: Int32Array; readonly queues: Map<string, Float64Array> } | null = null;

  of(ids: Int32Array, seed: number, epoch: number, augment: boolean): EpochPlan {
    let known = this.#plans.get(ids);
    if (!known) this.#plans.set(ids, (known = new Map()));
    return remember(known, `${seed}/${epoch}/${augment}`, PLANS_KEPT, () =>
      epochPlan(ids, seed, epoch, augment, this.#queue(ids, seed, epoch)),
    );
  }

  /** The queue of the rows that no attack or hand added; they stand before all that were. */
  #queue(ids: Int32Array, seed: number, epoch: number): Float64Array {
    const firstAdded = ids.findIndex((id) => id >= FIRST_ADDED_ID);
    const own = firstAdded < 0 ? ids : ids.subarray(0, firstAdded);
    if (!this.#own || !equal(this.#own.ids, own)) this.#own = { ids: own, queues: new Map() };
    return remember(this.#own.queues, `${seed}/${epoch}`, QUEUES_KEPT, () => queueOf(own, 0, seed, epoch));
  }
}

/** What is known under a key, or made and kept; the oldest goes when there are too many. */
function remember<T>(known: Map<string, T>, key: string, most: number, make: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  if (known.size >= most) known.delete(known.keys().next().value!);
  known.set(key, made);
  return made;
}

function equal(a: Int32Array, b: Int32Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
