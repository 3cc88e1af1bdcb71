import './runes.ts';
import { expect, test } from 'vitest';
import { cannotKnow, type Detector } from '#lab/detector.ts';
import type { Outcome } from '#engine/protocol.ts';
import { Detection, detectionOf } from '#state/detection.svelte.ts';
import type { Experiment } from '#state/experiment.svelte.ts';

const detector = (id: string) =>
  ({ id, title: id, fields: { limit: { kind: 'number', default: 1 } } }) as unknown as Detector;
const [A, B, C, D] = ['a', 'b', 'c', 'd'].map(detector) as [Detector, Detector, Detector, Detector];
const found = { ok: true, value: { finding: cannotKnow('Nothing.'), ms: 3 } } as const;

/** An experiment whose detectors answer as they are told to, and keep what they were asked. */
function bench(answer: (id: string) => Outcome<unknown> = () => found) {
  const asked: string[] = [];
  const experiment = {
    evidence: { recipe: { seed: 1, desk: { gate: 1 } }, suspect: { digest: 'x' } },
    ask: {
      detect: async (_: unknown, id: string, values: { limit: number }) => {
        asked.push(`${id}${values.limit}`);
        return answer(id);
      },
    },
  };
  return { experiment, asked, detection: new Detection(experiment as unknown as Experiment) };
}

test('detectors run two at a time, and what is known already is not looked for again', async () => {
  const { asked, detection } = bench();
  await detection.run([A]);
  const running = detection.run([A, B, C]);
  expect([detection.running, detection.waiting]).toEqual([
    ['b', 'c'],
    ['b', 'c'],
  ]);
  await running;
  expect([detection.busy, asked]).toEqual([false, ['a1', 'b1', 'c1']]);
  expect(detection.foundBy(B)).toEqual({ detected: expect.objectContaining({ ms: 3 }), stale: false });
});

test('a finding is of one suspect and one setting; how the model is put to work has no say', async () => {
  const { experiment, asked, detection } = bench();
  await detection.run([A]);
  detection.set(A, 'limit', 5);
  expect(detection.foundBy(A)!.stale).toBe(true);
  await detection.run([A]);
  expect(asked).toEqual(['a1', 'a5']);
  experiment.evidence = { recipe: { seed: 1, desk: { gate: 2 } }, suspect: { digest: 'x' } };
  expect(detection.foundBy(A)!.stale).toBe(false);
  experiment.evidence = { recipe: { seed: 1, desk: { gate: 2 } }, suspect: { digest: 'y' } };
  expect(detection.foundBy(A)!.stale).toBe(true);
});

test('a board tells which detectors look with other settings than they come with', async () => {
  const { detection } = bench();
  detection.detectors = [A, B];
  detection.set(A, 'limit', 5);
  await detection.run([A, B]);
  expect(detection.board).toMatchObject({ complete: true, altered: ['a'] });
  detection.set(A, 'limit', 1);
  await detection.run([A, B]);
  expect(detection.board).toMatchObject({ complete: true, altered: [] });
});

test.each<[string, string | null]>([
  ['cancelled', null],
  ['crashed', 'b could not finish: why'],
])('a run that is %s stops there and keeps what it has', async (code, failure) => {
  const { asked, detection } = bench((id) =>
    id === 'b' ? { ok: false, code: code as 'crashed', detail: 'why' } : found,
  );
  await detection.run([A, B, C, D]);
  expect([asked, detection.busy, detection.failure]).toEqual([['a1', 'b1', 'c1'], false, failure]);
  expect([detection.foundBy(A)?.stale, detection.foundBy(B)]).toEqual([false, null]);
});

test('an experiment keeps its findings while it is open', () => {
  const { experiment } = bench();
  const one = detectionOf(experiment as unknown as Experiment);
  expect(detectionOf(experiment as unknown as Experiment)).toBe(one);
});
