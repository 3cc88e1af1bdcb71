import type { Engine } from '../engine.ts';
import { startBackend, type TfBackend, type WasmPaths } from './backend.ts';
import { TfSession } from './session.ts';

/**
 * An engine on TensorFlow.js. Its backend is global, so at most one such engine may be in use at a time.
 * @throws EngineError in words when the backend cannot be used here
 */
export async function createTfEngine(backend: TfBackend, wasmPaths: WasmPaths): Promise<Engine> {
  const { renderer, watch } = await startBackend(backend, wasmPaths);
  return {
    id: backend,
    renderer,
    supports: () => true,
    open: (task) => new TfSession(task, watch),
    onLost: (listener) => watch.onLost(listener),
    dispose: () => {},
  };
}
