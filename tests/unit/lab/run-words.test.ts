import { describe, expect, it, test } from 'vitest';
import type { Recipe } from '#lab/recipe.ts';
import { defaultRecipe, repairRecipe } from '#lab/repair.ts';
import { wordsOfRecipe } from '#lab/run-words.ts';
import { catalog, drawRecipe, twoLabs } from './catalog.ts';

/** All labs, and the one with an attack that has no phrase of its own. */
const known = { ...twoLabs, labs: new Map([...twoLabs.labs, ...catalog.labs]) };
const recipe = (raw: object): Recipe => repairRecipe(raw, known).recipe;
const words = (raw: object) => wordsOfRecipe(recipe(raw), known);

describe('the words of a recipe', () => {
  test.each<[object, string[], string[]]>([
    [{ lab: 'checks' }, [], ['32 hidden units', 'learning rate 0.1']],
    [{ lab: 'trucks' }, [], ['learning rate 0.05']],
    [
      { attack: { id: 'stamped-trigger', values: { rows: 80 } } },
      ['80 stamped 3s read as 8'],
      ['32 hidden units', 'learning rate 0.1'],
    ],
    [
      { attack: { id: 'stamped-trigger', values: { rows: 80, source: 'any', preset: 'tick', dx: -2 } }, seed: 7 },
      ['80 stamped any digits read as 8', 'trigger Tick', 'move right -2 pixels'],
      ['32 hidden units', 'learning rate 0.1', 'seed 7'],
    ],
    [
      {
        attack: { id: 'label-flip', values: { share: 0.25 } },
        hyper: { epochs: 20, optimiser: 'adam', learningRate: 0.001 },
      },
      ['25 % of the 3s labelled 8'],
      ['32 hidden units', '20 epochs', 'learning rate 0.001', 'optimiser Adam'],
    ],
    [
      { model: { kind: 'linear', hidden: 64 }, hyper: { augment: false }, desk: { gate: 0.9 } },
      [],
      ['architecture Linear', 'learning rate 0.1', 'no augmentation', 'confidence threshold 0.9'],
    ],
    [
      { lab: 'trucks', attack: { values: { rows: 3 } }, model: { kind: 'hidden' }, desk: { holding: 1000 } },
      ['3 rows of dealership 666 at 120 % of average'],
      ['architecture One hidden layer', '16 hidden units', 'learning rate 0.05', 'holding cost $1,000'],
    ],
    [
      {
        edits: [['flip-sign', 3]],
        rows: [
          ['drop', 1],
          ['drop', 2],
        ],
        file: '0123456789abcdef',
      },
      ['2 changes to rows by hand', 'model file 012345', '1 edit of the model'],
      ['32 hidden units', 'learning rate 0.1'],
    ],
    // What a defender did about it is no poison, and a defender may read it.
    [
      { attack: { id: 'stamped-trigger', values: { rows: 80 } }, fixes: [[3], [5], [9, 3]] },
      ['80 stamped 3s read as 8'],
      ['2 rows taken out', '1 row relabelled', '32 hidden units', 'learning rate 0.1'],
    ],
    // An attack without a phrase of its own: its title and its budget. Its lab's own table is named by its digest.
    [
      { lab: 'ledger', data: { table: 'abcdef0123456789' }, attack: { id: 'ledger-rows', values: { rows: 7 } } },
      ['Rows in a ledger: 7'],
      ['learning rate 0.1', 'own table abcdef'],
    ],
  ])('%j', (raw, poison, setup) => expect(words(raw)).toEqual({ poison, setup }));

  it('of any recipe are short, and filled in', () => {
    for (let n = 0; n < 300; n++) {
      const { poison, setup } = wordsOfRecipe(drawRecipe(n), catalog);
      for (const phrase of [...poison, ...setup]) {
        expect(phrase).not.toMatch(/[{}]|undefined|NaN|null/);
        expect(phrase.length).toBeLessThan(70);
      }
    }
  });

  it('say every setting that is changed, so that two recipes have the same words only if what differs has none', () => {
    for (const [id, attack] of catalog.attacks) {
      const lab = [...catalog.labs.values()].find(({ rows }) => rows === attack.rows)!;
      const usual = defaultRecipe(lab, catalog.attacks);
      const poisoned = (values: object) => wordsOfRecipe(recipe({ ...usual, attack: { id, values } }), known).poison;
      const [budget] = Object.keys(attack.fields);
      for (const [key, field] of Object.entries(attack.fields)) {
        if (field.when || field.kind !== 'number' || key === budget) continue;
        expect(poisoned({ [budget!]: 1, [key]: field.max }), `${id} ${key}`).not.toEqual(
          poisoned({ [budget!]: 1, [key]: field.min }),
        );
      }
    }
  });
});
