import { expect, test } from 'vitest';
import { EngineHost } from '#engine/host.ts';
import { EngineError, type Engine, type EngineId } from '#engine/engine.ts';
import { digitModel } from '#lab/model.ts';
import { HYPER, madeUpDigits } from './support.ts';

const dense = digitModel([8]);
const conv = digitModel([], 'conv');

/** An engine that only knows its name, and can be lost on demand. */
function fakeEngine(id: EngineId, lose: ((reason: string) => void)[] = []): Engine {
  return {
    id,
    renderer: `fake ${id}`,
    activate: async () => {},
    open: () => {
      throw new Error('not opened in this test');
    },
    onLost: (listener) => void lose.push(listener),
  };
}

function hostOf(broken: Partial<Record<EngineId, string>>) {
  const notices: string[] = [];
  const opened: EngineId[] = [];
  const factory = (id: EngineId) => async () => {
    opened.push(id);
    if (broken[id]) throw new EngineError(broken[id]);
    return fakeEngine(id);
  };
  const host = new EngineHost(
    { simd: factory('simd'), webgl: factory('webgl'), wasm: factory('wasm'), cpu: factory('cpu') },
    (sentence) => notices.push(sentence),
  );
  return { host, notices, opened };
}

test('an engine is opened once, and is the current one before each work', async () => {
  const opened: EngineId[] = [];
  const activated: EngineId[] = [];
  const factory = (id: EngineId) => async () => {
    opened.push(id);
    return { ...fakeEngine(id), activate: async () => void activated.push(id) };
  };
  const host = new EngineHost(
    { simd: factory('simd'), webgl: factory('webgl'), wasm: factory('wasm'), cpu: factory('cpu') },
    () => {},
  );
  for (const id of ['webgl', 'cpu', 'webgl'] as const) expect(await host.use(conv, id, nameOf)).toBe(id);
  expect(opened).toEqual(['webgl', 'cpu']);
  expect(activated).toEqual(['webgl', 'cpu', 'webgl']);
});

test('an engine lost between two runs is not asked again', async () => {
  const lose: ((reason: string) => void)[] = [];
  const host = new EngineHost(
    {
      simd: async () => fakeEngine('simd'),
      webgl: async () => fakeEngine('webgl', lose),
      wasm: async () => fakeEngine('wasm'),
      cpu: async () => fakeEngine('cpu'),
    },
    () => {},
  );
  for (const id of ['webgl', 'wasm', 'webgl'] as const) await host.use(conv, id, nameOf);
  expect(lose).toHaveLength(1);
  lose[0]!('The context was lost.');
  expect(await host.use(conv, 'webgl', nameOf)).toBe('wasm');
});

const nameOf = async (engine: Engine) => engine.id;

test('dense nets go to the SIMD kernel, conv nets to the next rung', async () => {
  const { host, notices } = hostOf({});
  expect(await host.use(dense, 'auto', nameOf)).toBe('simd');
  expect(await host.use(conv, 'auto', nameOf)).toBe('webgl');
  expect(await host.use(conv, 'simd', nameOf)).toBe('webgl');
  expect(await host.use(dense, 'cpu', nameOf)).toBe('cpu');
  expect(notices).toEqual([]);
});

test('steps down rung by rung, tells why, and does not try a refused engine again', async () => {
  const { host, notices, opened } = hostOf({ simd: 'No SIMD here.', webgl: 'No WebGL here.' });
  expect(await host.use(dense, 'auto', nameOf)).toBe('wasm');
  expect(notices).toEqual([
    'No SIMD here. WebGL took over and repeated the run.',
    'No WebGL here. WebAssembly took over and repeated the run.',
  ]);
  expect(await host.use(dense, 'auto', nameOf)).toBe('wasm');
  expect(opened).toEqual(['simd', 'webgl', 'wasm']);
  expect(notices).toHaveLength(2);
});

test('an engine that fails under the work hands it to the next, from the beginning', async () => {
  const { host, notices } = hostOf({});
  const started: EngineId[] = [];
  const result = await host.use(conv, 'auto', async (engine) => {
    started.push(engine.id);
    if (engine.id === 'webgl') throw new EngineError('The context was lost.');
    return engine.id;
  });
  expect(result).toBe('wasm');
  expect(started).toEqual(['webgl', 'wasm']);
  expect(notices).toEqual(['The context was lost. WebAssembly took over and repeated the run.']);
});

test('when nothing works it says so; a bug is not taken for a refusal', async () => {
  const { host } = hostOf({ simd: 'a', webgl: 'b', wasm: 'c', cpu: 'd' });
  await expect(host.use(dense, 'auto', nameOf)).rejects.toThrow(EngineError);
  const healthy = hostOf({});
  await expect(healthy.host.use(dense, 'auto', () => Promise.reject(new TypeError('a bug')))).rejects.toThrow(
    TypeError,
  );
});

test('calibration orders the ladder by speed and reports refusals', async () => {
  let clock = 0;
  const timed = (id: EngineId, cost: number): Engine => ({
    ...fakeEngine(id),
    open: () =>
      ({
        trainBatch: () => (clock += cost),
        takeProgress: async () => ({ loss: 1, accuracy: 0 }),
        dispose: () => {},
      }) as unknown as ReturnType<Engine['open']>,
  });
  const host = new EngineHost(
    {
      simd: async () => timed('simd', 1),
      webgl: async () => timed('webgl', 9),
      wasm: async () => timed('wasm', 4),
      cpu: () => Promise.reject(new EngineError('No JavaScript today.')),
    },
    () => {},
  );
  const base = madeUpDigits(160);
  expect(host.needsCalibration(conv, 'auto')).toBe(true);
  const measured = await host.calibrate({ spec: conv, hyper: HYPER, base, targets: null }, () => clock);
  expect(measured.map((row) => [row.engine, row.msPerEpoch, row.refusal])).toEqual([
    ['webgl', 90, null],
    ['wasm', 40, null],
    ['cpu', null, 'No JavaScript today.'],
  ]);
  expect(host.needsCalibration(conv, 'auto')).toBe(false);
  expect(await host.use(conv, 'auto', nameOf)).toBe('wasm');
});
