import type { Engine } from '../engine.ts';
import { KernelMemory } from './memory.ts';
import { SimdSession, type Kernel, type KernelExports } from './session.ts';
import { SparseCache } from './sparse-rows.ts';

/** Smallest module that uses a SIMD instruction: a function that returns i8x16.splat(0) as a vector. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** Whether this runtime has WebAssembly with 128-bit SIMD. */
export function simdSupported(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(SIMD_PROBE);
}

/**
 * The engine on our own WebAssembly SIMD kernel: dense nets of 0 to 2 hidden layers on sparse images, bit for bit the same
 * on every machine.
 * @param wasm bytes of the compiled kernel; how they get here is the caller's business
 */
export async function createSimdEngine(wasm: BufferSource): Promise<Engine> {
  const memory = new KernelMemory();
  const imports = { env: { memory: memory.memory, abort: () => {} } };
  const { instance } = await WebAssembly.instantiate(wasm, imports);
  const exports = instance.exports as unknown as KernelExports;
  memory.startAt(exports.heapBase());
  const kernel: Kernel = { exports, memory, cache: new SparseCache(memory) };
  return {
    id: 'simd',
    renderer: 'WebAssembly SIMD, this page’s own kernel',
    activate: async () => {},
    open: (task) => new SimdSession(kernel, task),
    onLost: () => {},
  };
}
