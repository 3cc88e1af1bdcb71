/**
 * Lets promises give up together when what they wait on is gone. A race against one long-lived promise would do the
 * same, but that promise keeps something of every race for as long as it lives.
 */
export class Lifeline<Gone> {
  readonly #waiting = new Set<(gone: Gone) => void>();

  /** Settles as `work` does, or resolves to what {@link cut} is given, whichever comes first. */
  hold<T>(work: Promise<T>): Promise<T | Gone> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(resolve);
      work.then(resolve, reject).finally(() => this.#waiting.delete(resolve));
    });
  }

  cut(gone: Gone): void {
    for (const giveUp of this.#waiting) giveUp(gone);
    this.#waiting.clear();
  }
}
