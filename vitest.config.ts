import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // For rune classes: in Node they are compiled as for a server, plain objects without effects.
  plugins: [svelte()],
  test: {
    environment: 'node',
    include: ['tests/unit/**/*.test.ts'],
    testTimeout: 120_000,
    // Left to itself it spares a core, and of two that is half.
    maxWorkers: '100%',
    // TensorFlow.js ships its modules without saying so; left to Node they would be read as CommonJS.
    server: { deps: { inline: [/@tensorflow/] } },
  },
});
