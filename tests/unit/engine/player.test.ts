import { beforeAll, describe, expect, it, test } from 'vitest';
import type { Engine } from '#engine/engine.ts';
import { Pipeline } from '#engine/pipeline.ts';
import { Player } from '#engine/player.ts';
import { initialParameters } from '#lab/model.ts';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe } from '#lab/repair.ts';
import digits from '#labs/checks/flow.ts';
import trucks from '#labs/trucks/flow.ts';
import { attacks, labs } from '#registry/index.ts';
import { sampleData } from '../sample.ts';
import { openEngine } from './support.ts';

const hooks = { onEpoch: () => {}, cancelled: () => false, breathe: async () => {}, now: () => 0 };
const { x, y } = sampleData(500);
const desk = defaultRecipe(labs.get('checks')!, attacks);
const forecast = defaultRecipe(labs.get('trucks')!, attacks);

const images: Recipe = {
  ...desk,
  model: { ...desk.model, hidden: 8 },
  hyper: { ...desk.hyper, epochs: 3 },
  attack: { id: 'label-flip', values: { share: 1, source: '3', target: '8' } },
};
/** Its suspect has more rows than its clean twin, and so more steps. */
const table: Recipe = {
  ...forecast,
  hyper: { ...forecast.hyper, epochs: 3 },
  attack: { ...forecast.attack, values: { ...forecast.attack.values, rows: 100 } },
};
const both = [
  ['images', images],
  ['a table', table],
] as const;

let engine: Engine;
let pipeline: Pipeline;
beforeAll(async () => {
  engine = await openEngine('simd');
  pipeline = new Pipeline();
  pipeline.supply(digits, { x, y });
  pipeline.supply(trucks, {});
});

async function frameOf(player: Player, recipe: Recipe, step: number) {
  const frame = await player.playTo(recipe, engine, step, hooks);
  if (!frame) throw new Error('was cancelled');
  return frame;
}

const digestsOf = ({ measured: { evidence } }: Awaited<ReturnType<typeof frameOf>>) =>
  [evidence.clean, evidence.suspect].map(({ digest }) => digest);

describe.each(both)('training on %s', (_, recipe) => {
  it('paused again and again ends in the bits, and the curves, of a run that never was', async () => {
    const player = new Player(pipeline);
    for (const step of [1, 2, 9, 9, 12]) expect((await frameOf(player, recipe, step)).step).toBe(step);
    const end = await frameOf(player, recipe, 1e6);
    expect([end.step, end.nextRate]).toEqual([end.of, null]);
    for (const twin of ['clean', 'suspect'] as const) {
      const whole = await pipeline.train(recipe, twin, engine, hooks);
      if (whole === null || whole === 'same') throw new Error('no run of its own');
      const { evidence } = end.measured;
      const stage = pipeline.stage(recipe);
      const flow = recipe.lab === 'checks' ? digits : trucks;
      expect(evidence[twin].learned).toEqual(flow.release(whole.parameters, stage as never, twin));
      expect(evidence[twin].history).toEqual(whole.history);
    }
  });

  it('gone back over is the same as before', async () => {
    const player = new Player(pipeline);
    const first = await frameOf(player, recipe, 5);
    await frameOf(player, recipe, 20);
    expect(digestsOf(await frameOf(player, recipe, 5))).toEqual(digestsOf(first));
    expect(digestsOf(await frameOf(player, recipe, 6))).not.toEqual(digestsOf(first));
  });

  it('shows both twins at the same part of their runs', async () => {
    const { of, perEpoch, measured } = await frameOf(new Player(pipeline), recipe, 1e6);
    expect(of).toBe(3 * perEpoch);
    const half = await frameOf(new Player(pipeline), recipe, 2 * perEpoch);
    expect(half.measured.evidence.clean.history).toEqual(measured.evidence.clean.history.slice(0, 2));
    expect(half.measured.evidence.suspect.history).toEqual(measured.evidence.suspect.history.slice(0, 2));
  });
});

test('before the first step there are the initial parameters', async () => {
  const { measured, loss } = await frameOf(new Player(pipeline), images, 0);
  const { clean, suspect, spec } = measured.evidence;
  expect(clean.parameters).toEqual(initialParameters(spec, images.seed));
  expect(suspect.digest).toBe(clean.digest);
  expect(loss).toEqual({ clean: NaN, suspect: NaN });
});

test('a learning rate changed on the way changes what comes after, and nothing before', async () => {
  const { perEpoch } = await frameOf(new Player(pipeline), images, 0);
  const hyper = { ...images.hyper, changesRate: true, changeAfter: (perEpoch + 2) / perEpoch, changedRate: 0.5 };
  const changed = { ...images, hyper: { ...hyper, changeAfter: Number(hyper.changeAfter.toFixed(3)) } };
  const at = async (recipe: Recipe, step: number) => digestsOf(await frameOf(new Player(pipeline), recipe, step));
  expect(await at(changed, perEpoch + 2)).toEqual(await at(images, perEpoch + 2));
  expect(await at(changed, perEpoch + 3)).not.toEqual(await at(images, perEpoch + 3));
  const toTheSame = { ...changed, hyper: { ...changed.hyper, changedRate: images.hyper.learningRate! } };
  expect(await at(toTheSame, 1e6)).toEqual(await at(images, 1e6));
});

test('runs are given up with the engine they are on', async () => {
  let held = 0;
  const counted: Engine = {
    ...engine,
    open(task) {
      const session = engine.open(task);
      const dispose = session.dispose.bind(session);
      held++;
      session.dispose = () => (held--, dispose());
      return session;
    },
  };
  const player = new Player(pipeline);
  await player.playTo(images, counted, 3, hooks);
  expect(held).toBe(2);
  await player.playTo(images, engine, 3, hooks);
  expect(held).toBe(0);
});

test('a cancelled run shows nothing, and goes on when it is asked again', async () => {
  const player = new Player(pipeline);
  expect(await player.playTo(images, engine, 8, { ...hooks, cancelled: () => true })).toBeNull();
  expect(digestsOf(await frameOf(player, images, 8))).toEqual(
    digestsOf(await frameOf(new Player(pipeline), images, 8)),
  );
});

describe.each(both)('one step on %s, taken apart', (_, recipe) => {
  const explain = (step: number, place = 0) =>
    new Player(pipeline).explain(recipe, 'suspect', engine, step, place, hooks);

  it('stands between the frames before and after it', async () => {
    const [explained, before, after] = await Promise.all([explain(9), explain(8), explain(10)]);
    expect(explained).toMatchObject({ step: 9 });
    expect(explained!.parametersBefore).toEqual(before!.parametersAfter);
    expect(explained!.parametersAfter).toEqual(after!.parametersBefore);
    expect(explained!.parametersAfter).not.toEqual(explained!.parametersBefore);
  });

  it('follows one of its rows, whose losses average to the batch’s', async () => {
    const { rows, batchLoss } = (await explain(9))!;
    expect(new Set(rows).size).toBe(rows.length);
    const followed = await Promise.all(Array.from(rows, (_, place) => explain(9, place)));
    followed.forEach((one, place) => expect(one!.row).toBe(place));
    expect(followed.reduce((sum, one) => sum + one!.before.loss, 0) / rows.length).toBeCloseTo(batchLoss, 5);
    for (const one of followed) {
      const { target, label, before } = one!;
      const loss = target === null ? -Math.log(before.output[label]!) : (before.output[0]! - target) ** 2;
      expect(before.loss).toBeCloseTo(loss, 5);
    }
  });

  it('counts on from the first row when there are fewer', async () => {
    const { rows, x: shown } = (await explain(2))!;
    const again = (await explain(2, rows.length))!;
    expect([again.row, again.x]).toEqual([0, shown]);
  });
});
