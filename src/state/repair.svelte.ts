import type { Edit } from '#lab/edit.ts';
import type { Evidence } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import { inOrder, type RowFix } from '#lab/row-fix.ts';
import type { Experiment } from './experiment.svelte.ts';

const PRUNE = 'prune-unit';

/** What a defender does about a suspect, and what it was like before. All of it is in the recipe, and so can be undone. */
export class Repair {
  readonly #experiment: Experiment;
  /** Edits on the suspect before the first repair; null when no parameter was repaired here. */
  #editsBefore: readonly Edit[] | null = $state.raw(null);
  #measuredFor = '';

  /** The suspect before it was repaired; null while that is not known. */
  before: Evidence | null = $state.raw(null);

  constructor(experiment: Experiment) {
    this.#experiment = experiment;
  }

  /** The recipe as it was before anything was repaired; of a link, units that are pruned count as repairs. */
  get unrepaired(): Recipe {
    const { recipe } = this.#experiment;
    const edits = this.#editsBefore ?? recipe.edits.filter(([operation]) => operation !== PRUNE);
    return { ...recipe, fixes: [], edits };
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
    const isPruned = (unit: number) => edits.some(([operation, pruned]) => operation === PRUNE && pruned === unit);
    const more = units.filter((unit) => !isPruned(unit)).map((unit): Edit => [PRUNE, unit]);
    this.#edit([...edits, ...more]);
  }

  /** Puts the model that was signed back to work. */
  restoreRelease(): void {
    this.#edit([]);
  }

  takeBack(): void {
    const recipe = this.unrepaired;
    this.#editsBefore = null;
    this.#experiment.replace(recipe, 'take back repairs');
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
    const outcome = await this.#experiment.ask.measure(recipe);
    if (key === this.#measuredFor) this.before = outcome.ok ? outcome.value.evidence : null;
  }

  #fix(fixes: readonly RowFix[]): void {
    const { recipe } = this.#experiment;
    this.#experiment.replace(
      { ...recipe, fixes: inOrder([...recipe.fixes, ...fixes]) },
      `fixes ${recipe.fixes.length}`,
    );
  }

  #edit(edits: readonly Edit[]): void {
    this.#editsBefore ??= this.#experiment.recipe.edits;
    this.#experiment.replace({ ...this.#experiment.recipe, edits }, `repair ${edits.length}`);
  }
}
