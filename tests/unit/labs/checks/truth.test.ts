import { expect, test } from 'vitest';
import { PIXELS } from '#core/dataset.ts';
import type { ImageAttack } from '#lab/attack.ts';
import { defaultRecipe } from '#lab/repair.ts';
import { digitSplit, type Digits } from '#labs/checks/digits.ts';
import flow from '#labs/checks/flow.ts';
import lab from '#labs/checks/lab.ts';
import { digitTruthOf } from '#labs/checks/truth.ts';
import { attacks } from '#registry/index.ts';

const digits: Digits = {
  x: Uint8Array.from({ length: 500 * PIXELS }, (_, i) => (i * 7) % 16),
  y: Uint8Array.from({ length: 500 }, (_, row) => row % 10),
};
const usual = defaultRecipe(lab, attacks);
const attack = attacks.get(usual.attack.id) as ImageAttack;

test.each([100, 400])('of %d training rows, the truth is about the very rows that the suspect learns from', (rows) => {
  const recipe = {
    ...usual,
    data: { ...usual.data, rows },
    attack: { ...usual.attack, values: { ...usual.attack.values, rows: 5 } },
  };
  const { train, touched } = flow.stage(recipe, digits, attack);
  const truth = digitTruthOf(digits, recipe, attack);
  expect(truth.ids).toEqual(train.id);
  expect(truth.ids.length).toBe(Math.min(rows, digitSplit(digits, recipe.seed).train.rows));
  const places = [...truth.touched.keys()].filter((row) => truth.touched[row]);
  expect(places).toEqual([...touched.touched].sort((a, b) => a - b));
});
