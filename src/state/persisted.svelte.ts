/**
 * A small preference kept in localStorage. Storage that is refused, full or holds nonsense is as good as none: the value
 * then simply lasts as long as the page.
 */
export class Persisted<T extends string> {
  readonly #key: string;
  readonly #allowed: readonly T[];
  #value: T = $state(undefined!);

  /** @param allowed legal values; the first is the default */
  constructor(key: string, allowed: readonly T[]) {
    this.#key = `poison-lab/${key}`;
    this.#allowed = allowed;
    this.#value = this.#stored() ?? allowed[0]!;
  }

  get value(): T {
    return this.#value;
  }

  set value(value: T) {
    this.#value = value;
    try {
      localStorage.setItem(this.#key, value);
    } catch {
      // Private windows and full disks refuse; the choice still holds for this visit.
    }
  }

  #stored(): T | undefined {
    try {
      const stored = localStorage.getItem(this.#key);
      return this.#allowed.find((value) => value === stored);
    } catch {
      return undefined;
    }
  }
}
