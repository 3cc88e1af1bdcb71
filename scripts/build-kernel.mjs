/** Compiles the AssemblyScript kernel to src/engine/simd/kernel.wasm; does nothing when it is newer than its sources. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const SOURCES = 'src/engine/simd/kernel';
const OUT = 'src/engine/simd/kernel.wasm';

const changed = Math.max(...readdirSync(SOURCES).map((name) => statSync(`${SOURCES}/${name}`).mtimeMs));
if (!existsSync(OUT) || statSync(OUT).mtimeMs < changed) {
  const options = ['-O3', '--converge', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--importMemory'];
  const { error, stderr } = await asc.main([`${SOURCES}/index.ts`, '-o', OUT, ...options]);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
}
console.log(`kernel: ${statSync(OUT).size} bytes`);
