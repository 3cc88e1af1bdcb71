/** Steps back and forth over immutable values; a burst of changes to one field counts as one step. */
export class Undo<T> {
  /** Longest pause, in milliseconds, between two changes of one drag. */
  static readonly BURST_MS = 700;
  static readonly MOST = 200;

  #steps: readonly T[] = $state.raw([]);
  #at = $state(0);
  #aside: { readonly steps: readonly T[]; readonly at: number } | null = null;
  #field = '';
  #changedAt = -Infinity;

  readonly canUndo = $derived(this.#at > 0);
  readonly canRedo = $derived(this.#at < this.#steps.length - 1);

  constructor(first: T) {
    this.#steps = [first];
  }

  /**
   * Records a change of the named field; whatever was undone is gone.
   * @param burstMs longest pause after which it still belongs to the step before, if that was of the same field
   */
  push(value: T, field: string, burstMs = Undo.BURST_MS): void {
    const now = performance.now();
    const sameDrag = field === this.#field && now - this.#changedAt < burstMs && this.#at > 0;
    this.#field = field;
    this.#changedAt = now;
    const kept = this.#steps.slice(0, sameDrag ? this.#at : this.#at + 1);
    this.#steps = [...kept, value].slice(-Undo.MOST);
    this.#at = this.#steps.length - 1;
  }

  /** The value it stands at. */
  get value(): T {
    return this.#steps[this.#at]!;
  }

  /** The value before, or null at the start. */
  back(): T | null {
    return this.#go(-1);
  }
  /** The value undone last, or null. */
  forward(): T | null {
    return this.#go(1);
  }

  /** Starts anew from a value; the steps so far wait aside. */
  layAside(first: T): void {
    this.#aside ??= { steps: this.#steps, at: this.#at };
    [this.#steps, this.#at, this.#field] = [[first], 0, ''];
  }

  /** Takes up the steps that wait aside, and forgets those since; false when none wait. */
  takeBack(): boolean {
    if (!this.#aside) return false;
    [this.#steps, this.#at, this.#field] = [this.#aside.steps, this.#aside.at, ''];
    this.#aside = null;
    return true;
  }

  #go(by: number): T | null {
    const value = this.#steps[this.#at + by];
    if (value === undefined) return null;
    this.#at += by;
    this.#field = '';
    return value;
  }
}
