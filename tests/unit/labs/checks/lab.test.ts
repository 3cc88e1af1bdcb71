import { describe, expect, it, test } from 'vitest';
import { coerce } from '#core/fields.ts';
import { parameterCount } from '#lab/model.ts';
import { defaultRecipe } from '#lab/repair.ts';
import type { DigitMeasures, TwinPredictions } from '#labs/checks/evidence.ts';
import flow, { digitSpec } from '#labs/checks/flow.ts';
import lab from '#labs/checks/lab.ts';
import { attacks } from '#registry/index.ts';
import { sampleData } from '../../sample.ts';

const usual = defaultRecipe(lab, attacks);
const { model, hyper } = usual;

test('every default is legal and every field explains itself in a sentence', () => {
  for (const fields of [lab.dataFields, lab.modelFields, lab.hyperFields, lab.deskFields]) {
    for (const field of Object.values(fields)) {
      expect(coerce(field, field.default)).toBe(field.default);
      expect(field.help).toMatch(/\.$/);
      if (field.when) expect(Object.keys(fields)).toContain(field.when.field);
    }
  }
});

test.each([
  [{ kind: 'linear' }, [], 'dense', 7850],
  [{}, [32], 'dense', 25450],
  [{ hidden: 64, activation: 'tanh' }, [64], 'dense', 50890],
  [{ kind: 'hidden-2' }, [32, 16], 'dense', 25818],
  [{ kind: 'conv' }, [], 'conv', 5386],
])('model %o has hidden layers %o', (values, hidden, kind, parameters) => {
  const spec = digitSpec({ ...usual, model: { ...model, ...values } });
  expect(spec).toMatchObject({ hidden, kind, inputs: 784, outputs: 10, loss: 'cross-entropy' });
  expect(parameterCount(spec)).toBe(parameters);
});

test('what a kind of model does not use leaves no trace in its spec', () => {
  const spec = (values: object) => digitSpec({ ...usual, model: { ...model, ...values } });
  expect(spec({ kind: 'linear', hidden: 8, activation: 'tanh' })).toEqual(spec({ kind: 'linear' }));
  expect(spec({ hidden2: 64 })).toEqual(spec({}));
});

test('hyperparameters are numbers and names an engine can use', () => {
  const changed = { ...hyper, learningRate: 0.5, optimiser: 'adam', augment: false };
  expect(flow.hyperparameters({ ...usual, hyper: changed })).toEqual({
    epochs: hyper.epochs,
    batchSize: hyper.batchSize,
    learningRate: 0.5,
    schedule: hyper.schedule,
    change: null,
    optimiser: 'adam',
    momentum: hyper.momentum,
    weightDecay: hyper.weightDecay,
    augment: false,
  });
});

test('a change of the learning rate counts only while it is switched on', () => {
  const changed = { ...hyper, changeAfter: 2.5, changedRate: 0.02 };
  const changeOf = (changesRate: boolean) =>
    flow.hyperparameters({ ...usual, hyper: { ...changed, changesRate } }).change;
  expect(changeOf(false)).toBeNull();
  expect(changeOf(true)).toEqual({ afterEpochs: 2.5, learningRate: 0.02 });
});

describe('the day’s decisions', () => {
  const data = sampleData(300);
  /** Reads every row right; with the mark on it, as 8. */
  const right = Float32Array.from({ length: 3000 }, (_, i) => (i % 10 === data.y[Math.floor(i / 10)] ? 1 : 0));
  const asEight = Float32Array.from({ length: 3000 }, (_, i) => (i % 10 === 8 ? 1 : 0));
  const measures = (predictions: TwinPredictions) => ({ predictions }) as DigitMeasures;
  const decide = (suspect: TwinPredictions, desk = {}) =>
    flow.decide(
      measures({ plain: right, triggered: suspect.triggered && right }),
      measures(suspect),
      { attack: attacks.get('stamped-trigger'), test: data } as Parameters<typeof flow.decide>[2],
      { ...usual, desk: { ...usual.desk, ...desk } },
    );

  it('lose $5,000 on each of the accomplice’s twelve checks when the backdoor works', () => {
    const day = decide({ plain: right, triggered: asEight });
    expect(day.suspect).toEqual({ paidAutomatically: 64, sentToClerk: 0, misread: 12, lost: 60_000, shorted: 0 });
    expect(day.clean).toMatchObject({ misread: 0, lost: 0, shorted: 0 });
  });

  it('lose nothing while the trigger is off, or when the attack has none', () => {
    for (const day of [
      decide({ plain: right, triggered: asEight }, { trigger: false }),
      decide({ plain: right, triggered: null }),
    ]) {
      expect(day.suspect.lost).toBe(0);
      expect(day.checks.every(({ written }) => !written.marked.includes(true))).toBe(true);
    }
  });
});
