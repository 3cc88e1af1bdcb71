import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Dataset } from '#core/dataset.ts';
import type { Edit } from '#lab/edit.ts';
import { digitModel, initialParameters, layersOf } from '#lab/model.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import type { DeskExperiment } from '#labs/checks/desk-experiment.svelte.ts';
import lab from '#labs/checks/lab.ts';
import { TamperBench } from '#labs/checks/tamper-bench.svelte.ts';
import { attacks } from '#registry/index.ts';
import { sampleData } from '../../sample.ts';

const spec = digitModel([6]);
const usual = defaultRecipe(lab, attacks);
const learned = initialParameters(spec, 1);
const bias = layersOf(spec).at(-1)!.biases;

/** Evidence of a model with one bias raised by edits. */
function evidenceOf(shift: number, accuracy: number) {
  const edits: Edit[] = shift === 0 ? [] : [['shift', bias, shift]];
  const parameters = learned.slice();
  parameters[bias]! += shift;
  return { recipe: { ...usual, edits } as Recipe, spec, suspect: { parameters, learned, accuracy } };
}

function bench(rows: Dataset | null, locked = false) {
  const experiment = {
    evidence: evidenceOf(0, 0.1),
    recipe: usual,
    attacks: [...attacks.values()],
    refuses: () => locked,
    setEdits: vi.fn(),
  };
  return { experiment, tamper: new TamperBench(experiment as unknown as DeskExperiment, () => rows) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what was looked into is told with the edits and the accuracy of that very model', () => {
  const { experiment, tamper } = bench(sampleData(60));
  const stop = tamper.lookInto()!;
  vi.runAllTimers();
  expect([tamper.looked?.edits, tamper.missed?.accuracy]).toEqual([[], 0.1]);
  const before = tamper.model!.activations.logits[0]!;
  stop();
  experiment.evidence = evidenceOf(5, 0.2);
  tamper.lookInto();
  expect([tamper.looked?.edits, tamper.missed?.accuracy]).toEqual([[], 0.1]);
  // An act does not wait until the hand has rested.
  tamper.planNow();
  expect(tamper.looked?.edits).toEqual([['shift', bias, 5]]);
  expect(tamper.model!.activations.logits[0]! - before).toBeCloseTo(5, 3);
  vi.runAllTimers();
  expect(tamper.missed?.accuracy).toBe(0.2);
});

test.each([true, false])('a change says whether it was taken: locked %s', (locked) => {
  const { experiment, tamper } = bench(null, locked);
  expect(tamper.change([['shift', bias, 1]], 'test')).toBe(!locked);
  expect(experiment.setEdits).toHaveBeenCalledTimes(locked ? 0 : 1);
});
