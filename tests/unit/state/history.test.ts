import { describe, expect, it } from 'vitest';
import { loadPacker } from '#lab/packer.ts';
import type { Evidence } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import { MOST_RUNS, type RunRecord } from '#lab/run-record.ts';
import { MOST_PINNED, RunHistory } from '#state/history.svelte.ts';
import type { RunStore } from '#state/run-store.ts';
import { catalog, usual } from '../lab/catalog.ts';

await loadPacker();

const twin = { digest: '0'.repeat(64), engine: 'simd', history: [] };
const evidence = { clean: twin, suspect: twin, budget: { rows: 0, rowsTotal: 1 } } as unknown as Evidence;
const seeded = (seed: number): Recipe => ({ ...usual, seed });

/** A store in memory, which can be made to refuse. */
class FakeStore implements RunStore {
  readonly kept = new Map<string, unknown>();
  failure: Error | null = null;

  async read(): Promise<unknown[]> {
    return [...this.kept.values()];
  }
  async put(record: RunRecord): Promise<void> {
    if (this.failure) throw this.failure;
    this.kept.set(record.recipe, structuredClone(record));
  }
  async delete({ recipe }: RunRecord): Promise<void> {
    this.kept.delete(recipe);
  }
}

const named = (name: string) => Object.assign(new Error('no'), { name });
const open = (store: FakeStore) => new RunHistory('checks', catalog, async () => store);
const seeds = ({ runs }: { runs: readonly { recipe: Recipe }[] }) => runs.map(({ recipe }) => recipe.seed);

async function noted(history: RunHistory, ...list: number[]): Promise<void> {
  for (const seed of list) await history.note(seeded(seed), evidence, [] as never);
}

describe('the history', () => {
  it('has the newest run first; a recipe seen before comes back to the top with its name and pin', async () => {
    const history = open(new FakeStore());
    await noted(history, 2, 3, 4);
    history.rename(history.runs[2]!, ' first\n');
    history.togglePin(history.runs[2]!);
    await noted(history, 2);
    expect(seeds(history)).toEqual([2, 4, 3]);
    expect(history.runs[0]!.record).toMatchObject({ name: 'first', pinned: 1, order: 4 });
  });

  it('is there again after a reload, below what was noted while it was read', async () => {
    const store = new FakeStore();
    await noted(open(store), 2, 3);
    const later = open(store);
    await noted(later, 4);
    expect(seeds(later)).toEqual([4, 3, 2]);
  });

  it('leaves what it cannot read where it is, and counts it', async () => {
    const store = new FakeStore();
    await noted(open(store), 2);
    store.kept.set('x', { version: 1, lab: 'checks', recipe: 'x' });
    const later = open(store);
    await later.loaded;
    expect([seeds(later), later.unread, store.kept.has('x')]).toEqual([[2], 1, true]);
  });

  it('keeps no more than fit', async () => {
    const store = new FakeStore();
    const history = open(store);
    for (let seed = 2; seed < MOST_RUNS + 7; seed++) await noted(history, seed);
    expect([history.runs.length, store.kept.size, history.runs.at(-1)!.recipe.seed]).toEqual([MOST_RUNS, MOST_RUNS, 7]);
  });

  it('pins four at most, in the order of pinning', async () => {
    const history = open(new FakeStore());
    await noted(history, 2, 3, 4, 5, 6);
    for (const seed of [3, 5, 2, 6, 4]) history.togglePin(history.runs.find(({ recipe }) => recipe.seed === seed)!);
    expect(seeds({ runs: history.pinned })).toEqual([3, 5, 2, 6]);
    expect(history.pinned.length).toBe(MOST_PINNED);
    history.togglePin(history.pinned[1]!);
    history.togglePin(history.runs.find(({ recipe }) => recipe.seed === 4)!);
    expect(seeds({ runs: history.pinned })).toEqual([3, 2, 6, 4]);
  });

  it('brings deleted runs back where they were, unless they were made again', async () => {
    const store = new FakeStore();
    const history = open(store);
    await noted(history, 2, 3, 4);
    history.delete(history.runs.slice(1));
    expect([seeds(history), store.kept.size]).toEqual([[4], 1]);
    await noted(history, 2);
    history.undelete();
    expect([seeds(history), history.deleted, store.kept.size]).toEqual([[2, 4, 3], [], 3]);
    history.delete(history.runs.slice(0, 1));
    await noted(history, 5);
    history.undelete();
    expect(seeds(history)).toEqual([5, 2, 4, 3]);
  });
});

describe('a store that does not keep', () => {
  it('is said, and the list lasts as long as the page', async () => {
    for (const [error, sentence] of [
      [named('SecurityError'), /does not let this page keep/],
      [new TypeError('indexedDB is undefined'), /does not let this page keep/],
      [named('VersionError'), /newer version/],
    ] as const) {
      const history = new RunHistory('checks', catalog, () => Promise.reject(error));
      await noted(history, 2, 3);
      expect(history.refusal).toMatch(sentence);
      history.delete(history.runs.slice(0, 1));
      history.undelete();
      expect(seeds(history)).toEqual([3, 2]);
    }
  });

  it('because it is full is said until it keeps again', async () => {
    const store = new FakeStore();
    const history = open(store);
    store.failure = named('QuotaExceededError');
    await noted(history, 2);
    await Promise.resolve();
    expect([history.refusal, seeds(history)]).toEqual([expect.stringMatching(/no room left/), [2]]);
    store.failure = null;
    await noted(history, 3);
    await Promise.resolve();
    expect(history.refusal).toBe('');
  });
});
