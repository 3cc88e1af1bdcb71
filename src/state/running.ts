import type { EpochRecord } from '#lab/evidence.ts';

/** Both twins' curves while they train. */
export interface LiveCurves {
  readonly clean: readonly EpochRecord[];
  readonly suspect: readonly EpochRecord[];
}

/** Runs shorter than this show their curves when they end; drawing every step of a fast run would only flicker. */
const SHOW_STEPS_AFTER_MS = 400;

/** The curves of the run in progress. */
export class Running {
  #id = 0;
  #startedAt = 0;
  #curves: Partial<LiveCurves> = {};

  /** Adds epochs of a twin, of a new run if its id is new. Returns the curves so far once they are worth showing, else null. */
  add(id: number, twin: keyof LiveCurves, records: readonly EpochRecord[]): Partial<LiveCurves> | null {
    if (id !== this.#id) [this.#id, this.#startedAt, this.#curves] = [id, performance.now(), {}];
    const before = (this.#curves[twin] ?? []).slice(0, records[0]!.epoch - 1);
    this.#curves = { ...this.#curves, [twin]: [...before, ...records] };
    return performance.now() - this.#startedAt > SHOW_STEPS_AFTER_MS ? this.#curves : null;
  }
}
