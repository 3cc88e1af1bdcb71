import { beforeAll, describe, expect, it } from 'vitest';
import { Pipeline } from '#engine/pipeline.ts';
import type { Engine } from '#engine/engine.ts';
import type { Trained } from '#lab/evidence.ts';
import type { Recipe } from '#lab/recipe.ts';
import { summaryOf } from '#lab/run-summary.ts';
import type { Evidence } from '#labs/checks/evidence.ts';
import flow from '#labs/checks/flow.ts';
import { scores } from '#labs/checks/scores.ts';
import { openEngine } from '../engine/support.ts';
import { sampleData } from '../sample.ts';
import { usual } from './catalog.ts';

const hooks = { onEpoch: () => {}, cancelled: () => false, breathe: async () => {}, now: () => 0 };
const { x, y } = sampleData(500);
const recipe: Recipe = {
  ...usual,
  model: { ...usual.model, hidden: 8 },
  hyper: { ...usual.hyper, epochs: 2 },
  attack: { id: 'label-flip', values: { share: 1, source: '3', target: '8' } },
};

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine('simd');
});

async function measure(of: Recipe): Promise<Evidence> {
  const pipeline = new Pipeline();
  pipeline.supply(flow, { x, y });
  const clean = (await pipeline.train(of, 'clean', engine, hooks)) as Trained;
  const suspect = (await pipeline.train(of, 'suspect', engine, hooks)) as Trained;
  return (await pipeline.evaluate(of, clean, suspect, engine, hooks.now)).evidence as Evidence;
}

describe('the summary of a run', () => {
  it('keeps scores, losses and digests of both twins, and what was touched, and nothing large', async () => {
    const evidence = await measure(recipe);
    const summary = summaryOf(scores, evidence);
    for (const twin of ['clean', 'suspect'] as const) {
      expect(summary[twin].scores).toEqual({
        performance: evidence[twin].accuracy,
        success: evidence[twin].attackSuccess!.source,
        money: evidence.desk[twin].lost,
      });
      expect(summary[twin].loss).toEqual(evidence[twin].history.map(({ loss }) => loss));
      expect(summary[twin].digest).toBe(evidence[twin].digest);
      expect(summary[twin].status).toBe('trained');
    }
    expect([summary.rows, summary.rowsTotal]).toEqual([evidence.budget.rows, 400]);
    expect(summary.clean.digest).not.toBe(summary.suspect.digest);
    expect(JSON.stringify(summary).length).toBeLessThan(2000);
  });

  it('says when a model diverged', async () => {
    const evidence = await measure(recipe);
    const diverged = { ...evidence, suspect: { ...evidence.suspect, status: 'diverged' as const } };
    expect(summaryOf(scores, diverged).suspect.status).toBe('diverged');
  });
});

describe('fewer training rows', () => {
  it('are those the flow trains on, and leave the test rows alone', () => {
    const many = sampleData(2000);
    const pipeline = new Pipeline();
    pipeline.supply(flow, { x: many.x, y: many.y });
    const whole = pipeline.stage(recipe);
    const fewer = pipeline.stage({ ...recipe, data: { rows: 1000 } });
    expect([whole.clean.base.rows, fewer.clean.base.rows]).toEqual([1600, 1000]);
    expect(fewer.budget.rowsTotal).toBe(1000);
    expect(fewer.clean.watch.x).toBe(whole.clean.watch.x);
    expect(pipeline.stage({ ...recipe, hyper: {} }).clean.base).toBe(whole.clean.base);
  });
});
