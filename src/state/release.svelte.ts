/** What was written down when a model was released. */
export interface ReleaseNote {
  /** SHA-256 of its parameters, lower-case hex. */
  readonly digest: string;
  /** Where it was written down, for people. */
  readonly note: string;
}

/**
 * The digest recorded when a lab's model was released, kept on this device. Storage that is refused or holds nonsense is as good as
 * none: the record then lasts as long as the page.
 */
export class Release {
  readonly #key: string;
  #value: ReleaseNote | null = $state.raw(null);

  constructor(lab: string) {
    this.#key = `poison-lab/release/${lab}`;
    const digest = this.#stored();
    if (digest !== null) this.#value = { digest, note: 'recorded on this device earlier' };
  }

  get value(): ReleaseNote | null {
    return this.#value;
  }

  record(digest: string): void {
    this.#value = { digest, note: 'recorded just now' };
    try {
      localStorage.setItem(this.#key, digest);
    } catch {
      // Private windows and full disks refuse; the record still holds for this visit.
    }
  }

  #stored(): string | null {
    try {
      const stored = localStorage.getItem(this.#key);
      return stored !== null && /^[0-9a-f]{64}$/.test(stored) ? stored : null;
    } catch {
      return null;
    }
  }
}
