import { expect, test } from 'vitest';
import { standsAt } from '#labs/parts/cockpit/words.ts';

const run = { of: 1250, perEpoch: 125 };

test.each([
  [0, /^Before the first step: every weight is a random draw/],
  [1, 'Step 1 of 1,250, in epoch 1 of 10.'],
  [124, 'Step 124 of 1,250, in epoch 1 of 10.'],
  [125, 'Step 125 of 1,250, epoch 1 of 10 just ended.'],
  [126, 'Step 126 of 1,250, in epoch 2 of 10.'],
  [1250, 'The run is over: 1,250 steps in 10 epochs.'],
])('after %i steps a run is told to be %s', (at, says) => {
  expect(standsAt({ at, ...run })).toMatch(says);
});

test('one epoch is one epoch', () => {
  expect(standsAt({ at: 125, of: 125, perEpoch: 125 })).toBe('The run is over: 125 steps in 1 epoch.');
});
