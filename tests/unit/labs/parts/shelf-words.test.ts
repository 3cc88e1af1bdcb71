import { expect, test } from 'vitest';
import { digitModel, initialParameters, parameterCount, type ModelSpec } from '#lab/model.ts';
import { defaultRecipe } from '#lab/repair.ts';
import { attacks, labs } from '#registry/index.ts';
import {
  chosenOf,
  chosenWords,
  layerWords,
  learnedWords,
  movedWords,
  startWords,
} from '#labs/parts/shelves/shelf-words.ts';

const lab = labs.get('checks')!;
const recipe = defaultRecipe(lab, attacks);
const forecast: ModelSpec = {
  kind: 'dense',
  inputs: 5,
  hidden: [],
  outputs: 1,
  activation: 'relu',
  loss: 'squared-error',
};

test('weights and biases are counted as they are laid out', () => {
  expect(learnedWords(digitModel([32]))).toBe('25,450 parameters: 25,408 weights and 42 biases');
  expect(learnedWords(forecast)).toBe('6 parameters: 5 weights and 1 bias');
  for (const spec of [digitModel([]), digitModel([64, 16]), digitModel([], 'conv'), forecast]) {
    const numbers = learnedWords(spec)
      .match(/[\d,]+/g)!
      .map((text) => Number(text.replace(',', '')));
    expect(numbers[0]).toBe(parameterCount(spec));
    expect(numbers[1]! + numbers[2]!).toBe(numbers[0]);
  }
});

test('each layer says what it holds', () => {
  expect(layerWords(digitModel([32]))).toEqual([
    { name: 'Hidden layer', holds: '784 × 32 = 25,088 weights and 32 biases' },
    { name: 'Output layer', holds: '32 × 10 = 320 weights and 10 biases' },
  ]);
  expect(layerWords(digitModel([16, 8])).map(({ name }) => name)).toEqual([
    'Hidden layer 1',
    'Hidden layer 2',
    'Output layer',
  ]);
  expect(layerWords(digitModel([], 'conv')).map(({ name }) => name)).toEqual([
    'Convolution 1',
    'Convolution 2',
    'Output layer',
  ]);
  expect(layerWords(forecast)).toEqual([{ name: 'The one layer', holds: '5 × 1 = 5 weights and 1 bias' }]);
});

test('hyperparameters that do not apply are not counted', () => {
  expect(chosenOf(lab, recipe)).toEqual({ count: 13, changed: [] });
  // A linear model has no hidden units and no activation; Adam has no momentum to choose.
  const linear = {
    ...recipe,
    model: { ...recipe.model, kind: 'linear' },
    hyper: { ...recipe.hyper, optimiser: 'adam' },
  };
  expect(chosenOf(lab, linear)).toEqual({ count: 10, changed: ['architecture', 'optimiser'] });
});

test('what was turned is named by its term, the seed too', () => {
  const turned = { ...recipe, seed: 7, hyper: { ...recipe.hyper, learningRate: 0.2 } };
  expect(chosenOf(lab, turned).changed).toEqual(['learning rate', 'seed']);
  expect(chosenWords({ count: 12, changed: [] })).toBe('12 hyperparameters, all at their defaults');
  expect(chosenWords({ count: 12, changed: ['seed'] })).toBe('12 hyperparameters, 1 off its default: seed');
  expect(chosenWords({ count: 12, changed: ['a', 'b', 'c', 'd'] })).toBe('12 hyperparameters, 4 off their defaults');
});

test('a shelf says where its parameters started, and how many moved', () => {
  const spec = digitModel([4]);
  const learned = initialParameters(spec, 3);
  expect(movedWords(spec, 3, learned)).toMatch(/Training moved 0 of the 3,190\.$/);
  learned[10]! += 1;
  learned.fill(NaN, -2);
  expect(movedWords(spec, 3, learned)).toMatch(/Training moved 3 of the 3,190\.$/);
  expect(movedWords(spec, 4, learned.fill(9))).toMatch(/Training moved all\.$/);
  expect(startWords(forecast)).toBe('Before training all of them were zero.');
});
