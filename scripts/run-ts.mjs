/** Runs a TypeScript file with the project's import alias and Vite's globs: node scripts/run-ts.mjs FILE [ARGUMENTS]. */
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const [file] = process.argv.slice(2);
await runnerImport(resolve(file), { configFile: false });
