import { expect, test } from 'vitest';
import type { Evidence } from '#lab/evidence.ts';
import type { EngineClient } from '#engine/client.ts';
import { Asking } from '#state/asking.ts';

test('rows made up on the spot are asked of the engine that was chosen for the bench', async () => {
  const asked: unknown[] = [];
  const client = {
    predict: async (...all: unknown[]) => (asked.push(all.at(-1)), { ok: true, value: new Float32Array(10) }),
  } as unknown as EngineClient;
  const twin = { parameters: new Float32Array(3) };
  const evidence = { recipe: {}, clean: twin, suspect: twin } as unknown as Evidence;
  await new Asking(client, { recipe: evidence.recipe, evidence, engine: 'cpu' }).predict(new Uint8Array(784));
  expect(asked).toEqual(['cpu', 'cpu']);
});
