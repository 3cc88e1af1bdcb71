import type { Inputs } from '#core/dataset.ts';
import type { Progress, Session, TrainTask } from '../engine.ts';
import type { KernelMemory } from './memory.ts';
import { KernelNet } from './net.ts';
import { storeSparse, type RowTables, type SparseCache, type SparseRows } from './sparse-rows.ts';

/** What the compiled kernel exports; addresses and counts are plain numbers. */
export interface KernelExports {
  trainBatch(
    net: number,
    rows: number,
    index: number,
    shifts: number,
    count: number,
    rate: number,
    scale: number,
  ): void;
  takeLoss(): number;
  takeRight(): number;
  predict(net: number, rows: number, count: number, out: number): void;
  rowLosses(net: number, rows: number, count: number, out: number): void;
  heapBase(): number;
}

/** What sessions of one engine share. */
export interface Kernel {
  readonly exports: KernelExports;
  readonly memory: KernelMemory;
  readonly cache: SparseCache;
}

/** Rows record, see kernel/records.ts. */
const ROWS_WORDS = 6;
/** Rows fewer than this are not worth keeping in the cache: a drawn digit changes with every stroke. */
const WORTH_CACHING = 64;
const BETA1 = 0.9;
const BETA2 = 0.999;

/** Row tables and labels of one dataset in the kernel's memory. */
class RowTable {
  readonly address: number;
  readonly #memory: KernelMemory;
  readonly #taken: number[];

  constructor(memory: KernelMemory, tables: RowTables, y: Uint8Array, targets: Float32Array | null) {
    this.#memory = memory;
    const parts = [tables.columns, tables.values, tables.counts, tables.roomy, y, ...(targets ? [targets] : [])];
    const addresses = parts.map((part) => {
      const at = memory.take(part.byteLength);
      memory.u8(at, part.byteLength).set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
      return at;
    });
    this.address = memory.take(4 * ROWS_WORDS);
    memory.u32(this.address, ROWS_WORDS).fill(0).set(addresses);
    this.#taken = [...addresses, this.address];
  }

  release(): void {
    for (const address of this.#taken) this.#memory.give(address);
  }
}

/** One model on the SIMD kernel. */
export class SimdSession implements Session {
  readonly #kernel: Kernel;
  readonly #task: TrainTask;
  readonly #net: KernelNet;
  /** Training rows in the kernel's memory; put there by the first batch, since many sessions only predict. */
  #rows: { readonly table: RowTable; readonly patched: SparseRows | null } | null = null;
  readonly #order: number;
  readonly #shifts: number;
  #power1 = 1;
  #power2 = 1;
  #loss = 0;
  #right = 0;
  #seen = 0;

  constructor(kernel: Kernel, task: TrainTask) {
    this.#kernel = kernel;
    this.#task = task;
    const { memory } = kernel;
    this.#net = new KernelNet(memory, task.spec, task.hyper);
    this.#net.parameters(task.initial);
    this.#order = memory.take(4 * task.hyper.batchSize);
    this.#shifts = memory.take(task.hyper.batchSize);
  }

  trainBatch(rows: Uint32Array, shift: Uint8Array, rate: number): void {
    const { exports, memory } = this.#kernel;
    memory.u32(this.#order, rows.length).set(rows);
    memory.u8(this.#shifts, rows.length).set(shift);
    const [stepRate, scale] = this.#task.hyper.optimiser === 'adam' ? this.#adamStep(rate) : [rate, 1];
    const { table } = (this.#rows ??= this.#storeRows());
    exports.trainBatch(this.#net.address, table.address, this.#order, this.#shifts, rows.length, stepRate, scale);
    this.#loss += exports.takeLoss();
    this.#right += exports.takeRight();
    this.#seen += rows.length;
  }

  async progress(): Promise<Progress> {
    return { loss: this.#loss / this.#seen, accuracy: this.#right / this.#seen };
  }

  async takeProgress(): Promise<Progress> {
    const progress = await this.progress();
    this.#loss = this.#right = this.#seen = 0;
    return progress;
  }

  async parameters(): Promise<Float32Array> {
    return this.#net.parameters();
  }

  async predict(x: Inputs): Promise<Float32Array> {
    const { spec } = this.#task;
    return this.#withRows(x, NO_LABELS, spec.outputs, this.#kernel.exports.predict);
  }

  async rowLoss(x: Inputs, y: Uint8Array): Promise<Float32Array> {
    return this.#withRows(x, y, 1, this.#kernel.exports.rowLosses);
  }

  /** Bytes the engine has ever taken from its memory; flat when sessions give back what they took. */
  get memoryUsed(): number {
    return this.#kernel.memory.used;
  }

  dispose(): void {
    if (this.#rows) {
      this.#rows.patched?.release();
      this.#rows.table.release();
      this.#kernel.cache.unpin(this.#task.base.x);
    }
    this.#net.release();
    this.#kernel.memory.give(this.#order);
    this.#kernel.memory.give(this.#shifts);
  }

  #storeRows() {
    const { memory, cache } = this.#kernel;
    const { spec, base, patch, targets } = this.#task;
    const patched = patch.images ? storeSparse(memory, patch.images, spec.inputs) : null;
    const table = new RowTable(memory, ...patchedTables(cache.pin(base.x, spec.inputs), patched, this.#task), targets);
    return { table, patched };
  }

  /** Bias corrections of Adam by repeated products: `Math.pow` may differ between JavaScript engines. */
  #adamStep(rate: number): [number, number] {
    this.#power1 *= BETA1;
    this.#power2 *= BETA2;
    return [rate / (1 - this.#power1), 1 / Math.sqrt(1 - this.#power2)];
  }

  #withRows(x: Inputs, y: Uint8Array, width: number, ask: KernelExports['predict']): Float32Array {
    const { memory, cache } = this.#kernel;
    const { inputs } = this.#task.spec;
    const count = x.length / inputs;
    const cached = count >= WORTH_CACHING;
    const sparse = cached ? cache.pin(x, inputs) : storeSparse(memory, x, inputs);
    const table = new RowTable(memory, sparse, y, null);
    const out = memory.take(4 * count * width);
    ask(this.#net.address, table.address, count, out);
    const values = memory.f32(out, count * width).slice();
    memory.give(out);
    table.release();
    if (cached) cache.unpin(x);
    else sparse.release();
    return values;
  }
}

const NO_LABELS = new Uint8Array(0);

/** Row tables and labels of the task's rows: the base's, with touched rows pointing at their patched images. */
function patchedTables(
  base: RowTables,
  patched: RowTables | null,
  { base: data, patch }: TrainTask,
): [RowTables, Uint8Array] {
  const y = data.y.slice();
  patch.touched.forEach((row, i) => (y[row] = patch.labels[i]!));
  if (!patched) return [base, y];
  const redirect = <T extends Uint32Array | Uint8Array>(from: T, to: T): T => {
    const table = from.slice() as T;
    patch.touched.forEach((row, i) => (table[row] = to[i]!));
    return table;
  };
  const tables = {
    columns: redirect(base.columns, patched.columns),
    values: redirect(base.values, patched.values),
    counts: redirect(base.counts, patched.counts),
    roomy: redirect(base.roomy, patched.roomy),
  };
  return [tables, y];
}
