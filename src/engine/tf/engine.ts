import * as tf from '@tensorflow/tfjs-core';
import type { Engine } from '../engine.ts';
import { startBackend, type TfBackend, type WasmPaths } from './backend.ts';
import { TfSession } from './session.ts';

/**
 * An engine on TensorFlow.js; once per backend and worker. The library computes on one backend at a time, so such engines work
 * in turns, each after `activate`. It keeps the first instance of a backend for good: a second engine on WebGL would watch a
 * context of its own that nothing is computed on.
 * @throws EngineError in words when the backend cannot be used here
 */
export async function createTfEngine(backend: TfBackend, wasmPaths: WasmPaths): Promise<Engine> {
  const { renderer, watch } = await startBackend(backend, wasmPaths);
  return {
    id: backend,
    renderer,
    async activate() {
      if (tf.getBackend() !== backend) await tf.setBackend(backend);
    },
    open: (task) => new TfSession(task, watch),
    onLost: (listener) => watch.onLost(listener),
  };
}
