import { applyEdits, type Edit, type EditOperation } from '#lab/edit.ts';
import type { ModelSpec } from '#lab/model.ts';

const NONE: readonly number[] = [];

/**
 * Parameters that a hand may not change until they are unlocked. A mark on the bench and no part of the experiment: training
 * finds them as ever, and undo goes back past them.
 */
export class Locks {
  readonly #operations: ReadonlyMap<string, EditOperation>;
  /** Places mean something else in a model of another shape, so the marks hold for one shape. */
  #marks: { readonly shape: string; readonly places: readonly number[] } = $state.raw({ shape: '', places: NONE });

  constructor(operations: ReadonlyMap<string, EditOperation>) {
    this.#operations = operations;
  }

  /** Places that are locked in models of this shape. */
  of(spec: ModelSpec): readonly number[] {
    return this.#marks.shape === JSON.stringify(spec) ? this.#marks.places : NONE;
  }

  /** Locks a parameter, or unlocks it. */
  toggle(spec: ModelSpec, place: number): void {
    const places = this.of(spec);
    const others = places.filter((other) => other !== place);
    const isLocked = others.length < places.length;
    this.#marks = { shape: JSON.stringify(spec), places: isLocked ? others : [...places, place] };
  }

  /** Whether a locked parameter has another value after the new edits than after the old ones. */
  hold(learned: Float32Array, spec: ModelSpec, before: readonly Edit[], after: readonly Edit[]): boolean {
    const places = this.of(spec);
    if (places.length === 0) return false;
    const [now, then] = [before, after].map((edits) => applyEdits(learned, edits, this.#operations, spec).parameters);
    return places.some((place) => now![place] !== then![place]);
  }
}
