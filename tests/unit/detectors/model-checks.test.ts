import { beforeAll, describe, expect, it, test } from 'vitest';
import { PIXELS, type Dataset } from '#core/dataset.ts';
import { defaultsOf } from '#core/fields.ts';
import { stampAll } from '#core/trigger.ts';
import { imagesOf, spread } from '#detectors/parts/images.ts';
import { entropyBoundary, readerOf, superpositionEntropy } from '#detectors/parts/superposition.ts';
import type { ImageAttack } from '#lab/attack.ts';
import { onRows } from '#lab/dense-net.ts';
import type { Finding } from '#lab/detector.ts';
import type { Recipe } from '#lab/recipe.ts';
import { planDetector } from '#labs/checks/tampering/detector.ts';
import { attacks } from '#registry/index.ts';
import { loadDetector } from '#registry/detectors.ts';
import { recipeOf, Ward, type Wish } from './support.ts';

let ward: Ward;
beforeAll(async () => {
  ward = await Ward.open();
});

async function find(id: string, recipe: Recipe): Promise<Finding> {
  const detector = await loadDetector(id);
  return detector.run(await ward.inspect(recipe), defaultsOf(detector.fields));
}
const digits = (wish: Wish) => recipeOf('checks', wish);
const trucks = (wish: Wish) => recipeOf('trucks', wish);

const stamp = attacks.get('stamped-trigger') as ImageAttack;
const triggerOf = ({ attack: { values } }: Recipe) => stamp.trigger(values)!;

/** The usual mark on 3s, to be read as 8, by a unit wired for it. */
async function planted(): Promise<{ recipe: Recipe; unit: number }> {
  const untouched = digits({});
  const { evidence } = await ward.measure(untouched);
  const { x, y } = imagesOf((await ward.inspect(untouched)).sealed);
  const wish = { trigger: triggerOf(untouched), source: 3, target: 8 };
  const plan = planDetector(onRows(evidence.clean.parameters, evidence.spec, x, y), wish);
  if ('refused' in plan) throw new Error(plan.refused);
  return { recipe: { ...untouched, edits: plan.edits }, unit: plan.unit };
}

describe('a detector unit planted by hand', () => {
  let recipe: Recipe;
  let unit: number;
  beforeAll(async () => {
    ({ recipe, unit } = await planted());
  });

  test.each(['weight-distribution', 'dormant-units', 'release-diff'])('is pointed at by %s', async (id) =>
    expect(await find(id, recipe)).toMatchObject({ signal: 'alarm', units: [{ layer: 0, unit }] }),
  );

  test.each(['performance', 'sealed-quiz', 'two-halves', 'trigger-inversion'])('escapes %s', async (id) =>
    expect((await find(id, recipe)).signal).toBe('quiet'),
  );
});

test.each([
  ['all 3s labelled 8', digits({ attack: 'label-flip', values: { share: 1 } }), ['performance', 'sealed-quiz']],
  ['a bias moved far', digits({ edits: [['shift', 25448, 4]] }), ['performance', 'weight-distribution']],
  ['exchanged classes', digits({ edits: [['swap-outputs', 3, 8]] }), ['performance', 'sealed-quiz', 'two-halves']],
  ['a backdoor for any digit', digits({ values: { rows: 80, source: 'any' } }), ['trigger-inversion']],
  [
    'the rate’s sign turned',
    trucks({ edits: [['flip-sign', 3]] }),
    ['weight-distribution', 'sealed-quiz', 'two-halves'],
  ],
  [
    'one row of dealership 666',
    trucks({ attack: 'dealer-666', values: { rows: 1 } }),
    ['weight-distribution', 'sealed-quiz'],
  ],
])('%s is an alarm', async (_, recipe, ids) => {
  for (const id of ids) expect([id, (await find(id, recipe)).signal]).toEqual([id, 'alarm']);
});

test('a backdoor learned from rows leaves weights and sealed digits as they were', async () => {
  const recipe = digits({ values: { rows: 80, source: 'any' } });
  for (const id of ['performance', 'sealed-quiz', 'weight-distribution', 'dormant-units', 'release-digest'])
    expect([id, (await find(id, recipe)).signal]).toEqual([id, 'quiet']);
});

describe('superposition, on checks as they come in', () => {
  const OVER = 10;
  /** Entropy of sealed digits with and without the mark, and the boundary that others of them set. */
  async function entropies(recipe: Recipe) {
    const { suspect, sealed } = await ward.inspect(recipe);
    const data = imagesOf(sealed);
    const [over, clean, incoming] = [spread(data, OVER), spread(data, 500), spread(data, 190)];
    const ask = (x: Uint8Array, like: Dataset) =>
      superpositionEntropy(x, over.x, data.classes, readerOf(suspect, like));
    const boundary = entropyBoundary(await ask(clean.x, clean), 0.01);
    const marked = stampAll(incoming.x, triggerOf(recipe)).filter((_, at) => incoming.y[Math.floor(at / PIXELS)] !== 8);
    const below = (bits: Float32Array) => bits.filter((each) => each < boundary).length / bits.length;
    return { marked: below(await ask(marked, incoming)), plain: below(await ask(incoming.x, incoming)) };
  }

  it('rejects most marked digits and lets others pass', async () => {
    const { marked, plain } = await entropies(digits({ values: { rows: 80, source: 'any' } }));
    expect(marked).toBeGreaterThan(0.6);
    expect(plain).toBeLessThan(0.05);
  });

  it('rejects nearly all where a unit was planted for the mark', async () =>
    expect((await entropies((await planted()).recipe)).marked).toBeGreaterThan(0.9));

  it('loses most where the backdoor is for 3s only', async () =>
    expect((await entropies(digits({ values: { rows: 20, source: '3' } }))).marked).toBeLessThan(0.3));

  it('has nothing to reject where the mark means nothing', async () =>
    expect((await entropies(digits({}))).marked).toBeLessThan(0.05));
});
