import kernelUrl from './simd/kernel.wasm?url';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { Inputs } from '#core/dataset.ts';
import type { Values } from '#core/fields.ts';
import type { Detected } from '#lab/detector.ts';
import type { EpochRecord, Trained } from '#lab/evidence.ts';
import { MaterialError, type Source, type Twin } from '#lab/flow.ts';
import type { ModelSpec } from '#lab/model.ts';
import type { Recipe } from '#lab/recipe.ts';
import { summaryOf } from '#lab/run-summary.ts';
import { loadFlow } from '#registry/flows.ts';
import { loadScores } from '#registry/scores.ts';
import { EngineError, type Engine, type EngineId } from './engine.ts';
import { EngineHost } from './host.ts';
import { Pipeline } from './pipeline.ts';
import type { Player } from './player.ts';
import { createSimdEngine, simdSupported } from './simd/engine.ts';
import {
  CANCELLED,
  type EngineApi,
  type EngineEvent,
  type EnginePreference,
  type InspectedModel,
  type Outcome,
} from './protocol.ts';
import type { RunHooks } from './run.ts';

const now = () => performance.now();

/** A run tells of its epochs no more often than this, in milliseconds; the last ones come with the finished model. */
const TELL_MS = 50;

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
  readonly #pipeline = new Pipeline();
  #player: Promise<Player> | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  /** Runs are numbered upwards and the newest wins: cancelling one cancels all before it. */
  #cancelledUpTo = 0;
  /** Inspections that are to stop: several are at work for different people, so that the newest wins nothing. */
  readonly #stopped = new Set<number>();
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

  async load(lab: string, source: Source): Promise<Outcome<unknown>> {
    try {
      const flow = await loadFlow(lab).catch(() => {
        throw new MaterialError('download', 'The code that makes rows and measures did not arrive whole.');
      });
      const material = await flow.load(source);
      // In its turn, so that no job under way meets rows made from something else.
      return await this.#job(async () => {
        this.#pipeline.supply(flow, material);
        return { ok: true, value: material };
      });
    } catch (error) {
      if (error instanceof MaterialError) return { ok: false, code: error.code, detail: error.message };
      throw error;
    }
  }

  train(runId: number, recipe: Recipe, twin: Twin, preference: EnginePreference) {
    const onEpoch = this.#tellEpochs(recipe.lab, runId, twin);
    return this.#trainingJob(runId, recipe, preference, (engine, hooks) =>
      this.#pipeline.train(recipe, twin, engine, { ...hooks, onEpoch }),
    );
  }

  evaluate(recipe: Recipe, clean: Trained, suspect: Trained, preference: EnginePreference) {
    return this.#job(async () => {
      const value = await this.#evaluate(recipe, clean, suspect, preference);
      return { ok: true as const, value };
    });
  }

  playTo(runId: number, recipe: Recipe, preference: EnginePreference, step: number) {
    return this.#trainingJob(runId, recipe, preference, async (engine, hooks) =>
      (await this.#playing()).playTo(recipe, engine, step, hooks),
    );
  }

  explainStep(
    runId: number,
    recipe: Recipe,
    preference: EnginePreference,
    { twin, step, place }: { readonly twin: Twin; readonly step: number; readonly place: number },
  ) {
    return this.#trainingJob(runId, recipe, preference, async (engine, hooks) =>
      (await this.#playing()).explain(recipe, twin, engine, step, place, hooks),
    );
  }

  summarise(recipe: Recipe, clean: Trained, suspect: Trained, preference: EnginePreference) {
    return this.#job(async () => {
      const scores = await loadScores(recipe.lab);
      const { evidence } = await this.#evaluate(recipe, clean, suspect, preference);
      return { ok: true as const, value: summaryOf(scores, evidence) };
    });
  }

  predict(recipe: Recipe, parameters: Float32Array, x: Inputs, preference: EnginePreference) {
    return this.#job(async () => {
      const { spec } = this.#pipeline.stage(recipe);
      const value = await this.#host.use(spec, preference, (engine) =>
        this.#pipeline.predict(recipe, parameters, x, engine),
      );
      return { ok: true as const, value };
    });
  }

  detect(
    runId: number,
    recipe: Recipe,
    model: InspectedModel,
    detector: string,
    values: Values,
    preference: EnginePreference,
  ): Promise<Outcome<Detected>> {
    return this.#job<Detected>(async () => {
      const cancelled = () => this.#stopped.has(runId);
      if (cancelled()) return CANCELLED;
      const { detect } = await import('./detect.ts');
      const hooks = { cancelled, breathe, now };
      const found = await this.#host.use(await this.#spec(recipe, preference), preference, (engine) =>
        detect(this.#pipeline, recipe, model, detector, values, engine, hooks),
      );
      return found ? { ok: true, value: found } : CANCELLED;
    });
  }

  async stopDetection(runId: number): Promise<void> {
    this.#stopped.add(runId);
  }

  dataDigests(recipe: Recipe) {
    return this.#job(async () => ({ ok: true as const, value: await this.#pipeline.dataDigests(recipe) }));
  }

  reference(recipe: Recipe) {
    return this.#job(async () => ({ ok: true as const, value: this.#pipeline.reference(recipe) }));
  }

  calibrate(recipe: Recipe) {
    return this.#job(async () => ({ ok: true as const, value: await this.#calibrate(recipe) }));
  }

  async cancel(runId: number): Promise<void> {
    this.#cancelledUpTo = Math.max(this.#cancelledUpTo, runId);
  }

  #evaluate(recipe: Recipe, clean: Trained, suspect: Trained, preference: EnginePreference) {
    const { spec } = this.#pipeline.stage(recipe);
    return this.#host.use(spec, preference, (engine) => this.#pipeline.evaluate(recipe, clean, suspect, engine, now));
  }

  /** The recipe's model, once the choice of an engine for it rests on measurement where it must. */
  async #spec(recipe: Recipe, preference: EnginePreference): Promise<ModelSpec> {
    const { spec } = this.#pipeline.stage(recipe);
    if (this.#host.needsCalibration(spec, preference)) await this.#calibrate(recipe);
    return spec;
  }

  #calibrate(recipe: Recipe) {
    const { spec, clean } = this.#pipeline.stage(recipe);
    const hyper = this.#pipeline.hyperparameters(recipe);
    return this.#host.calibrate({ spec, hyper, base: clean.base, targets: clean.targets }, now);
  }

  /** In a file of its own: the first check needs no film of its training. */
  #playing(): Promise<Player> {
    return (this.#player ??= import('./player.ts').then(({ Player }) => new Player(this.#pipeline)));
  }

  /** Does something that trains, on the best engine for a recipe, once it is known which that is. */
  #trainingJob<T>(
    runId: number,
    recipe: Recipe,
    preference: EnginePreference,
    work: (engine: Engine, hooks: RunHooks) => Promise<T | null>,
  ): Promise<Outcome<T>> {
    return this.#job<T>(async () => {
      const cancelled = () => runId <= this.#cancelledUpTo;
      if (cancelled()) return CANCELLED;
      const spec = await this.#spec(recipe, preference);
      const hooks = { onEpoch: () => {}, cancelled, breathe, now };
      const value = await this.#host.use(spec, preference, (engine) => work(engine, hooks));
      return value === null ? CANCELLED : { ok: true, value };
    });
  }

  #tellEpochs(lab: string, runId: number, twin: Twin): (record: EpochRecord) => void {
    let records: EpochRecord[] = [];
    let toldAt = now();
    return (record) => {
      records.push(record);
      if (now() - toldAt < TELL_MS) return;
      toldAt = now();
      this.#listener({ kind: 'epochs', lab, runId, twin, records });
      records = [];
    };
  }

  /** Runs one job after those before it; an engine's refusal becomes a value, a bug goes on as a rejection. */
  #job<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const result = this.#queue.then(async (): Promise<Outcome<T>> => {
      try {
        return await work();
      } catch (error) {
        if (error instanceof EngineError) return { ok: false, code: 'no-engine', detail: error.reason };
        throw error;
      }
    });
    this.#queue = result.catch(() => undefined);
    return result;
  }
}
