import { describe, expect, it } from 'vitest';
import type { OnRun, Outcome } from '#engine/protocol.ts';
import type { RunSummary } from '#lab/run-summary.ts';
import { Study } from '#state/study.svelte.ts';
import { usual } from '../lab/catalog.ts';
import { sampleRun } from '../sample-run.ts';

/** A bench whose runs end when the test says so. */
function bench() {
  const begun: { tell: OnRun; end: () => void; cancelled: boolean }[] = [];
  return {
    begun,
    study(_: unknown, tell: OnRun) {
      let end = () => {};
      const done = new Promise<void>((resolve) => (end = resolve));
      const entry = { tell, end, cancelled: false };
      begun.push(entry);
      return { done, cancel: () => ((entry.cancelled = true), end()) };
    },
  };
}
const ok = (success: number): Outcome<RunSummary> => ({ ok: true, value: sampleRun({ success }) });
const failed = (code: 'crashed' | 'download' | 'cancelled'): Outcome<never> => ({ ok: false, code, detail: 'Why.' });
const plan = { recipes: [usual, usual, usual] };

describe('a study', () => {
  it('takes results in as they come, in any order, and says when all are there', async () => {
    const desk = bench();
    const study = new Study(desk);
    const started = study.start(plan);
    expect([study.status, study.runs]).toEqual(['running', [null, null, null]]);
    desk.begun[0]!.tell(2, ok(0.9));
    expect(study.runs.map((run) => run?.suspect.scores.success)).toEqual([undefined, undefined, 0.9]);
    desk.begun[0]!.tell(0, ok(0.1));
    desk.begun[0]!.tell(1, ok(0.5));
    desk.begun[0]!.end();
    await started;
    expect([study.status, study.lost]).toEqual(['done', 0]);
    expect(study.tookMs).toBeGreaterThanOrEqual(0);
  });

  it('keeps what it has when it is cancelled, and takes in nothing more', async () => {
    const desk = bench();
    const study = new Study(desk);
    const started = study.start(plan);
    desk.begun[0]!.tell(0, ok(0.1));
    study.cancel();
    desk.begun[0]!.tell(1, ok(0.5));
    await started;
    expect(study.status).toBe('cancelled');
    expect(study.runs.map((run) => run !== null)).toEqual([true, false, false]);
    expect(desk.begun[0]!.cancelled).toBe(true);
  });

  it('started again lets go of the one before', async () => {
    const desk = bench();
    const study = new Study(desk);
    const first = study.start(plan);
    const second = study.start({ recipes: [usual] });
    desk.begun[0]!.tell(0, ok(0.1));
    desk.begun[1]!.tell(0, ok(0.7));
    desk.begun[1]!.end();
    await Promise.all([first, second]);
    expect([study.status, study.runs.length, study.runs[0]!.suspect.scores.success]).toEqual(['done', 1, 0.7]);
  });

  it('goes on without a run that came to nothing, and stops when none can be measured', async () => {
    const desk = bench();
    const study = new Study(desk);
    const started = study.start(plan);
    desk.begun[0]!.tell(0, failed('crashed'));
    expect([study.status, study.lost, study.failure]).toEqual(['running', 1, null]);
    desk.begun[0]!.tell(1, failed('download'));
    await started;
    expect([study.status, study.failure, desk.begun[0]!.cancelled]).toEqual(['failed', 'Why.', true]);
  });
});
