import './runes.ts';
import { expect, test } from 'vitest';
import { cannotKnow, type Detector } from '#lab/detector.ts';
import type { Evidence } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import type { Trial } from '#lab/survey.ts';
import { surveysOf } from '#labs/parts/detect/surveys.svelte.ts';
import { Detection } from '#state/detection.svelte.ts';
import type { Experiment } from '#state/experiment.svelte.ts';
import { usual } from '../lab/catalog.ts';

const passed = () => new Promise((next) => setTimeout(next));
const TRIAL: Trial = { id: 'trial', title: 'Trial', dose: '', change: (recipe) => recipe, plan: null };
const finding = { ok: true, value: { finding: cannotKnow('Nothing.'), ms: 1 } };
const CANCELLED = { ok: false, code: 'cancelled', detail: '' };

/** An experiment whose detectors answer when the test says so, or once their signal is aborted. */
function bench() {
  const asked: { id: string; answer: () => Promise<unknown> }[] = [];
  const experiment = {
    material: ['rows'],
    evidence: { recipe: usual, suspect: { digest: 'x' } },
    attacks: [],
    legal: (recipe: Recipe) => recipe,
    ask: {
      measure: async (recipe: Recipe) => ({ ok: true, value: { evidence: { recipe } as Evidence } }),
      detect: (_: unknown, id: string, __: unknown, signal: AbortSignal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(CANCELLED));
          if (signal.aborted) resolve(CANCELLED);
          asked.push({ id, answer: () => (resolve(finding), passed()) });
        }),
    },
  } as unknown as Experiment;
  return { experiment, asked };
}

const truthOf = (_: Evidence, material: unknown) => {
  expect(material).toEqual(['rows']);
  return { ids: new Int32Array(0), touched: new Uint8Array(0), hasLabels: true };
};

test('surveys belong to their experiment: looked at again, one is under way still', async () => {
  const { experiment, asked } = bench();
  const { clean } = surveysOf(experiment);
  const run = clean.run([TRIAL], () => usual, [1], ['a', 'b'], truthOf);
  await passed();
  await asked[0]!.answer();
  expect([surveysOf(experiment).clean.running, surveysOf(experiment).clean.tried.length]).toEqual([true, 1]);
  await surveysOf(experiment).clean.run([TRIAL], () => usual, [1], ['c'], truthOf);
  await asked[1]!.answer();
  await run;
  expect([clean.running, clean.tried.map(({ detector }) => detector)]).toEqual([false, ['a', 'b']]);
});

test('stopping a survey stops neither the board nor another survey, and the other way round', async () => {
  const { experiment, asked } = bench();
  const { clean, dose } = surveysOf(experiment);
  const detection = new Detection(experiment);
  const runs = [clean, dose].map((survey) => survey.run([TRIAL], () => usual, [1], ['a'], truthOf));
  await passed();
  const detector = { id: 'board', title: 'Board', fields: {} } as unknown as Detector;
  const board = detection.run([detector]);
  clean.stop();
  await runs[0];
  expect([clean.running, clean.tried.length, clean.failure]).toEqual([false, 0, null]);
  expect([dose.running, detection.busy]).toEqual([true, true]);
  detection.cancel();
  await board;
  expect([dose.running, detection.busy, detection.foundBy(detector)]).toEqual([true, false, null]);
  await asked[1]!.answer();
  await runs[1];
  expect(dose.tried.length).toBe(1);
});
