import kernelUrl from '#engine/simd/kernel.wasm?url';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import * as layers from '@tensorflow/tfjs-layers';
import convnetjs from 'convnetjs';
import { PIXELS, INK, type Dataset } from '#core/dataset.ts';
import { epochPlan } from '#core/order.ts';
import type { Engine, EngineId, TrainTask } from '#engine/engine.ts';
import { createSimdEngine } from '#engine/simd/engine.ts';
import { createTfEngine } from '#engine/tf/engine.ts';
import { digitsTask, trainOurs, trucksTask } from '../job.ts';

/** A way to do the job for a number of epochs; resolves once the parameters are out, as their sum. */
interface Side {
  readonly name: string;
  run(epochs: number): Promise<number>;
}

const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);
const wasmPaths = { 'tfjs-backend-wasm.wasm': wasmUrl, 'tfjs-backend-wasm-simd.wasm': wasmSimdUrl };

function oursOn(name: string, engine: Engine, task: TrainTask): Side {
  return {
    name,
    run: async (epochs) => sum(await trainOurs(engine, task, epochs)),
  };
}

/** `tf.LayersModel.fit` on whichever backend is current, from the same arrays. */
function fitOn(name: string, { spec, hyper, base, targets }: TrainTask): Side {
  const unit = base.x instanceof Uint8Array ? INK : 1;
  const x = Float32Array.from(base.x, (value) => value / unit);
  return {
    name,
    async run(epochs) {
      const hidden = spec.hidden.map((units, i) => layers.layers.dense({ units, activation: 'relu', ...(i === 0 ? { inputShape: [spec.inputs] } : {}) }));
      const output = layers.layers.dense({
        units: spec.outputs,
        activation: targets ? 'linear' : 'softmax',
        ...(hidden.length === 0 ? { inputShape: [spec.inputs] } : {}),
      });
      const model = layers.sequential({ layers: [...hidden, output] });
      const loss = targets ? 'meanSquaredError' : 'sparseCategoricalCrossentropy';
      model.compile({ optimizer: tf.train.momentum(hyper.learningRate, hyper.momentum), loss });
      const xs = tf.tensor2d(x, [base.rows, spec.inputs]);
      const ys = targets ? tf.tensor2d(targets, [base.rows, spec.outputs]) : tf.tensor1d(Float32Array.from(base.y));
      await model.fit(xs, ys, { epochs, batchSize: hyper.batchSize, shuffle: true, yieldEvery: 'never' });
      const parameters = await Promise.all(model.getWeights().map((weight) => weight.data()));
      tf.dispose([xs, ys]);
      model.dispose();
      return parameters.reduce((total, values) => total + sum(values as Float32Array), 0);
    },
  };
}

function convNetJs(data: Dataset): Side {
  return {
    name: 'ConvNetJS',
    async run(epochs) {
      const net = new convnetjs.Net();
      net.makeLayers([
        { type: 'input', out_sx: 1, out_sy: 1, out_depth: PIXELS },
        { type: 'fc', num_neurons: 32, activation: 'relu' },
        { type: 'softmax', num_classes: 10 },
      ]);
      // ConvNetJS does not average the gradient over the batch, its trainer divides by batch_size itself.
      const trainer = new convnetjs.SGDTrainer(net, { learning_rate: 0.1, momentum: 0.9, batch_size: 64, l2_decay: 0 });
      const vol = new convnetjs.Vol(1, 1, PIXELS, 0);
      for (let epoch = 1; epoch <= epochs; epoch++) {
        for (const row of epochPlan(data.id, 1, epoch, false).order) {
          for (let i = 0; i < PIXELS; i++) vol.w[i] = data.x[row * PIXELS + i]! / INK;
          trainer.train(vol, data.y[row]!);
        }
      }
      return net.layers[1]!.biases.w[0]!;
    },
  };
}

async function open(id: string, task: TrainTask, digits: Dataset | null): Promise<Side> {
  const [library, backend] = id.split('/') as [string, EngineId];
  if (library === 'convnetjs') return convNetJs(digits!);
  const engine =
    backend === 'simd'
      ? await createSimdEngine(await (await fetch(kernelUrl)).arrayBuffer())
      : await createTfEngine(backend, wasmPaths);
  if (library === 'ours') return oursOn(`ours, ${backend}`, engine, task);
  if (tf.getBackend() !== backend) throw new Error(`wanted ${backend}, got ${tf.getBackend()}`);
  return fitOn(`tf.LayersModel.fit, ${backend}`, task);
}

async function loadData(url: string): Promise<Dataset> {
  const { decodeDigits, digitSplit } = await import('#labs/checks/digits.ts');
  const stream = (await fetch(url)).body!.pipeThrough(new DecompressionStream('gzip'));
  return digitSplit(decodeDigits(new Uint8Array(await new Response(stream).arrayBuffer())), 1).train;
}

/** Times one side: a warm-up run, then one timed run of as many epochs. Milliseconds. */
async function time(
  job: 'digits' | 'trucks',
  id: string,
  epochs: number,
  batchSize: number | null = null,
): Promise<{ name: string; ms: number }> {
  const digits = job === 'digits' ? await loadData('digits.bin') : null;
  const task = digits ? digitsTask(digits) : trucksTask();
  const hyper = { ...task.hyper, batchSize: batchSize ?? task.hyper.batchSize };
  const side = await open(id, { ...task, hyper }, digits);
  await side.run(epochs);
  const start = performance.now();
  const checksum = await side.run(epochs);
  const ms = performance.now() - start;
  if (!Number.isFinite(checksum)) throw new Error(`${side.name} diverged`);
  return { name: side.name, ms };
}

Object.assign(globalThis, { benchTime: time });
