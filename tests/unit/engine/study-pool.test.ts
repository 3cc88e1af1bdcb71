import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineApi, Outcome } from '#engine/protocol.ts';
import { StudyPool } from '#engine/study-pool.ts';
import type { Trained } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import { usual } from '../lab/catalog.ts';
import { sampleRun } from '../sample-run.ts';

const dose = (rows: number, seed = 1): Recipe => ({
  ...usual,
  seed,
  attack: { ...usual.attack, values: { ...usual.attack.values, rows } },
});
const crashed: Outcome<never> = { ok: false, code: 'crashed', detail: 'Gone.' };
const cancelled: Outcome<never> = { ok: false, code: 'cancelled', detail: 'Stopped.' };

/** Workers that note what they are asked, one after the other; `fails` answers in their place while it says something. */
function crew(fails: (say: string) => Outcome<never> | null = () => null) {
  const log: string[] = [];
  const workers: { stopped: number; forgotten: string[]; cancelledUpTo: number }[] = [];
  const worker = () => {
    const at = workers.length;
    const state = { stopped: 0, forgotten: [] as string[], cancelledUpTo: 0 };
    workers.push(state);
    const answer = async <T>(say: string, value: T): Promise<Outcome<T>> => {
      log.push(`${at} ${say}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
      return fails(say) ?? { ok: true, value };
    };
    const api = {
      train: async (runId: number, recipe: Recipe, twin: string) => {
        const rows = recipe.attack.values['rows'];
        const say = twin === 'clean' ? `clean of ${recipe.seed}` : `suspect ${rows} of ${recipe.seed}`;
        const trained = twin === 'suspect' && rows === 0 ? 'same' : ({ digest: say } as Trained);
        const outcome = await answer(say, trained);
        return runId <= state.cancelledUpTo ? cancelled : outcome;
      },
      summarise: (recipe: Recipe, clean: Trained, suspect: Trained) =>
        answer(
          `${suspect.digest} beside ${clean.digest}`,
          sampleRun({ success: Number(recipe.attack.values['rows']) }),
        ),
      cancel: async (runId: number) => void (state.cancelledUpTo = runId),
    } as unknown as EngineApi;
    return {
      call: (_: string, ask: (to: never) => Promise<Outcome<never>>) => ask(api as never),
      tell: (say: (to: never) => Promise<void>) => void say(api as never),
      stop: () => void state.stopped++,
      forget: (lab: string) => void state.forgotten.push(lab),
    };
  };
  return { log, workers, worker: worker as never };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const nobody = () => null;

describe('a pool for studies', () => {
  it('shares recipes out, trains a clean twin once for all doses of a seed, and tells of every run by its place', async () => {
    const { log, worker } = crew();
    const told: [number, unknown][] = [];
    const { done } = new StudyPool(worker, nobody, 2).run([dose(0), dose(1), dose(2), dose(3)], 'auto', (at, outcome) =>
      told.push([at, outcome.ok && outcome.value.suspect.scores.success]),
    );
    await vi.advanceTimersByTimeAsync(1000);
    await done;
    expect(told.sort()).toEqual([0, 1, 2, 3].map((rows) => [rows, rows]));
    expect(log.filter((line) => line.endsWith('clean of 1') && !line.includes('beside'))).toEqual(['0 clean of 1']);
    expect(log).toContain('0 clean of 1 beside clean of 1');
    expect(new Set(log.map((line) => line[0]))).toEqual(new Set(['0', '1']));
  });

  it('trains one clean twin for each seed, and none that is known', async () => {
    const { log, worker } = crew();
    const known = (key: string) => (key.includes(',2,') ? ({ digest: 'known' } as Trained) : null);
    const { done } = new StudyPool(worker, known, 2).run([dose(5), dose(5, 2), dose(5, 3)], 'auto', () => {});
    await vi.advanceTimersByTimeAsync(1000);
    await done;
    expect(log.filter((line) => /\d clean of \d$/.test(line)).map((line) => line.slice(2))).toEqual([
      'clean of 1',
      'clean of 3',
    ]);
    expect(log.some((line) => line.endsWith('suspect 5 of 2 beside known'))).toBe(true);
  });

  it('repeats a run once when its worker dies, and then goes on without it', async () => {
    let deaths = 0;
    const once = crew((say) => (say.startsWith('suspect 1 ') && ++deaths === 1 ? crashed : null));
    const always = crew((say) => (say.startsWith('suspect 1 ') ? crashed : null));
    for (const [{ worker }, codes] of [
      [once, ['ok', 'ok']],
      [always, ['crashed', 'ok']],
    ] as const) {
      const told: string[] = [];
      const { done } = new StudyPool(worker, nobody, 1).run([dose(1), dose(2)], 'auto', (_, outcome) =>
        told.push(outcome.ok ? 'ok' : outcome.code),
      );
      await vi.advanceTimersByTimeAsync(1000);
      await done;
      expect(told).toEqual(codes);
    }
  });

  it('tries a clean twin again for the next run when it could not be trained', async () => {
    let deaths = 0;
    const { worker } = crew((say) => (say === 'clean of 1' && ++deaths <= 2 ? crashed : null));
    const told: string[] = [];
    const { done } = new StudyPool(worker, nobody, 1).run([dose(1), dose(2)], 'auto', (_, outcome) =>
      told.push(outcome.ok ? 'ok' : outcome.code),
    );
    await vi.advanceTimersByTimeAsync(1000);
    await done;
    expect(told).toEqual(['crashed', 'ok']);
  });

  it('cancelled, begins no further run and stops those under way, but no other study', async () => {
    const { log, worker } = crew();
    const pool = new StudyPool(worker, nobody, 1);
    const told: string[] = [];
    const tell = (name: string) => (at: number, outcome: Outcome<unknown>) =>
      told.push(`${name}${at} ${outcome.ok ? 'ok' : outcome.code}`);
    const first = pool.run([dose(1), dose(2), dose(3)], 'auto', tell('a'));
    const second = pool.run([dose(4)], 'auto', tell('b'));
    await vi.advanceTimersByTimeAsync(15);
    first.cancel();
    await vi.advanceTimersByTimeAsync(1000);
    await Promise.all([first.done, second.done]);
    expect(told).toEqual(['a0 cancelled', 'b0 ok']);
    expect(log.some((line) => line.includes('suspect 2'))).toBe(false);
  });

  it('ends its workers once there was nothing to do for a while, and not before', async () => {
    const { workers, worker } = crew();
    const pool = new StudyPool(worker, nobody, 2);
    const { done } = pool.run([dose(1)], 'auto', () => {});
    await vi.advanceTimersByTimeAsync(5000);
    await done;
    expect(workers.map(({ stopped }) => stopped)).toEqual([0, 0]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(workers.map(({ stopped }) => stopped)).toEqual([1, 1]);
    pool.forget('checks');
    expect(workers.map(({ forgotten }) => forgotten)).toEqual([['checks'], ['checks']]);
  });

  it('has nothing to do for a study without recipes', async () => {
    const { worker, log } = crew();
    await new StudyPool(worker, nobody, 2).run([], 'auto', () => {}).done;
    expect(log).toEqual([]);
  });
});
