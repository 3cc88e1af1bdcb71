import { beforeAll, describe, expect, it } from 'vitest';
import { onRows, readAs, type ModelOnRows } from '#lab/dense-net.ts';
import { accuracyWithout } from '#labs/checks/tampering/units.ts';
import { Trainer } from './trained.ts';

/** What the page works out by itself must be what the whole pipeline measures. */
describe.each([1, 2])('the default model of seed %d, in the pipeline', (seed) => {
  let trainer: Trainer;
  let onTest: ModelOnRows;
  beforeAll(async () => {
    trainer = await Trainer.open();
    onTest = await trainer.onTestRows({ seed });
  });

  it('with two classes swapped has the very confusion matrix with those columns exchanged', async () => {
    const { clean, suspect, edited } = await trainer.measure({ seed, edits: [['swap-outputs', 3, 8]] });
    const column = (at: number) => ({ 3: 8, 8: 3 })[at % 10] ?? at % 10;
    const exchanged = clean.confusion.map((_, at) => clean.confusion[at - (at % 10) + column(at)]!);
    expect(suspect.confusion).toEqual(exchanged);
    expect(suspect.recall[3]).toBeLessThan(0.05);
    expect(edited).toEqual({ edits: 1, parameters: 2 * (32 + 1) });
  });

  it('without a unit reads as many rows right as was worked out', async () => {
    const without = accuracyWithout(onTest);
    for (const unit of [0, 1, 17]) {
      const { suspect } = await trainer.measure({ seed, edits: [['prune-unit', unit]] });
      // A row whose two best scores are equal to the last bit may fall either way.
      expect(Math.abs(suspect.accuracy - without[unit]!)).toBeLessThanOrEqual(1 / 2000);
    }
  });

  it('after any edits reads every row as the plain forward pass does', async () => {
    const { suspect } = await trainer.measure({
      seed,
      edits: [
        ['paint', 4, 100, 3, 101, 3, 102, -3],
        ['scale-unit', 7, -2],
        ['flip-sign', 25_100],
      ],
    });
    const edited = onRows(suspect.parameters, onTest.spec, onTest.images, onTest.labels);
    const read = edited.labels.filter((label, row) => readAs(edited.activations.logits, row, 10) === label);
    expect(read.length / 2000).toBe(suspect.accuracy);
  });
});
