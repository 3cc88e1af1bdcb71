/** Trains the desk's default clean twin with the code the browser runs, so that the first check can be read at once. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { defaultRecipe } from '#lab/repair.ts';
import { decodeDigits } from '#labs/checks/digits.ts';
import flow from '#labs/checks/flow.ts';
import { Pipeline } from '#engine/pipeline.ts';
import { createSimdEngine } from '#engine/simd/engine.ts';
import type { StartManifest } from '#engine/start-model.ts';
import { trainKey } from '#lab/train-key.ts';
import { attacks, labs } from '#registry/index.ts';

const recipe = defaultRecipe(labs.get('checks')!, attacks);
const pipeline = new Pipeline();
pipeline.supply(flow, decodeDigits(gunzipSync(readFileSync('public/data/digits.bin'))));
const engine = await createSimdEngine(readFileSync('src/engine/simd/kernel.wasm'));
const trained = await pipeline.train(recipe, 'clean', engine, {
  onEpoch: () => {},
  cancelled: () => false,
  breathe: async () => {},
  now: () => performance.now(),
});
if (trained === null || trained === 'same' || trained.status !== 'trained')
  throw new Error('The starting model did not train.');

const { parameters, digest, history, trainMs } = trained;
const manifest: StartManifest = { key: trainKey(recipe, 'clean', 'auto'), digest, engine: engine.id, trainMs, history };
mkdirSync('public/start', { recursive: true });
writeFileSync('public/start/checks.bin', parameters);
writeFileSync('public/start/checks.json', JSON.stringify(manifest));
console.log(`start model: accuracy ${(history.at(-1)!.testScore * 100).toFixed(1)} %, ${digest.slice(0, 12)}`);
