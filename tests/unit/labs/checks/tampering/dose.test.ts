import { beforeAll, describe, expect, it } from 'vitest';
import { onRows, readAs, type ModelOnRows } from '#lab/dense-net.ts';
import { biasDose } from '#labs/checks/tampering/dose.ts';
import { TINY_LABELS, TINY_LOGITS, Trainer } from './trained.ts';

const SHIFTS = [-100, -5.5, -4, -0.5, -0.25, 0, 0.25, 0.5, 4.25, 100];

/** The slow way: a model whose bias is another, read row by row. */
function afresh({ activations, labels }: Pick<ModelOnRows, 'activations' | 'labels'>, ofClass: number, shift: number) {
  const classes = activations.logits.length / labels.length;
  const shifted = activations.logits.map((score, at) => (at % classes === ofClass ? score + shift : score));
  const read = labels.map((_, row) => readAs(shifted, row, classes));
  const share = (holds: (label: number, row: number) => boolean) => read.filter(holds).length / labels.length;
  return { shift, accuracy: share((label, row) => label === labels[row]), share: share((label) => label === ofClass) };
}

const activationsOfLogits = (logits: number[]) => ({ sums: [], hidden: [], logits: Float32Array.from(logits) });

describe('the dose of a bias', () => {
  it('on a tiny model is as worked out by hand', () => {
    // Scores of class 2 trail the best by 0.25, 4.25, 4.25, 2.25 and 0.25; on ties the lower class wins.
    const dose = (...shifts: number[]) => biasDose(Float32Array.from(TINY_LOGITS), TINY_LABELS, 2, shifts);
    expect(dose(-9, 0, 0.25, 0.5, 3, 9)).toEqual([
      { shift: -9, accuracy: 0.8, share: 0 },
      { shift: 0, accuracy: 0.8, share: 0 },
      { shift: 0.25, accuracy: 0.8, share: 0 },
      { shift: 0.5, accuracy: 0.8, share: 0.4 },
      { shift: 3, accuracy: 0.6, share: 0.6 },
      { shift: 9, accuracy: 0.2, share: 1 },
    ]);
  });

  it.each([0, 1, 2])('of class %d is what reading every row afresh gives', (ofClass) => {
    const rows = { activations: activationsOfLogits(TINY_LOGITS), labels: TINY_LABELS };
    for (const dose of biasDose(rows.activations.logits, rows.labels, ofClass, SHIFTS))
      expect(dose).toEqual(afresh(rows, ofClass, dose.shift));
  });

  it('reads rows of a broken model as class 0', () => {
    // prettier-ignore
    const logits = [NaN, 1, 2,  1, NaN, 2,  1, 2, NaN,  Infinity, 1, 2,  1, -Infinity, 2,  -Infinity, -Infinity, -Infinity];
    const rows = { activations: activationsOfLogits(logits), labels: Uint8Array.of(0, 1, 2, 0, 1, 2) };
    for (const ofClass of [0, 1, 2])
      for (const dose of biasDose(rows.activations.logits, rows.labels, ofClass, SHIFTS))
        expect(dose).toEqual(afresh(rows, ofClass, dose.shift));
  });

  it('has nothing to tell without shifts', () => {
    expect(biasDose(new Float32Array(10), new Uint8Array(1), 8, [])).toEqual([]);
  });
});

describe('on real digits', () => {
  let onTest: ModelOnRows;
  let trainer: Trainer;
  beforeAll(async () => {
    trainer = await Trainer.open();
    onTest = await trainer.onTestRows();
  });

  it('is what reading every row afresh gives, for every class', () => {
    const { activations, labels } = onTest;
    for (let ofClass = 0; ofClass < 10; ofClass++)
      for (const dose of biasDose(activations.logits, labels, ofClass, SHIFTS))
        expect(dose).toEqual(afresh(onTest, ofClass, dose.shift));
  });

  it('rises from none to all rows, and costs all accuracy but that of the class', () => {
    const doses = biasDose(onTest.activations.logits, onTest.labels, 8, SHIFTS);
    const shares = doses.map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect([shares[0], shares.at(-1)]).toEqual([0, 1]);
    expect(doses.at(-1)!.accuracy).toBe(onTest.labels.filter((label) => label === 8).length / 2000);
    expect(doses[5]!.accuracy).toBeGreaterThan(0.95);
  });

  it('is what the pipeline measures after a shift of that bias', async () => {
    const bias = onTest.parameters.length - 10 + 8;
    const { suspect } = await trainer.measure({ edits: [['shift', bias, 4.25]] });
    const [dose] = biasDose(onTest.activations.logits, onTest.labels, 8, [4.25]);
    const column = Array.from({ length: 10 }, (_, row) => suspect.confusion[row * 10 + 8]!);
    expect(dose!.accuracy).toBe(suspect.accuracy);
    expect(dose!.share).toBe(column.reduce((sum, rows) => sum + rows, 0) / 2000);
    const shifted = onRows(suspect.parameters, onTest.spec, onTest.images, onTest.labels);
    expect(afresh(shifted, 8, 0)).toEqual({ ...dose, shift: 0 });
  });
});
