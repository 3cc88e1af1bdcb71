import { describe, expect, test } from 'vitest';
import { applies, type Fields, type Values } from '#core/fields.ts';
import type { Recipe } from '#lab/recipe.ts';
import { sheetOfRecipe } from '#lab/recipe-differences.ts';
import { defaultRecipe, repairRecipe } from '#lab/repair.ts';
import { catalog, drawRecipe } from './catalog.ts';

const recipe = (raw: object): Recipe => repairRecipe(raw, catalog).recipe;
const lines = (raw: object) => {
  const { poison, setup } = sheetOfRecipe(recipe(raw), catalog);
  const line = ({ part, label, value, usual }: (typeof poison)[number]) => [part, label, value, usual].join(' | ');
  return { poison: poison.map(line), setup: setup.map(line) };
};

describe('a recipe on paper', () => {
  test.each(['checks', 'trucks'])('says nothing but the seed of the usual one: %s', (lab) => {
    expect(lines({ lab })).toEqual({ poison: [], setup: ['All | Seed | 1 | 1'] });
  });

  test('says every setting that differs, with its unit and what is usual', () => {
    const { poison, setup } = lines({
      seed: 7,
      attack: { id: 'stamped-trigger', values: { rows: 80, target: '9' } },
      hyper: { epochs: 20, augment: false },
      desk: { gate: 0.9, trigger: false },
      edits: [['flip-sign', 3]],
      rows: [['drop', 1]],
      fixes: [[2]],
    });
    expect(poison[0]).toMatch(/^Attack \| Kind \| /);
    expect(poison).toContainEqual(expect.stringMatching(/\| 80( rows)? \| 0( rows)?$/));
    expect(poison).toContainEqual(expect.stringMatching(/^Attack \| .*\| 9 \| 8$/));
    expect(poison).toContain('Attack | Marks are on the attacker’s checks (trigger) | off | on');
    expect(poison).toContain('Data | Rows changed by hand | 1 | 0');
    expect(poison).toContain('Model | Edits of the weights by hand | 1 | 0');
    expect(setup[0]).toBe('All | Seed | 7 | 1');
    expect(setup).toContain('Repair | Rows taken out or relabelled | 1 | 0');
    expect(setup).toContainEqual(expect.stringMatching(/^Training \| .*\| 20 \| 10$/));
    expect(setup).toContainEqual(expect.stringMatching(/^Training \| .*\(augmentation\) \| off \| on$/));
    expect(setup).toContainEqual(expect.stringMatching(/^Desk \| .*threshold\) \| 0.9 \| 0.95$/));
  });

  test('tells of an attack that is set up and has no budget', () => {
    expect(lines({ attack: { id: 'label-flip' } }).poison[0]).toMatch(/with a budget of 0/);
    expect(lines({ attack: { id: 'stamped-trigger', values: { target: '9' } } }).poison).toHaveLength(2);
  });

  test('keeps a model file with the poison', () => {
    expect(lines({ file: '0123456789abcdef' }).poison).toEqual(['Model | Loaded from a file | 0123456789abcdef | ']);
  });

  test('leaves nothing out of any recipe, and keeps what the attacker did out of the setup', () => {
    for (let trial = 0; trial < 100; trial++) {
      const drawn = drawRecipe(trial);
      const lab = catalog.labs.get(drawn.lab)!;
      const usual = defaultRecipe(lab, catalog.attacks);
      const { poison, setup } = sheetOfRecipe(drawn, catalog);
      const said = new Set([...poison, ...setup].map(({ label }) => label));
      const expectSaid = (fields: Fields, is: Values, was: Values) => {
        for (const [key, field] of Object.entries(fields))
          if (is[key] !== was[key] && applies(field, is)) expect(said).toContain(field.label);
      };
      expectSaid(lab.dataFields, drawn.data, usual.data);
      expectSaid(lab.modelFields, drawn.model, usual.model);
      expectSaid(lab.hyperFields, drawn.hyper, usual.hyper);
      expectSaid(lab.deskFields, drawn.desk, usual.desk);
      expect(setup.filter(({ part }) => part === 'Attack')).toEqual([]);
      expect(setup.map(({ label }) => label)).not.toContain('Marks are on the attacker’s checks (trigger)');
    }
  });
});
