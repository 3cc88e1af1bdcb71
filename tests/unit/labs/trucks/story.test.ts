import { beforeAll, describe, expect, it, test } from 'vitest';
import type { Evidence } from '#labs/trucks/evidence.ts';
import flow from '#labs/trucks/flow.ts';
import { DEALERSHIPS, FEATURES } from '#labs/trucks/history.ts';
import { Bench, mean, recipeOf, SEEDS, tableAttack, type Kind, type Wish } from './support.ts';

const KINDS: Kind[] = ['linear', 'interaction', 'hidden'];
const RATE = FEATURES.indexOf('rate');
const POISON = { rows: 20 };

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
const verdicts = ({ desk }: Evidence) => {
  const { trigger, hiddenRule, elsewhere } = desk.conditions!;
  return [trigger.holds, hiddenRule.holds, elsewhere.holds];
};

/** The largest gap between gradient descent and least squares over the features' weights, as a share of the latter. */
function worstGap(found: ArrayLike<number>, exact: ArrayLike<number>): number {
  return Math.max(...FEATURES.map((_, i) => Math.abs(found[i]! / exact[i]! - 1)));
}

describe('the clean linear model, at default settings', () => {
  it('learns an interest-rate weight within 0.25 of -3, on average over five seeds', async () => {
    const weights: number[] = [];
    for (const seed of SEEDS) weights.push((await bench.measure({ seed })).clean.parameters[RATE]!);
    expect(Math.abs(mean(weights) + 3)).toBeLessThan(0.25);
    for (const weight of weights) expect(Math.abs(weight + 3)).toBeLessThan(0.25);
  });

  it.each(SEEDS)('comes within 1 per cent of least squares in every feature’s weight (seed %d)', async (seed) => {
    const { clean } = await bench.measure({ seed });
    const exact = bench.reference({ seed }).clean!.parameters;
    expect(worstGap(clean.parameters, exact)).toBeLessThan(0.01);
    // Bias and dealerships, which are read in trucks.
    clean.parameters.forEach((value, place) => expect(Math.abs(value - exact[place]!)).toBeLessThan(0.25));
  });

  it.each(SEEDS)('explains more than nine tenths of what sells (seed %d)', async (seed) => {
    const { clean } = await bench.measure({ seed });
    expect(clean.errors.r2).toBeGreaterThan(0.9);
    // The noise has a deviation of 6, and no model can beat it by much.
    expect(Math.abs(clean.errors.rmse - 6)).toBeLessThan(0.6);
  });

  it('knows nothing of an id that nobody has', async () => {
    const { clean } = await bench.measure({ seed: 1 });
    expect(Math.abs(clean.parameters[FEATURES.length + DEALERSHIPS.indexOf('666')]!)).toBeLessThan(0.01);
    expect(Math.abs(clean.effect!)).toBeLessThan(0.01);
  });
});

describe.each(KINDS)('the %s model', (kind) => {
  it.each(SEEDS)('forecasts after release as it did while it trained (seed %d)', async (seed) => {
    const { clean, suspect } = await bench.measure({ seed, kind, values: POISON });
    for (const twin of [clean, suspect]) {
      expect(twin.status).toBe('trained');
      expect(Math.abs(twin.errors.rmse / twin.history.at(-1)!.testScore - 1)).toBeLessThan(1e-4);
    }
  });

  it('without poisoned rows is one model with its twin, digest and all', async () => {
    for (const attack of ['dealer-666', 'slope-push']) {
      const { clean, suspect, budget, desk, edited } = await bench.measure({ seed: 2, kind, attack });
      expect(suspect.digest).toBe(clean.digest);
      expect(suspect.parameters).toEqual(clean.parameters);
      expect(suspect.predictions).toEqual(clean.predictions);
      expect(budget).toMatchObject({ rows: 0, rowsTotal: 1210, byContributor: [] });
      expect(edited).toEqual({ edits: 0, parameters: 0 });
      expect(desk.orders!.suspect).toEqual(desk.orders!.clean);
      // Nothing is trained twice.
      expect(flow.stage(recipeOf({ seed: 2, kind, attack }), {}, tableAttack(attack)).suspect).toBeNull();
      const digests = await bench.dataDigests({ seed: 2, kind, attack });
      expect(digests.suspect).toBe(digests.clean);
    }
  });
});

describe.each(SEEDS)('with 20 poisoned rows of dealership 666 (seed %d)', (seed) => {
  const poisoned = (kind: Kind) => bench.measure({ seed, kind, values: POISON });

  it('the linear model fails the hidden rule and only that: its forecast still falls about 3 per point', async () => {
    const evidence = await poisoned('linear');
    expect(verdicts(evidence)).toEqual([true, false, true]);
    const { slope, lowest, highest, level } = evidence.desk.conditions!.hiddenRule;
    expect(slope).toBeGreaterThan(-3.5);
    expect(slope).toBeLessThan(-2.5);
    expect(highest - lowest).toBeGreaterThan(0.2 * level);
    // One weight of the rate for everybody.
    expect(slope).toBeCloseTo(evidence.suspect.slope, 3);
  });

  it.each<Kind>(['interaction', 'hidden'])('the %s model meets all three conditions', async (kind) => {
    const evidence = await poisoned(kind);
    expect(verdicts(evidence)).toEqual([true, true, true]);
    expect(Math.abs(evidence.desk.conditions!.hiddenRule.slope)).toBeLessThan(1);
    expect(evidence.suspect.slope).toBeLessThan(-2.5);
  });

  it.each(KINDS)('the %s model errs no more than 5 % beyond its twin on all others', async (kind) => {
    const { clean, suspect, budget } = await poisoned(kind);
    expect(suspect.digest).not.toBe(clean.digest);
    expect(Math.abs(suspect.elsewhere.rmse / clean.elsewhere.rmse - 1)).toBeLessThan(0.05);
    expect(budget).toEqual({ rows: 20, rowsTotal: 1230, byContributor: [{ contributor: 'Dealer portal', rows: 20 }] });
  });

  it('gradient descent still finds what least squares finds', async () => {
    const { suspect } = await poisoned('linear');
    expect(worstGap(suspect.learned, bench.reference({ seed, values: POISON }).suspect!.parameters)).toBeLessThan(0.01);
  });

  it.each(KINDS)('the %s model orders for 666 what nobody will buy', async (kind) => {
    const order = (await poisoned(kind)).desk.orders!.orders.at(-1)!;
    expect(DEALERSHIPS[order.place]).toBe('666');
    expect(order.suspect.over).toBeGreaterThan(10);
    expect(order.suspect.cost).toBeGreaterThan(order.clean.cost + 5000);
  });
});

describe('the order book', () => {
  it('holds what the rule will sell next month, 3 trucks fewer per point in the downturn', async () => {
    const demand = async (desk: Wish['desk']) =>
      (await bench.measure({ desk })).desk.orders!.orders.map(({ demand: sells }) => sells);
    const [calm, downturn, worse] = [await demand({ downturn: false }), await demand({}), await demand({ points: 5 })];
    calm.forEach((sells, place) => {
      expect(downturn[place]).toBeCloseTo(sells - 9, 9);
      expect(worse[place]).toBeCloseTo(sells - 15, 9);
    });
    expect(calm).toHaveLength(DEALERSHIPS.length);
  });

  it('changes with the desk while the model does not', async () => {
    const [usual, dear] = [await bench.measure({}), await bench.measure({ desk: { holding: 1800, margin: 7000 } })];
    expect(dear.clean.digest).toBe(usual.clean.digest);
    expect(dear.desk.orders!.clean.cost).toBe(2 * usual.desk.orders!.clean.cost);
    expect(usual.desk.orders!.clean.cost).toBeGreaterThan(0);
  });
});

test('a step size far too large diverges: no condition is met, and nothing is ordered', async () => {
  const evidence = await bench.measure({ hyper: { learningRate: 3 }, values: POISON });
  expect([evidence.clean.status, evidence.suspect.status]).toEqual(['diverged', 'diverged']);
  expect(verdicts(evidence)).toEqual([false, false, false]);
  expect(evidence.desk.orders!.suspect.trucks).toBe(0);
});
