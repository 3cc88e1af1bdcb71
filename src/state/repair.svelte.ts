import { isPruned } from '#lab/unit-edits.ts';
import type { Edit } from '#lab/edit.ts';
import type { Evidence } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import { inOrder, type RowFix } from '#lab/row-fix.ts';
import type { Experiment } from './experiment.svelte.ts';

const PRUNE = 'prune-unit';

/** What a defender does about a suspect, and what it was like before. All of it is in the recipe, and so can be undone. */
export class Repair {
  readonly #experiment: Experiment;
  /**
   * Edits on the suspect before its parameters were repaired, by the very edits that the repair made. Whatever puts other edits on
   * the bench, undo or a link or a hand, makes another array, and they are then known as any others are.
   */
  readonly #editsBefore = new WeakMap<readonly Edit[], readonly Edit[]>();
  #measuredFor = '';

  /** The suspect before it was repaired; null while that is not known. */
  before: Evidence | null = $state.raw(null);

  constructor(experiment: Experiment) {
    this.#experiment = experiment;
  }

  /** The recipe as it was before anything was repaired; of edits not made here, units left pruned count as repairs. */
  get unrepaired(): Recipe {
    const { recipe } = this.#experiment;
    const before = this.#editsBefore.get(recipe.edits);
    return {
      ...recipe,
      fixes: [],
      edits:
        before ?? recipe.edits.filter(([operation, unit]) => operation !== PRUNE || !isPruned(recipe.edits, unit!)),
    };
  }

  get isRepaired(): boolean {
    const { fixes, edits } = this.#experiment.recipe;
    return fixes.length > 0 || JSON.stringify(edits) !== JSON.stringify(this.unrepaired.edits);
  }

  takeOut(ids: readonly number[]): void {
    this.#fix(ids.map((id) => [id]));
  }

  /** @param labels of each row, in the order of `ids` */
  relabel(ids: readonly number[], labels: ArrayLike<number>): void {
    this.#fix(ids.map((id, i) => [id, labels[i]!]));
  }

  /** Takes units of the first hidden layer out. */
  prune(units: readonly number[]): void {
    const { edits } = this.#experiment.recipe;
    const more = units.filter((unit) => !isPruned(edits, unit)).map((unit): Edit => [PRUNE, unit]);
    this.#edit([...edits, ...more]);
  }

  /** Puts the model that was signed back to work. */
  restoreRelease(): void {
    this.#edit([]);
  }

  takeBack(): void {
    this.#experiment.replace(this.unrepaired, 'take back repairs');
  }

  /** Keeps `before` in step with the bench. */
  async follow(): Promise<void> {
    if (!this.isRepaired) {
      this.before = null;
      this.#measuredFor = '';
      return;
    }
    const recipe = this.unrepaired;
    const key = JSON.stringify(recipe);
    if (key === this.#measuredFor) return;
    this.#measuredFor = key;
    let outcome;
    // Whoever drags meanwhile has runs of others called off, too.
    do outcome = await this.#experiment.ask.measure(recipe);
    while (key === this.#measuredFor && !outcome.ok && outcome.code === 'cancelled');
    if (key !== this.#measuredFor) return;
    this.before = outcome.ok ? outcome.value.evidence : null;
    // Asked for anew with the next change.
    if (!outcome.ok) this.#measuredFor = '';
  }

  #fix(fixes: readonly RowFix[]): void {
    const { recipe } = this.#experiment;
    this.#experiment.replace(
      { ...recipe, fixes: inOrder([...recipe.fixes, ...fixes]) },
      `fixes ${recipe.fixes.length}`,
    );
  }

  #edit(edits: readonly Edit[]): void {
    const { recipe } = this.#experiment;
    this.#editsBefore.set(edits, this.#editsBefore.get(recipe.edits) ?? recipe.edits);
    this.#experiment.replace({ ...recipe, edits }, `repair ${edits.length}`);
  }
}
