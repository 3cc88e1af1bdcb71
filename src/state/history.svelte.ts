import type { Evidence } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Catalog } from '#lab/repair.ts';
import { loadPacker } from '#lab/packer.ts';
import { cleanName, overflowing, readRun, runOf, type Run } from '#lab/run-record.ts';
import type { Score } from '#lab/score.ts';
import type { RunStore } from './run-store.ts';

/** More runs do not fit side by side. */
export const MOST_PINNED = 4;

const LASTS = 'so this list lasts only as long as the page';
/** Why runs are not kept, by the name of what the browser threw. */
const REFUSALS: Readonly<Record<string, string>> = {
  VersionError: `A newer version of this lab has kept runs in this browser. They are left as they are, ${LASTS}.`,
  QuotaExceededError: `The browser has no room left to keep runs, ${LASTS}. Deleting some makes room.`,
};
const REFUSED = `The browser does not let this page keep anything, ${LASTS}.`;

/** The finished runs of one lab, newest first, kept in this browser across visits. */
export class RunHistory {
  readonly #lab: string;
  readonly #catalog: Catalog;
  #store: RunStore | null = null;

  runs: readonly Run[] = $state.raw([]);
  /** Deleted last, and can be brought back. */
  deleted: readonly Run[] = $state.raw([]);
  /** Why runs are not kept, in a sentence; empty while they are. */
  refusal: string = $state('');
  /** Runs found in storage that could not be read, and are left there. */
  unread: number = $state(0);
  /** Whether runs can be told apart by their recipes' texts. */
  isReady: boolean = $state(false);
  /** Settled once what earlier visits kept is in the list. */
  readonly loaded: Promise<void>;

  constructor(lab: string, catalog: Catalog, openStore: () => Promise<RunStore>) {
    this.#lab = lab;
    this.#catalog = catalog;
    this.loaded = this.#load(openStore);
  }

  /** In the order of pinning. No derived: those go with the page that first asked for the history, and it outlives pages. */
  get pinned(): readonly Run[] {
    return this.runs
      .filter(({ record }) => record.pinned > 0)
      .sort((a, b) => a.record.pinned - b.record.pinned)
      .slice(0, MOST_PINNED);
  }

  /** Puts a finished run at the top; one of the same recipe comes back there, with its name and pin. */
  async note<E extends Evidence>(recipe: Recipe, evidence: E, scores: readonly Score<E>[]): Promise<void> {
    const run = runOf(recipe, evidence, scores, this.#catalog);
    await this.loaded;
    const known = this.runs.find(({ record }) => record.recipe === run.record.recipe);
    const { name, pinned } = known?.record ?? run.record;
    this.#put({ recipe, record: { ...run.record, order: this.#next('order'), name, pinned } });
    for (const gone of overflowing(this.runs)) this.#take(gone);
  }

  rename({ record, recipe }: Run, name: string): void {
    this.#put({ recipe, record: { ...record, name: cleanName(name) } });
  }

  /** Pins a run, or takes its pin away; with four pinned, no other can be. */
  togglePin({ record, recipe }: Run): void {
    if (record.pinned === 0 && this.pinned.length >= MOST_PINNED) return;
    this.#put({ recipe, record: { ...record, pinned: record.pinned > 0 ? 0 : this.#next('pinned') } });
  }

  delete(runs: readonly Run[]): void {
    this.deleted = runs;
    for (const run of runs) this.#take(run);
  }

  /** Brings back what was deleted last, but for runs that were made again since. */
  undelete(): void {
    const isKnown = (run: Run) => this.runs.some(({ record }) => record.recipe === run.record.recipe);
    for (const run of this.deleted) if (!isKnown(run)) this.#put(run);
    this.deleted = [];
  }

  #next(count: 'order' | 'pinned'): number {
    return 1 + Math.max(0, ...[...this.runs, ...this.deleted].map(({ record }) => record[count]));
  }

  #put(run: Run): void {
    const others = this.runs.filter(({ record }) => record.recipe !== run.record.recipe);
    this.runs = [run, ...others].sort((a, b) => b.record.order - a.record.order);
    void this.#try((store) => store.put(run.record));
  }

  #take({ record }: Run): void {
    this.runs = this.runs.filter((run) => run.record.recipe !== record.recipe);
    void this.#try((store) => store.delete(record));
  }

  async #load(openStore: () => Promise<RunStore>): Promise<void> {
    try {
      await loadPacker();
      this.isReady = true;
      this.#store = await openStore();
      const found = await this.#store.read(this.#lab);
      const runs = found.flatMap((raw) => readRun(raw, this.#lab, this.#catalog) ?? []);
      this.unread = found.length - runs.length;
      this.runs = runs.sort((a, b) => b.record.order - a.record.order);
    } catch (error) {
      this.#refuse(error);
    }
  }

  async #try(change: (store: RunStore) => Promise<void>): Promise<void> {
    if (!this.#store) return;
    try {
      await change(this.#store);
      this.refusal = '';
    } catch (error) {
      this.#refuse(error);
    }
  }

  #refuse(error: unknown): void {
    this.refusal = REFUSALS[error instanceof Error ? error.name : ''] ?? REFUSED;
  }
}
