/**
 * `npm run bench:native`: our kernel, in Node, beside PyTorch on one CPU thread, on the job of `train-digits`. Needs a
 * Python with torch: set PYTHON to one, or have it as `python3`. Without it, our own time is printed alone.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Dataset } from '#core/dataset.ts';
import { createSimdEngine } from '#engine/simd/engine.ts';
import { decodeDigits, digitSplit } from '#labs/checks/digits.ts';
import { digitsTask, HYPER, trainOurs } from './job.ts';

const REPEATS = Number(process.env.BENCH_REPEATS ?? 5);
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function ours(train: Dataset): Promise<number> {
  const engine = await createSimdEngine(readFileSync('src/engine/simd/kernel.wasm'));
  const run = async () => {
    const start = performance.now();
    await trainOurs(engine, digitsTask(train), HYPER.epochs);
    return performance.now() - start;
  };
  await run();
  const times = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) times.push(await run());
  return median(times);
}

/** PyTorch's median milliseconds for the same job; null without torch. */
function torch(train: Dataset): { ms: number; version: string } | null {
  const folder = mkdtempSync(join(tmpdir(), 'poison-lab-'));
  writeFileSync(join(folder, 'x'), train.x);
  writeFileSync(join(folder, 'y'), train.y);
  const python = process.env.PYTHON ?? 'python3';
  const { status, stdout } = spawnSync(python, ['tests/bench/native.py', folder, String(REPEATS)], { encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout) as { ms: number; version: string }) : null;
}

const { train } = digitSplit(decodeDigits(gunzipSync(readFileSync('public/data/digits.bin'))), 1);
const mine = await ours(train);
console.log(`train-digits, native: 8,000 rows, 784-32-10, batch 64, 10 epochs, one thread, median of ${REPEATS}`);
console.log(`  our kernel in Node ${process.version}: ${mine.toFixed(0)} ms`);
const other = torch(train);
if (other) console.log(`  PyTorch ${other.version}: ${other.ms.toFixed(0)} ms; ours takes ${(mine / other.ms).toFixed(2)} of its time`);
else console.log('  PyTorch: no python3 with torch found (set PYTHON to one)');
