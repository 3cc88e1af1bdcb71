import { INK, PIXELS, SIDE, type Inputs } from '#core/dataset.ts';
import type { KernelMemory } from './memory.ts';

/** Per row: the address of its columns and of its values, their count, and whether its edge is blank (1) or not (0). */
export interface RowTables {
  readonly columns: Uint32Array;
  readonly values: Uint32Array;
  readonly counts: Uint32Array;
  readonly roomy: Uint8Array;
}

/** Rows in the kernel's memory in compressed sparse form. */
export interface SparseRows extends RowTables {
  release(): void;
}

const ON_EDGE = Uint8Array.from({ length: PIXELS }, (_, pixel) => {
  const [row, column] = [Math.floor(pixel / SIDE), pixel % SIDE];
  return row === 0 || column === 0 || row === SIDE - 1 || column === SIDE - 1 ? 1 : 0;
});

/** Copies the non-zero inputs of rows (rows x width) into the kernel's memory; of a grey level a model sees level / 15. */
export function storeSparse(memory: KernelMemory, x: Inputs, width: number): SparseRows {
  const rows = x.length / width;
  const unit = x instanceof Uint8Array ? INK : 1;
  const nonZeros = countNonZeros(x);
  const columnsAt = memory.take(2 * nonZeros);
  const valuesAt = memory.take(4 * nonZeros);
  const columns = memory.u16(columnsAt, nonZeros);
  const values = memory.f32(valuesAt, nonZeros);
  const tables = {
    columns: new Uint32Array(rows),
    values: new Uint32Array(rows),
    counts: new Uint32Array(rows),
    roomy: new Uint8Array(rows),
  };
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const start = at;
    let onEdge = 0;
    for (let column = 0; column < width; column++) {
      const value = x[row * width + column]!;
      if (value === 0) continue;
      onEdge |= ON_EDGE[column] ?? 0;
      columns[at] = column;
      values[at++] = value / unit;
    }
    tables.columns[row] = columnsAt + 2 * start;
    tables.values[row] = valuesAt + 4 * start;
    tables.counts[row] = at - start;
    tables.roomy[row] = 1 - onEdge;
  }
  return {
    ...tables,
    release() {
      memory.give(columnsAt);
      memory.give(valuesAt);
    },
  };
}

function countNonZeros(x: Inputs): number {
  let count = 0;
  for (let i = 0; i < x.length; i++) if (x[i] !== 0) count++;
  return count;
}

/** Sparse copies of input arrays, found again by the array's identity; the least recently used goes first. */
export class SparseCache {
  static readonly MOST = 8;
  readonly #memory: KernelMemory;
  readonly #known = new Map<Inputs, { sparse: SparseRows; pins: number }>();

  constructor(memory: KernelMemory) {
    this.#memory = memory;
  }

  /** The sparse copy of `x`, kept in memory at least until `unpin` is called as often. */
  pin(x: Inputs, width: number): SparseRows {
    const entry = this.#known.get(x) ?? { sparse: storeSparse(this.#memory, x, width), pins: 0 };
    this.#known.delete(x);
    this.#known.set(x, entry);
    entry.pins++;
    this.#evict();
    return entry.sparse;
  }

  unpin(x: Inputs): void {
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
