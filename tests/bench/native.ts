/**
 * `npm run bench:native`: our kernel, in Node, beside PyTorch on one CPU thread, on the job of `train-digits`. Needs a
 * Python with torch: set PYTHON to one, or have it as `python3`. Without it, our own time is printed alone.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { NO_PATCH, type Dataset } from '#core/dataset.ts';
import { epochPlan } from '#core/order.ts';
import { createSimdEngine } from '#engine/simd/engine.ts';
import { decodeDigits, digitSplit } from '#lab/digits.ts';
import { digitModel, initialParameters, type Hyperparameters } from '#lab/model.ts';

const REPEATS = Number(process.env.BENCH_REPEATS ?? 5);
const SPEC = digitModel([32]);
const HYPER: Hyperparameters = {
  epochs: 10,
  batchSize: 64,
  learningRate: 0.1,
  schedule: 'constant',
  optimiser: 'sgd',
  momentum: 0.9,
  weightDecay: 0,
  augment: false,
};

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function ours(train: Dataset): Promise<number> {
  const engine = await createSimdEngine(readFileSync('src/engine/simd/kernel.wasm'));
  const run = async () => {
    const start = performance.now();
    const task = { spec: SPEC, hyper: HYPER, base: train, patch: NO_PATCH, targets: null, initial: initialParameters(SPEC, 1) };
    const session = engine.open(task);
    for (let epoch = 1; epoch <= HYPER.epochs; epoch++) {
      const { order, shift } = epochPlan(train.id, 1, epoch, false);
      for (let from = 0; from < train.rows; from += HYPER.batchSize) {
        const to = Math.min(train.rows, from + HYPER.batchSize);
        session.trainBatch(order.subarray(from, to), shift.subarray(from, to), HYPER.learningRate);
      }
    }
    await session.parameters();
    session.dispose();
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
