import { expose } from 'comlink';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EngineClient } from '#engine/client.ts';
import { CANCELLED, type Outcome } from '#engine/protocol.ts';
import type { Trained } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';

const recipe = (seed: number): Recipe => ({
  version: 1,
  lab: 'any',
  seed,
  data: {},
  model: {},
  hyper: {},
  attack: { id: 'none', values: {} },
  file: '',
  rows: [],
  fixes: [],
  edits: [],
  desk: {},
});

/** A twin in training, and what ends it. */
interface Training {
  readonly seed: number;
  readonly runId: number;
  end(outcome: Outcome<Trained>): void;
}

/** A worker whose clean twins train until they are told to end; the suspect is always the clean twin. */
class FakeWorker extends EventTarget {
  static made: FakeWorker[] = [];
  readonly #near: MessagePort;
  readonly #far: MessagePort;
  readonly training: Training[] = [];
  #cancelledUpTo = 0;

  constructor() {
    super();
    const { port1, port2 } = new MessageChannel();
    [this.#near, this.#far] = [port1, port2];
    this.#near.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent('message', { data }));
    const { training } = this;
    expose(
      {
        listen: async () => undefined,
        load: async () => ({ ok: true, value: null }),
        ping: async () => true,
        train: (runId: number, { seed }: Recipe, twin: string) => {
          if (runId <= this.#cancelledUpTo) return CANCELLED;
          if (twin === 'suspect') return { ok: true, value: 'same' };
          return new Promise((end) => training.push({ seed, runId, end }));
        },
        evaluate: async ({ seed }: Recipe) => ({ ok: true, value: { seed } }),
        cancel: async (upTo: number) => {
          this.#cancelledUpTo = upTo;
          for (const run of training.filter(({ runId }) => runId <= upTo)) this.#end(run, CANCELLED);
        },
      },
      this.#far,
    );
    FakeWorker.made.push(this);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#near.postMessage(message, transfer);
  }

  terminate(): void {
    this.#near.close();
  }

  #end(run: Training, outcome: Outcome<Trained>): void {
    this.training.splice(this.training.indexOf(run), 1);
    run.end(outcome);
  }

  /** Ends the training of a seed once that is under way. */
  async finish(seed: number): Promise<void> {
    const run = await vi.waitUntil(() => this.training.find((one) => one.seed === seed));
    this.#end(run!, { ok: true, value: { origin: 'live' } as Trained });
  }
}

beforeEach(() => {
  FakeWorker.made = [];
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('document', { baseURI: 'http://localhost/' });
});
afterEach(() => vi.unstubAllGlobals());

/** A client of one worker, whose bench has come to expect runs that take longer than a drag waits. */
async function slowBench() {
  const client = new EngineClient(1);
  const first = client.measure(recipe(1), 'auto');
  const worker = FakeWorker.made[0]!;
  await new Promise((resolve) => setTimeout(resolve, 450));
  await worker.finish(1);
  expect((await first).ok).toBe(true);
  return { client, worker };
}

test('what a drag on the bench cuts off beside it is begun again, once the bench rests', async () => {
  const { client, worker } = await slowBench();
  const aside = client.measureAside(recipe(10), 'auto');
  const [dragged, last] = [client.measure(recipe(2), 'auto'), client.measure(recipe(3), 'auto')];
  expect(await dragged).toMatchObject({ ok: false, code: 'cancelled' });
  await vi.waitUntil(() => worker.training.some(({ seed }) => seed === 3));
  expect(worker.training.map(({ seed }) => seed)).toEqual([3]);
  await worker.finish(3);
  expect((await last).ok).toBe(true);
  await worker.finish(10);
  expect(await aside).toEqual({ ok: true, value: { seed: 10 } });
});
