import kernelUrl from './simd/kernel.wasm?url';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { Trained } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import { labs } from '#registry/index.ts';
import { downloadDigits } from './download.ts';
import { EngineError, type Engine, type EngineId } from './engine.ts';
import { EngineHost } from './host.ts';
import { Pipeline } from './pipeline.ts';
import { createSimdEngine, simdSupported } from './simd/engine.ts';
import type { DigitArrays, EngineApi, EngineEvent, EnginePreference, Outcome, Twin } from './protocol.ts';
import type { RunHooks } from './train.ts';

const now = () => performance.now();

/** Lets queued messages in. A message to oneself is not throttled in hidden tabs, as timers are. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

async function openSimd(): Promise<Engine> {
  if (!simdSupported()) throw new EngineError('This browser has no WebAssembly SIMD.');
  const response = await fetch(kernelUrl);
  if (!response.ok) throw new EngineError(`The SIMD kernel did not arrive (${response.status}).`);
  return createSimdEngine(await response.arrayBuffer());
}

async function openTensorFlow(backend: Exclude<EngineId, 'simd'>): Promise<Engine> {
  const { createTfEngine } = await import('./tf/engine.ts');
  const wasmPaths = { 'tfjs-backend-wasm.wasm': wasmUrl, 'tfjs-backend-wasm-simd.wasm': wasmSimdUrl };
  return createTfEngine(backend, wasmPaths);
}

/** The worker's side of the protocol: one job at a time, in the order they came. */
export class WorkerApi implements EngineApi {
  #listener: (event: EngineEvent) => void = () => {};
  #pipeline: Pipeline | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  /** Runs are numbered upwards and the newest wins: cancelling one cancels all before it. */
  #cancelledUpTo = 0;
  readonly #host = new EngineHost(
    {
      simd: openSimd,
      webgl: () => openTensorFlow('webgl'),
      wasm: () => openTensorFlow('wasm'),
      cpu: () => openTensorFlow('cpu'),
    },
    (sentence) => this.#listener({ kind: 'notice', sentence }),
  );

  async listen(listener: (event: EngineEvent) => void): Promise<void> {
    this.#listener = listener;
  }

  async ping(): Promise<true> {
    return true;
  }

  async load(digitsUrl: string): Promise<Outcome<DigitArrays>> {
    const loaded = await downloadDigits(digitsUrl);
    if (loaded.ok) this.#pipeline = new Pipeline(loaded.value);
    return loaded;
  }

  train(runId: number, recipe: Recipe, twin: Twin, preference: EnginePreference): Promise<Outcome<Trained | null>> {
    return this.#job<Trained | null>(async (pipeline) => {
      if (runId <= this.#cancelledUpTo) return CANCELLED;
      const { spec } = pipeline.stage(recipe);
      if (this.#host.needsCalibration(spec, preference)) await this.#calibrate(pipeline, recipe);
      const hooks = this.#hooks(runId, twin);
      const trained = await this.#host.use(spec, preference, (engine) => pipeline.train(recipe, twin, engine, hooks));
      if (trained === null) return CANCELLED;
      return { ok: true, value: trained === 'same' ? null : trained };
    });
  }

  evaluate(recipe: Recipe, clean: Trained, suspect: Trained, preference: EnginePreference) {
    return this.#job(async (pipeline) => {
      const { spec } = pipeline.stage(recipe);
      const value = await this.#host.use(spec, preference, (engine) =>
        pipeline.evaluate(recipe, clean, suspect, engine, now),
      );
      return { ok: true as const, value };
    });
  }

  predict(recipe: Recipe, parameters: Float32Array, images: Uint8Array) {
    return this.#job(async (pipeline) => {
      const { spec } = pipeline.stage(recipe);
      const value = await this.#host.use(spec, 'auto', (engine) =>
        pipeline.predict(recipe, parameters, images, engine),
      );
      return { ok: true as const, value };
    });
  }

  dataDigests(recipe: Recipe) {
    return this.#job(async (pipeline) => ({ ok: true as const, value: await pipeline.dataDigests(recipe) }));
  }

  calibrate(recipe: Recipe) {
    return this.#job(async (pipeline) => ({ ok: true as const, value: await this.#calibrate(pipeline, recipe) }));
  }

  async cancel(runId: number): Promise<void> {
    this.#cancelledUpTo = Math.max(this.#cancelledUpTo, runId);
  }

  #calibrate(pipeline: Pipeline, recipe: Recipe) {
    const { spec, train } = pipeline.stage(recipe);
    const hyper = labs.get(recipe.lab)!.hyperparameters(recipe.hyper);
    return this.#host.calibrate({ spec, hyper, base: train }, now);
  }

  #hooks(runId: number, twin: Twin): RunHooks {
    return {
      onEpoch: (record) => this.#listener({ kind: 'epoch', runId, twin, record }),
      cancelled: () => runId <= this.#cancelledUpTo,
      breathe,
      now,
    };
  }

  /** Runs one job after those before it; an engine's refusal becomes a value, a bug goes on as a rejection. */
  #job<T>(work: (pipeline: Pipeline) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const result = this.#queue.then(async (): Promise<Outcome<T>> => {
      if (!this.#pipeline) return { ok: false, code: 'download', detail: 'The digit file has not been loaded.' };
      try {
        return await work(this.#pipeline);
      } catch (error) {
        if (error instanceof EngineError) return { ok: false, code: 'no-engine', detail: error.reason };
        throw error;
      }
    });
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

const CANCELLED = { ok: false, code: 'cancelled', detail: 'A newer experiment took its place.' } as const;
