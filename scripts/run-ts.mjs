/**
 * Runs a TypeScript file with the project's import alias and Vite's globs, bundled first so that it runs at full speed:
 * node scripts/run-ts.mjs FILE [ARGUMENTS].
 */
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const [file] = process.argv.slice(2);
const outDir = resolve('node_modules/.run-ts');
const name = basename(file, '.ts');
await build({
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  build: {
    ssr: file,
    outDir,
    emptyOutDir: false,
    minify: false,
    rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
  },
});
await import(pathToFileURL(`${outDir}/${name}.mjs`).href);
