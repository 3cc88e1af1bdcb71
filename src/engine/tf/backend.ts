import * as tf from '@tensorflow/tfjs-core';
import { EngineError, type EngineId } from '../engine.ts';
import { ContextWatch } from './context-watch.ts';

export type TfBackend = Exclude<EngineId, 'simd'>;

/** What a started backend really runs on, and how it says that it is gone. */
export interface StartedBackend {
  readonly renderer: string;
  readonly watch: ContextWatch;
}

/** File name to url of TensorFlow.js's own WebAssembly files; needed by `wasm` alone. */
export type WasmPaths = Readonly<Record<string, string>>;

/** How long the self-test may take before the backend counts as stuck, in milliseconds: some drivers hang for good. */
const SELF_TEST_MS = 20_000;

/**
 * Starts a TensorFlow.js backend and proves that it is the one asked for and that it computes in 32 bits.
 * @throws EngineError in words when it is not there, was silently replaced, or computes wrongly
 */
export async function startBackend(backend: TfBackend, wasmPaths: WasmPaths): Promise<StartedBackend> {
  const started = await starters[backend](wasmPaths);
  await tf.setBackend(backend);
  await tf.ready();
  if (tf.getBackend() !== backend)
    throw new EngineError(`TensorFlow.js fell back to ${tf.getBackend()} instead of ${backend}.`);
  await selfTest(backend, started.watch);
  return started;
}

const starters: Record<TfBackend, (wasmPaths: WasmPaths) => Promise<StartedBackend>> = {
  async webgl() {
    const { setWebGLContext } = await import('@tensorflow/tfjs-backend-webgl');
    const { canvas, gl, renderer } = openWebGl();
    setWebGLContext(2, gl);
    tf.env().set('WEBGL_DELETE_TEXTURE_THRESHOLD', 64 * 1024 * 1024);
    const watch = new ContextWatch();
    canvas.addEventListener('webglcontextlost', () => watch.lose('The graphics card took its WebGL context away.'));
    return { renderer, watch };
  },
  async wasm(wasmPaths) {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    // Threads need response headers that a static host cannot be counted on to send. The library asks for the path of
    // the threaded file all the same, and refuses to start without one.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setWasmPaths({ 'tfjs-backend-wasm-threaded-simd.wasm': '', ...wasmPaths });
    return { renderer: 'TensorFlow.js WebAssembly, one thread', watch: new ContextWatch() };
  },
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
    return { renderer: 'TensorFlow.js plain JavaScript', watch: new ContextWatch() };
  },
};

/** A WebGL 2 context of our own: TensorFlow.js's would refuse software renderers, and hides the loss of its context. */
function openWebGl(): { canvas: OffscreenCanvas; gl: WebGL2RenderingContext; renderer: string } {
  if (typeof OffscreenCanvas === 'undefined') throw new EngineError('This browser has no WebGL in workers.');
  const canvas = new OffscreenCanvas(300, 150);
  const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, stencil: false });
  if (!gl) throw new EngineError('WebGL is switched off or missing.');
  if (!gl.getExtension('EXT_color_buffer_float')) throw new EngineError('This graphics card has no 32-bit textures.');
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  return { canvas, gl, renderer: String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) };
}

/** 16-bit textures lose the small summand; a broken driver returns anything. */
async function selfTest(backend: TfBackend, watch: ContextWatch): Promise<void> {
  const product = tf.tidy(() => tf.matMul(tf.tensor2d([2048, 0.25], [1, 2]), tf.tensor2d([1, 1], [2, 1])));
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), SELF_TEST_MS));
  const values = await watch.read(Promise.race([product.data(), late]));
  product.dispose();
  if (!values) throw new EngineError(`The ${backend} backend did not answer.`);
  if (values[0] !== 2048.25) throw new EngineError(`The ${backend} backend does not compute in 32 bits.`);
}
