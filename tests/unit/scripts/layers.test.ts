import { expect, test } from 'vitest';
import { checkLayers } from '../../../scripts/layers.mjs';

test('the layer rule passes a tree whose imports point left', () => {
  expect(checkLayers('tests/lint-fixtures/good')).toEqual([]);
});

test('the layer rule bites on every way of importing to the right', () => {
  const breaches = checkLayers('tests/lint-fixtures/bad').join('\n');
  const expected = [
    'core/upward.ts (core) imports lab/recipe.ts',
    'lab/upward.ts (lab) imports registry/index.ts',
    'attacks/upward.ts (content) imports engine/pipeline.ts',
    'detectors/upward.ts (content) imports engine/inspect.ts',
    'edits/upward.ts (content) imports registry/index.ts',
    'state/past-the-door.ts (state) sees more of the engine',
    'state/worker-url.ts (state) sees more of the engine',
    'charts/knows-labs.svelte (charts) imports labs/checks/day.ts',
    'ui/lazily.ts (ui) imports state/experiment.svelte.ts',
    'labs/checks/View.svelte (views) sees more of the engine',
    'cycle: app/about.ts > app/round.ts > app/about.ts',
  ];
  for (const breach of expected) expect(breaches).toContain(breach);
  expect(breaches.split('\n')).toHaveLength(expected.length);
});
