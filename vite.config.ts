import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { contentSecurityPolicy } from './scripts/csp.mjs';
import { firstChunk } from './scripts/first-chunk.mjs';

export default defineConfig({
  base: './',
  plugins: [svelte(), contentSecurityPolicy()],
  worker: {
    format: 'es',
    // Safari runs a worker's first file once more when another file of the worker imports from it: nothing in it may be shared.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'worker', test: /worker-api\.ts$/ }] } } },
  },
  build: {
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: firstChunk(), includeDependenciesRecursively: false }] } },
    },
  },
});
