import { expect, test } from 'vitest';
import type { Attack } from '#lab/attack.ts';
import type { Evidence } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import { cellsOf, dosesOf, survey, type Surveyor, type Trial, type Tried } from '#lab/survey.ts';
import { NOTHING_FOUND } from '#lab/detector.ts';

const trial = (id: string, plan: Trial['plan'] = null): Trial => ({
  id,
  title: id,
  dose: '',
  change: (usual) => ({ ...usual, lab: id }),
  plan,
});
const usual = (seed: number) => ({ seed, edits: [] }) as unknown as Recipe;

/** Measures nothing and finds an alarm on even seeds, pointing at the first row; the second row is poisoned. */
const surveyor: Surveyor = {
  material: 'rows',
  legal: (recipe) => recipe,
  attackOf: () => ({ id: 'abc' }) as Attack,
  pause: async () => {},
  measure: async (recipe) => ({ recipe }) as Evidence,
  truthOf: () => ({ ids: Int32Array.of(7, 8, 9), touched: Uint8Array.of(0, 1, 0), hasLabels: true }),
  detect: async ({ recipe }) => ({
    finding: {
      ...NOTHING_FOUND,
      signal: recipe.seed % 2 === 0 ? 'alarm' : 'quiet',
      says: '',
      sure: '',
      rows: { flagged: Uint32Array.of(0, 1), scores: null },
    },
    ms: 5,
  }),
};

async function all(trials: readonly Trial[], seeds: readonly number[], by = surveyor): Promise<Tried[]> {
  const tried: Tried[] = [];
  for await (const one of survey(by, trials, usual, seeds, ['a', 'b'])) tried.push(one);
  return tried;
}

test('every detector looks at every trial with every seed, and is scored', async () => {
  const tried = await all([trial('x'), trial('y')], [1, 2]);
  expect(tried.map(({ trial, recipe, detector }) => `${trial}${recipe.seed}${detector}`).join(' ')).toBe(
    'x1a x1b x2a x2b y1a y1b y2a y2b',
  );
  expect(tried[0]!.recipe.lab).toBe('x');
  expect(tried[0]!.rows).toMatchObject({ hits: 1, precision: 0.5, recall: 1 });
  expect(cellsOf(tried)['y']!['b']).toEqual({
    signals: { alarm: 1, suspicious: 0, quiet: 1, 'cannot-know': 0 },
    recall: 1,
    precision: 0.5,
  });
});

test('edits are planned for the model at hand, and measured', async () => {
  const plan: Trial['plan'] = async ({ evidence, material, attack }) => [
    [String(material), evidence.recipe.seed, attack.id.length],
  ];
  const [tried] = await all([trial('x', plan)], [4]);
  expect(tried!.recipe.edits).toEqual([['rows', 4, 3]]);
});

test('a survey ends when it is called off, and keeps what it has', async () => {
  let left = 3;
  const tired: Surveyor = { ...surveyor, detect: async (...asked) => (left-- > 0 ? surveyor.detect(...asked) : null) };
  expect(await all([trial('x'), trial('y')], [1, 2], tired)).toHaveLength(3);
  expect(await all([trial('x')], [1], { ...surveyor, measure: async () => null })).toEqual([]);
});

test('doses double from little to the most there is', () => {
  const field = { kind: 'number', label: '', help: '', default: 0 } as const;
  expect(dosesOf({ ...field, min: 0, max: 400, step: 1 })).toEqual([3, 6, 13, 25, 50, 100, 200, 400]);
  expect(dosesOf({ ...field, min: 0, max: 1, step: 0.01 })).toEqual([0.01, 0.02, 0.03, 0.06, 0.13, 0.25, 0.5, 1]);
  expect(dosesOf({ ...field, min: 0, max: 2, step: 1 })).toEqual([1, 2]);
});
