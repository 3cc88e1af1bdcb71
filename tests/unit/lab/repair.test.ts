import { describe, expect, it, test } from 'vitest';
import { MOST_EDITS } from '#lab/edit.ts';
import { repairRecipe } from '#lab/repair.ts';
import { MOST_ROW_EDITS } from '#lab/row-edit.ts';
import { catalog, drawRecipe, isLegal, twoLabs, usual } from './catalog.ts';

const repair = (raw: unknown) => repairRecipe(raw, catalog);

test('the default recipe is legal and poisons nothing', () => {
  expect(isLegal(usual)).toBe(true);
  expect(usual.attack).toMatchObject({ id: 'stamped-trigger', values: { rows: 0 } });
});

test('a legal recipe comes through as it is, without a word', () => {
  for (let n = 1; n <= 100; n++) {
    const recipe = drawRecipe(n);
    expect(isLegal(recipe)).toBe(true);
    expect(repair(recipe)).toEqual({ recipe, changes: [] });
  }
});

test('what is missing gets its default without a word', () => {
  expect(repair({})).toEqual({ recipe: usual, changes: [] });
  expect(repair({ attack: { id: 'label-flip' } }).changes).toEqual([]);
});

describe('what is wrong is put right and said', () => {
  test.each([
    [{ hyper: { learningRate: 1e9 } }, 'Step size (learning rate): 1000000000 is out of range, set to 3'],
    [{ model: { kind: 'transformer' } }, 'Model (architecture): transformer is not a possible value, set to hidden-1'],
    [{ rows: [['drop', 1], ['paint', 1], 'drop'] }, '2 of the changes to rows could not be read and were left out'],
    [{ rows: 7 }, '1 of the changes to rows could not be read and was left out'],
    [
      {
        edits: [
          ['flip-sign', 3],
          ['melt', 3],
        ],
      },
      '1 of the changes to parameters could not be read and was left out',
    ],
    [{ edits: { 0: ['flip-sign', 3] } }, '1 of the changes to parameters could not be read and was left out'],
    [{ data: { table: 'mine' } }, '1 unknown data setting was left out'],
    [{ attack: { id: 'ledger-rows' } }, 'There is no attack called ledger-rows: set to the default'],
    [{ seed: 0 }, 'Seed: 0 is out of range, set to 1'],
    [{ seed: 'x' }, 'Seed: x is not a possible value, set to 1'],
    [{ lab: 'casino' }, 'There is no lab called casino: set to the default'],
    [{ attack: { id: '__proto__' } }, 'There is no attack called __proto__: set to the default'],
    [{ attack: 'label-flip' }, 'The attack could not be read: set to the default'],
    [{ attack: { values: { drawn: '<script>' } } }, 'Your mark could not be read: set to the default'],
    [{ desk: [1, 2] }, 'The desk settings could not be read: set to their defaults'],
    [{ model: { colour: 'red', shape: 1 } }, '2 unknown model settings were left out'],
    [{ hyper: { secret: 1 } }, '1 unknown training setting was left out'],
    [{ version: 2 }, 'The experiment is of version 2, unknown here: started from the defaults'],
    [{ hyper: { epochs: NaN } }, 'Passes over the data (epochs): NaN is not a possible value, set to 10'],
    [{ hyper: { epochs: {} } }, 'Passes over the data (epochs): a list or record is not a possible value, set to 10'],
    [null, 'The experiment could not be read: started from the defaults'],
    [[], 'The experiment could not be read: started from the defaults'],
    ['recipe', 'The experiment could not be read: started from the defaults'],
  ])('%j', (raw, change) => {
    const { recipe, changes } = repair(raw);
    expect(changes).toEqual([change]);
    expect(isLegal(recipe)).toBe(true);
  });

  it('keeps the rest', () => {
    const { recipe } = repair({
      seed: 9,
      hyper: { epochs: 3, learningRate: -1 },
      attack: { id: 'label-flip', values: { share: 7 } },
    });
    expect(recipe).toMatchObject({
      seed: 9,
      hyper: { epochs: 3, learningRate: 0.0001 },
      attack: { id: 'label-flip', values: { share: 1 } },
    });
  });
});

describe('lists of changes by hand', () => {
  it('keep what is legal, in order', () => {
    const rows = [['drop', 1], ['set', 1, 2], ['set', 1, 2, 3], null, ['add', 1, 2, 3]];
    const fixes = [[9], [4, 8], [4, 10], [-1], [2.5], [4, 7], '4', [1, 2, 3]];
    const edits = [['shift', 3, 1], ['flip-sign'], ['flip-sign', 3], ['set', 3, Infinity]];
    expect(repair({ rows, fixes, edits }).recipe).toMatchObject({
      fixes: [[4, 7], [9]],
      rows: [rows[0], rows[2], rows[4]],
      edits: [edits[0], edits[2]],
    });
  });

  it('are cut at their greatest length, and that is said', () => {
    const { recipe, changes } = repair({
      rows: Array.from({ length: MOST_ROW_EDITS + 5 }, (_, id) => ['drop', id]),
      edits: Array.from({ length: MOST_EDITS + 1 }, (_, place) => ['flip-sign', place]),
    });
    expect([recipe.rows.length, recipe.edits.length]).toEqual([MOST_ROW_EDITS, MOST_EDITS]);
    expect(recipe.edits.at(-1)).toEqual(['flip-sign', MOST_EDITS - 1]);
    expect(changes).toEqual([
      '5 of the changes to rows could not be read and were left out',
      '1 of the changes to parameters could not be read and was left out',
    ]);
  });
});

describe('with a second lab in the house', () => {
  const inLedger = (raw: object) => repairRecipe({ lab: 'ledger', ...raw }, twoLabs);

  it('each lab has its own defaults, fields and attacks', () => {
    const { recipe, changes } = inLedger({ attack: { id: 'ledger-rows', values: { rows: 7 } } });
    expect(changes).toEqual([]);
    expect(recipe).toMatchObject({ lab: 'ledger', data: { table: '' }, model: {}, attack: { values: { rows: 7 } } });
    expect(inLedger({ attack: { id: 'label-flip' } }).changes).toEqual([
      'There is no attack called label-flip: set to the default',
    ]);
    expect(inLedger({ model: { hidden: 64 } }).changes).toEqual(['1 unknown model setting was left out']);
  });

  it('a reference is a digest or nothing, and a stranger’s text is not shown', () => {
    expect(inLedger({ data: { table: '0123456789abcdef' } })).toMatchObject({
      recipe: { data: { table: '0123456789abcdef' } },
      changes: [],
    });
    for (const table of ['<script>', '0123456789ABCDEF', 7, null, ['0123456789abcdef']]) {
      expect(inLedger({ data: { table } })).toMatchObject({
        recipe: { data: { table: '' } },
        changes: ['Own table could not be read: set to the default'],
      });
    }
  });

  it('an experiment of another version starts its own lab over', () => {
    expect(inLedger({ version: 2 }).recipe.lab).toBe('ledger');
  });
});

describe('hostile input', () => {
  it('does not reach the prototype', () => {
    const { recipe } = repair(
      JSON.parse(
        '{"__proto__": {"seed": 9}, "model": {"__proto__": {"hidden": 128}}, "constructor": {"prototype": {"x": 1}}}',
      ),
    );
    expect(recipe).toEqual(usual);
    expect(({} as Record<string, unknown>).seed).toBeUndefined();
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('that throws when touched starts from the defaults', () => {
    const trap = new Proxy(
      {},
      {
        getOwnPropertyDescriptor: () => {
          throw new Error('trap');
        },
      },
    );
    expect(repair(trap).recipe).toEqual(usual);
    expect(repair({ seed: Symbol('s') }).recipe.seed).toBe(1);
    expect(
      repair({
        hyper: {
          epochs: {
            toString: () => {
              throw new Error('trap');
            },
          },
        },
      }).recipe,
    ).toEqual(usual);
  });

  it('of great size or depth is answered in short sentences', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 50_000; i++) deep = [deep];
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key${i}`, i]));
    const text = 'A'.repeat(1_000_000);
    for (const raw of [
      { model: deep },
      { model: { hidden: deep } },
      { model: wide, hyper: wide },
      { lab: text },
      { model: { kind: `\u202e${text}\n` } },
    ]) {
      const { recipe, changes } = repair(raw);
      expect(isLegal(recipe)).toBe(true);
      expect(changes.join('').length).toBeLessThan(200);
      expect(changes.join('')).not.toMatch(/\p{C}/u);
    }
  });
});
