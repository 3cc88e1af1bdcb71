import { INK, PIXELS } from '#core/dataset.ts';
import type { KernelMemory } from './memory.ts';

/** Images in the kernel's memory in compressed sparse form: per row the address of its columns and values, and their count. */
export interface SparseRows {
  readonly rows: number;
  readonly columns: Uint32Array;
  readonly values: Uint32Array;
  readonly counts: Uint32Array;
  release(): void;
}

/** Copies the non-zero pixels of images (rows x 784 grey levels) into the kernel's memory; a model sees level / 15. */
export function storeSparse(memory: KernelMemory, x: Uint8Array): SparseRows {
  const rows = x.length / PIXELS;
  const nonZeros = countNonZeros(x);
  const columnsAt = memory.take(2 * nonZeros);
  const valuesAt = memory.take(4 * nonZeros);
  const columns = memory.u16(columnsAt, nonZeros);
  const values = memory.f32(valuesAt, nonZeros);
  const index = { columns: new Uint32Array(rows), values: new Uint32Array(rows), counts: new Uint32Array(rows) };
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const start = at;
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      const level = x[row * PIXELS + pixel]!;
      if (level === 0) continue;
      columns[at] = pixel;
      values[at++] = level / INK;
    }
    index.columns[row] = columnsAt + 2 * start;
    index.values[row] = valuesAt + 4 * start;
    index.counts[row] = at - start;
  }
  return {
    rows,
    ...index,
    release() {
      memory.give(columnsAt);
      memory.give(valuesAt);
    },
  };
}

function countNonZeros(x: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < x.length; i++) if (x[i] !== 0) count++;
  return count;
}

/** Sparse copies of image arrays, found again by the array's identity; the least recently used goes first. */
export class SparseCache {
  static readonly MOST = 8;
  readonly #memory: KernelMemory;
  readonly #known = new Map<Uint8Array, { sparse: SparseRows; pins: number }>();

  constructor(memory: KernelMemory) {
    this.#memory = memory;
  }

  /** The sparse copy of `x`, kept in memory at least until `unpin` is called as often. */
  pin(x: Uint8Array): SparseRows {
    const entry = this.#known.get(x) ?? { sparse: storeSparse(this.#memory, x), pins: 0 };
    this.#known.delete(x);
    this.#known.set(x, entry);
    entry.pins++;
    this.#evict();
    return entry.sparse;
  }

  unpin(x: Uint8Array): void {
    this.#known.get(x)!.pins--;
  }

  #evict(): void {
    for (const [x, { sparse, pins }] of this.#known) {
      if (this.#known.size <= SparseCache.MOST) return;
      if (pins > 0) continue;
      sparse.release();
      this.#known.delete(x);
    }
  }
}
