import { expect, test } from 'vitest';
import type { EngineClient } from '#engine/client.ts';
import type { Recipe } from '#lab/recipe.ts';
import { Experiment } from '#state/experiment.svelte.ts';
import { Notices } from '#state/notices.svelte.ts';
import { playingOf } from '#state/playing.svelte.ts';
import { catalog, usual } from '../lab/catalog.ts';

const twin = (digest: string) => ({ digest, history: [] });
const evidenceOf = (recipe: Recipe) => ({
  recipe,
  budget: { rowsTotal: 100 },
  clean: twin('clean'),
  suspect: twin(JSON.stringify(recipe.hyper)),
});
const passed = () => new Promise((next) => setTimeout(next));

/** An experiment whose engine answers when the test says so. */
function bench() {
  const measured: { recipe: Recipe; arrive: () => Promise<unknown> }[] = [];
  const frames: { step: number; arrive: () => Promise<unknown> }[] = [];
  const answered = (resolve: (value: unknown) => void, value: unknown) => () => {
    resolve({ ok: true, value });
    return passed();
  };
  const client = {
    onEvent: () => {},
    hasFile: () => false,
    measure: (recipe: Recipe) =>
      new Promise((resolve) => {
        const value = { evidence: evidenceOf(recipe), patch: { touched: [] } };
        measured.push({ recipe, arrive: answered(resolve, value) });
      }),
    playTo: (recipe: Recipe, _: unknown, step: number) =>
      new Promise((resolve) => {
        const value = {
          step,
          of: 100,
          perEpoch: 10,
          nextRate: 1,
          measured: { evidence: evidenceOf(recipe), patch: {} },
        };
        frames.push({ step, arrive: answered(resolve, value) });
      }),
  };
  const experiment = new Experiment(client as unknown as EngineClient, catalog, usual, new Notices());
  return { experiment, measured, frames, playing: playingOf(experiment) };
}

/** The same with its run paused at step 5. */
async function paused() {
  const all = bench();
  const going = all.playing.goTo(5);
  await all.frames[0]!.arrive();
  await going;
  return all;
}

test('a drag is shown on the way, and is over with its last value', async () => {
  const { experiment, measured } = bench();
  experiment.set('hyper', 'epochs', 11);
  experiment.set('hyper', 'epochs', 12);
  await measured[0]!.arrive();
  expect([experiment.evidence?.recipe.hyper.epochs, experiment.busy, experiment.stale]).toEqual([11, true, true]);
  await measured[1]!.arrive();
  expect([experiment.evidence?.recipe.hyper.epochs, experiment.busy, experiment.stale]).toEqual([12, false, false]);
});

test('a measurement on its way when its change is undone over a paused run is not shown', async () => {
  const { experiment, measured, frames } = await paused();
  experiment.set('hyper', 'learningRate', 0.5);
  expect(experiment.busy).toBe(true);
  experiment.undo();
  await measured[0]!.arrive();
  await frames[1]!.arrive();
  expect(experiment.evidence?.recipe).toBe(usual);
  expect([experiment.playhead?.step, experiment.busy]).toEqual([5, false]);
});

test('a frame on its way when the run is left is not shown', async () => {
  const { experiment, measured, frames, playing } = await paused();
  experiment.set('desk', 'gate', 0.5);
  playing.leave();
  await measured[0]!.arrive();
  await frames[1]!.arrive();
  expect([experiment.playhead, experiment.busy, experiment.stale]).toEqual([null, false, false]);
});

test('a recipe put on the bench is measured to its end, though it is trained like the run that was played', async () => {
  const { experiment, measured, frames, playing } = await paused();
  const going = playing.goTo(6);
  experiment.put({ ...usual, desk: { ...usual.desk } }, 'test');
  await frames[1]!.arrive();
  await going;
  await measured[0]!.arrive();
  expect([experiment.playhead, experiment.busy, experiment.stale]).toEqual([null, false, false]);
});

test('a setting changed while a run is played ends the film', async () => {
  const { experiment, measured, frames, playing } = await paused();
  const going = playing.play();
  experiment.set('hyper', 'learningRate', 0.5);
  await frames[1]!.arrive();
  await going;
  await measured[0]!.arrive();
  expect([playing.isPlaying, frames.length, experiment.playhead, experiment.stale]).toEqual([false, 2, null, false]);
});

test('older numbers do not take the place of what a hand is shown while it is at work', async () => {
  const { experiment, measured } = bench();
  experiment.set('hyper', 'epochs', 11);
  const preview = evidenceOf(usual) as never;
  experiment.preview([['shift', 1, 1]], 'stroke', preview);
  await measured[0]!.arrive();
  expect(experiment.evidence).toBe(preview);
  expect([experiment.busy, experiment.stale]).toEqual([false, true]);
});

test('what a link cannot carry is done without, and undo leads past it', async () => {
  const { experiment, measured } = bench();
  experiment.set('hyper', 'epochs', 11);
  experiment.replace({ ...experiment.recipe, file: 'not here', edits: [['shift', 1, 1]] }, 'link');
  expect([experiment.recipe.file, experiment.recipe.edits, measured.length]).toEqual(['', [], 2]);
  expect(experiment.notices.sentences).toEqual([expect.stringContaining('a model file')]);
  void experiment.doWithout('a table', 'Load it.', { ...experiment.recipe, seed: 5 });
  expect([experiment.recipe.seed, measured.length]).toEqual([5, 3]);
  experiment.undo();
  expect([experiment.recipe.hyper.epochs, experiment.recipe.file]).toEqual([11, '']);
});
