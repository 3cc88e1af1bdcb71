import { EngineError } from '../engine.ts';
import { Lifeline } from '../lifeline.ts';

/**
 * Whether a backend is still there. A WebGL context that was taken away goes on answering with garbage, or lets a read
 * wait for ever; so every read goes through here.
 */
export class ContextWatch {
  readonly #listeners = new Set<(reason: string) => void>();
  readonly #lifeline = new Lifeline<null>();
  #reason: string | null = null;

  lose(reason: string): void {
    this.#reason ??= reason;
    this.#lifeline.cut(null);
    for (const listener of this.#listeners) listener(reason);
  }

  onLost(listener: (reason: string) => void): void {
    this.#listeners.add(listener);
    if (this.#reason) listener(this.#reason);
  }

  /** @throws EngineError with the reason when the backend is gone */
  check(): void {
    if (this.#reason) throw new EngineError(this.#reason);
  }

  /**
   * Waits for what is read from the backend.
   * @throws EngineError with the reason when the backend goes while waiting
   */
  async read<T>(reading: Promise<T>): Promise<T> {
    this.check();
    const value = await this.#lifeline.hold(reading);
    this.check();
    return value as T;
  }
}
