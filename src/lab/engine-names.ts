/** What people read for each engine, by its id. */
export const ENGINE_NAMES = {
  simd: 'SIMD',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
} as const;
