import { describe, expect, test } from 'vitest';
import type { Values } from '#core/fields.ts';
import type { Recipe } from '#lab/recipe.ts';
import { stageKey, trainKey, trainsAlike } from '#lab/train-key.ts';
import { defaultRecipe } from '#lab/repair.ts';
import { attacks, labs } from '#registry/index.ts';

const usual = defaultRecipe(labs.get('checks')!, attacks);
const attack = { id: 'label-flip', values: { share: 1, source: '3', target: '8' } };

describe.each<[string, Partial<Recipe>, { clean: boolean; suspect: boolean; stage: boolean }]>([
  ['the seed', { seed: 2 }, { clean: true, suspect: true, stage: true }],
  ['which rows there are', { data: { table: '0123456789abcdef' } }, { clean: true, suspect: true, stage: true }],
  ['the model', { model: { ...usual.model, hidden: 16 } }, { clean: true, suspect: true, stage: true }],
  ['a hyperparameter', { hyper: { ...usual.hyper, epochs: 2 } }, { clean: true, suspect: true, stage: false }],
  ['the attack', { attack }, { clean: false, suspect: true, stage: true }],
  ['rows changed by hand', { rows: [['drop', 1]] }, { clean: false, suspect: true, stage: true }],
  ['rows a defender repaired', { fixes: [[1]] }, { clean: false, suspect: true, stage: true }],
  ['a model file', { file: '0123456789abcdef' }, { clean: false, suspect: true, stage: false }],
  ['edits on parameters', { edits: [['flip-sign', 1]] }, { clean: false, suspect: false, stage: false }],
  ['the desk', { desk: { gate: 0.5 } }, { clean: false, suspect: false, stage: false }],
])('a change of %s', (_, part, { clean, suspect, stage }) => {
  const changed = { ...usual, ...part };

  test('is one to what hangs on it, and to nothing else', () => {
    for (const [twin, differs] of [['clean', clean] as const, ['suspect', suspect] as const])
      expect(trainKey(changed, twin, 'auto') !== trainKey(usual, twin, 'auto')).toBe(differs);
    expect(trainsAlike(changed, usual)).toBe(!suspect);
    expect(stageKey(changed) !== stageKey(usual)).toBe(stage);
  });
});

test('the order in which settings were written says nothing', () => {
  const turned = (values: Values): Values => Object.fromEntries(Object.entries(values).reverse());
  const { data, model, hyper } = usual;
  const other: Recipe = {
    ...usual,
    data: turned(data),
    model: turned(model),
    hyper: turned(hyper),
    attack: { id: attack.id, values: turned(attack.values) },
  };
  expect(JSON.stringify(other)).not.toBe(JSON.stringify({ ...usual, attack }));
  expect(trainsAlike(other, { ...usual, attack })).toBe(true);
  expect(stageKey(other)).toBe(stageKey({ ...usual, attack }));
});

test('twins of two engines are two', () => {
  expect(trainKey(usual, 'clean', 'cpu')).not.toBe(trainKey(usual, 'clean', 'simd'));
});
