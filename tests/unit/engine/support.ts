import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { NO_PATCH, PIXELS, type Dataset } from '#core/dataset.ts';
import { stream } from '#core/rng.ts';
import { createSimdEngine } from '#engine/simd/engine.ts';
import { createTfEngine } from '#engine/tf/engine.ts';
import type { Engine, EngineId, TrainTask } from '#engine/engine.ts';
import { digitModel, initialParameters, type Hyperparameters, type ModelSpec } from '#lab/model.ts';

export const HYPER: Hyperparameters = {
  epochs: 2,
  batchSize: 16,
  learningRate: 0.1,
  schedule: 'constant',
  change: null,
  optimiser: 'sgd',
  momentum: 0.9,
  weightDecay: 0,
  augment: false,
};

/** Images of random strokes, some of them touching the edge, with labels that depend on where the ink is. */
export function madeUpDigits(rows: number, seed = 7): Dataset {
  const draw = stream(seed, 'made-up');
  const x = new Uint8Array(rows * PIXELS);
  const y = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    y[row] = Math.floor(draw() * 10);
    for (let stroke = 0; stroke < 12; stroke++) {
      const start = Math.floor(draw() * PIXELS);
      for (let i = 0; i < 5 && start + i < PIXELS; i++) x[row * PIXELS + start + i] = 1 + Math.floor(draw() * 15);
    }
    for (let i = 0; i < 8; i++) x[row * PIXELS + 200 + 28 * y[row]! + i] = 15;
  }
  const ids = Int32Array.from({ length: rows }, (_, row) => row);
  const none = new Uint8Array(rows);
  const provenance = { sources: ['made up'], contributors: ['nobody'] };
  return { rows, classes: 10, x, y, id: ids, source: none, contributor: none, batch: none, provenance };
}

export function taskOf(data: Dataset, spec: Partial<ModelSpec> = {}, hyper: Partial<Hyperparameters> = {}): TrainTask {
  const whole = { ...digitModel([12]), ...spec };
  return {
    spec: whole,
    hyper: { ...HYPER, ...hyper },
    base: data,
    patch: NO_PATCH,
    targets: null,
    initial: initialParameters(whole, 3),
  };
}

const wasmFolder = `${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`;
const WASM_PATHS = Object.fromEntries(
  ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'].map((name) => [name, wasmFolder + name]),
);

export function openEngine(id: EngineId): Promise<Engine> {
  return id === 'simd' ? createSimdEngine(readFileSync('src/engine/simd/kernel.wasm')) : createTfEngine(id, WASM_PATHS);
}

/** Rows `from` up to `to` and their shift codes, cycling through all nine when `shifted`. */
export function batchOf(from: number, to: number, shifted = false): [Uint32Array, Uint8Array] {
  const rows = Uint32Array.from({ length: to - from }, (_, i) => from + i);
  return [rows, Uint8Array.from(rows, (row) => (shifted ? row % 9 : 4))];
}

/** Parameters after a few steps. */
export async function trainSteps(
  engine: Engine,
  task: TrainTask,
  steps: number,
  shifted = false,
): Promise<Float32Array> {
  const session = engine.open(task);
  const size = task.hyper.batchSize;
  for (let step = 0; step < steps; step++)
    session.trainBatch(...batchOf(step * size, (step + 1) * size, shifted), 0.05);
  const parameters = await session.parameters();
  session.dispose();
  return parameters;
}

export function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}
