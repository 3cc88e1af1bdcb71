import { expect, test } from 'vitest';
import type { Frame } from '#engine/protocol.ts';
import type { Experiment } from '#state/experiment.svelte.ts';
import { playingOf } from '#state/playing.svelte.ts';

/** An experiment whose frames arrive when the test says so. */
function slowExperiment() {
  const asked: { step: number; arrive: () => Promise<void> }[] = [];
  const shown: number[] = [];
  const experiment = {
    recipe: { hyper: { batchSize: 10, epochs: 10 } },
    evidence: { budget: { rowsTotal: 100 } },
    playhead: null as Frame | null,
    frameAt: (step: number) =>
      new Promise((resolve) => {
        const frame = { step, of: 100, perEpoch: 10, measured: { evidence: { clean: {}, suspect: {} } } };
        asked.push({
          step,
          arrive: async () => {
            resolve(frame);
            await new Promise((next) => setTimeout(next));
          },
        });
      }),
    showFrame(frame: Frame) {
      shown.push(frame.step);
      this.playhead = frame;
    },
    settle() {
      this.playhead = null;
    },
  };
  return { experiment, asked, shown, playing: playingOf(experiment as unknown as Experiment) };
}

test('a step that arrives once the run was left is not shown', async () => {
  const { experiment, asked, shown, playing } = slowExperiment();
  const going = playing.goTo(30);
  playing.leave();
  await asked[0]!.arrive();
  await going;
  expect(shown).toEqual([]);
  expect(experiment.playhead).toBeNull();
});

test('a run entered again while a step of the last visit is on its way shows what is wanted now', async () => {
  const { asked, shown, playing } = slowExperiment();
  const before = playing.goTo(30);
  playing.leave();
  const going = playing.goTo(50);
  await asked[0]!.arrive();
  await asked[1]!.arrive();
  await Promise.all([before, going]);
  expect(asked.map(({ step }) => step)).toEqual([30, 50]);
  expect(shown).toEqual([50]);
});
