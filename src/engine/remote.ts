import { proxy, wrap, type Remote } from 'comlink';
import { Lifeline } from './lifeline.ts';
import type { EngineApi, EngineEvent, Outcome } from './protocol.ts';

/** How often a worker with work to do is asked whether it is alive, and how long it may stay silent, in milliseconds. */
const PING_EVERY_MS = 1000;
const SILENCE_MS = 8000;

type Ask<T> = (api: Remote<EngineApi>) => Promise<Outcome<T>>;
type Prepare = (api: Remote<EngineApi>, lab: string) => Promise<Outcome<unknown>>;

const CRASHED = (detail: string): Outcome<never> => ({ ok: false, code: 'crashed', detail });

/**
 * One worker and its whole life: started on first use, made ready, watched while it works, ended when it dies and
 * replaced on the next call. Every call settles: a worker that throws, is killed or goes silent answers `crashed`.
 */
export class RemoteEngine {
  readonly #onEvent: (event: EngineEvent) => void;
  readonly #prepare: Prepare;
  /** What each lab needs, on its way or there. */
  #prepared = new Map<string, Promise<Outcome<unknown>>>();
  #worker: Worker | null = null;
  #api: Remote<EngineApi> | null = null;
  /** Of the worker that runs now; each worker has its own. */
  #lifeline = new Lifeline<Outcome<never>>();
  #calls = 0;
  #heardAt = 0;
  #watch: ReturnType<typeof setInterval> | null = null;

  /** @param prepare what a fresh worker is told before its first job for a lab; done again when it failed */
  constructor(onEvent: (event: EngineEvent) => void, prepare: Prepare) {
    this.#onEvent = onEvent;
    this.#prepare = prepare;
  }

  /** What a lab's rows are made from, as a worker ready for it has it. */
  load(lab: string): Promise<Outcome<unknown>> {
    return this.call(lab, () => this.#prepared.get(lab)!);
  }

  /** The next call for this lab prepares the worker anew. */
  forget(lab: string): void {
    this.#prepared.delete(lab);
  }

  /** Calls a worker that is ready for a lab; starts one if there is none. A call that throws ends the worker it was made to. */
  async call<T>(lab: string, ask: Ask<T>): Promise<Outcome<T>> {
    const api = this.#start();
    const lifeline = this.#lifeline;
    this.#calls++;
    this.#keepWatch();
    try {
      const ready = await lifeline.hold(this.#ready(api, lab));
      return ready.ok ? await lifeline.hold(ask(api)) : ready;
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if (api === this.#api) this.stop(detail);
      return CRASHED(detail);
    } finally {
      if (--this.#calls === 0) this.#stopWatch();
    }
  }

  /** Tells the worker something that needs no answer. */
  tell(say: (api: Remote<EngineApi>) => Promise<void>): void {
    if (this.#api) void say(this.#api).catch(() => undefined);
  }

  /** Ends the worker; calls under way answer `crashed` with the reason. The next call starts a fresh one. */
  stop(reason: string): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#api = null;
    this.#prepared = new Map();
    this.#lifeline.cut(CRASHED(reason));
  }

  #ready(api: Remote<EngineApi>, lab: string): Promise<Outcome<unknown>> {
    const known = this.#prepared.get(lab);
    if (known) return known;
    const preparing = this.#prepare(api, lab).then((outcome) => {
      if (!outcome.ok && this.#prepared.get(lab) === preparing) this.#prepared.delete(lab);
      return outcome;
    });
    this.#prepared.set(lab, preparing);
    return preparing;
  }

  #start(): Remote<EngineApi> {
    if (this.#api) return this.#api;
    const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module', name: 'engine' });
    this.#lifeline = new Lifeline();
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.stop(event.message || 'The training worker failed to start.');
    });
    worker.addEventListener('message', () => (this.#heardAt = performance.now()));
    this.#worker = worker;
    this.#api = wrap<EngineApi>(worker);
    this.tell((api) => api.listen(proxy(this.#onEvent)));
    return this.#api;
  }

  #keepWatch(): void {
    if (this.#watch !== null) return;
    this.#heardAt = performance.now();
    let due = performance.now() + PING_EVERY_MS;
    this.#watch = setInterval(() => {
      const now = performance.now();
      // A tab that slept runs its timers late; silence counts only while the page itself was awake.
      if (now - due > PING_EVERY_MS) this.#heardAt = now;
      due = now + PING_EVERY_MS;
      if (now - this.#heardAt > SILENCE_MS) this.stop('The training worker stopped answering.');
      else this.tell(async (api) => void (await api.ping()));
    }, PING_EVERY_MS);
  }

  #stopWatch(): void {
    if (this.#watch !== null) clearInterval(this.#watch);
    this.#watch = null;
  }
}
