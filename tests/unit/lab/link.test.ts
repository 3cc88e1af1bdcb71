import { deflateSync } from 'fflate';
import { loadPacker } from '#lab/packer.ts';
import { describe, expect, it, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { MOST_EDITS } from '#lab/edit.ts';
import { decodeRecipe, encodeRecipe } from '#lab/link.ts';
import type { Recipe } from '#lab/recipe.ts';
import { catalog, drawRecipe, isLegal, twoLabs, usual } from './catalog.ts';

await loadPacker();

const encode = (recipe: Recipe) => encodeRecipe(recipe, catalog);
const decode = (text: string, lab = 'checks') => decodeRecipe(text, lab, catalog);
const linkOf = (bytes: Uint8Array) => `1.${Buffer.from(bytes).toString('base64url')}`;
const linkTo = (payload: unknown) => linkOf(deflateSync(new TextEncoder().encode(JSON.stringify(payload))));

describe('a link', () => {
  it('is empty for the default recipe, and back', () => {
    expect(encode(usual)).toBe('');
    expect(decode('')).toEqual({ recipe: usual, changes: [] });
  });

  it('brings every legal recipe back exactly', () => {
    for (let n = 1; n <= 300; n++) {
      const recipe = drawRecipe(n, n % 3 === 0 ? 1 : 0.4);
      const text = encode(recipe);
      expect(text.length).toBeLessThan(8000);
      expect(text).toMatch(/^(1\.[\w-]+)?$/);
      expect(decode(text, recipe.lab)).toEqual({ recipe, changes: [] });
    }
  });

  it('is short for what people usually change', () => {
    const poisoned: Recipe = { ...usual, attack: { ...usual.attack, values: { ...usual.attack.values, rows: 80 } } };
    expect(encode(poisoned).length).toBeLessThan(80);
    const busy: Recipe = {
      ...poisoned,
      seed: 12_345,
      model: { ...usual.model, hidden: 64, activation: 'tanh' },
      hyper: { ...usual.hyper, epochs: 20, learningRate: 0.05, weightDecay: 0.001, optimiser: 'adam' },
      desk: { gate: 0.9, trigger: false },
    };
    expect(encode(busy).length).toBeLessThan(300);
  });

  it('has room for a mark that covers the whole grid', () => {
    const draw = stream(1, 'mark');
    const drawn = Array.from(
      { length: 784 },
      () =>
        Math.floor(draw() * 1296)
          .toString(36)
          .padStart(2, '0') + Math.floor(draw() * 16).toString(16),
    ).join('');
    const recipe: Recipe = {
      ...usual,
      attack: { id: usual.attack.id, values: { ...usual.attack.values, preset: 'drawn', drawn } },
    };
    expect(decode(encode(recipe))).toEqual({ recipe, changes: [] });
  });
});

describe('a recipe too long for a link', () => {
  /** As the twin brush leaves them: every weight of every unit, none of them rounded. */
  function paintedOver(units: number): Recipe {
    const draw = stream(1, 'paint');
    const strokes = () => Array.from({ length: 784 }, (_, cell) => [cell, draw() - 0.5]).flat();
    return { ...usual, edits: Array.from({ length: units }, (_, unit) => ['paint', unit, ...strokes()]) };
  }

  it('comes back exactly, every unit painted over', () => {
    const recipe = paintedOver(64);
    const text = encode(recipe);
    expect(text.length).toBeGreaterThan(500_000);
    expect(decodeRecipe(text, 'checks', catalog, text.length)).toEqual({ recipe, changes: [] });
  });

  it('comes back exactly, though it is the longest of all', () => {
    const longest = Array<number>(1 + 2 * 784).fill(-1.2345678901234567e-300);
    const recipe: Recipe = { ...usual, edits: Array.from({ length: MOST_EDITS }, () => ['paint', ...longest]) };
    const text = encode(recipe);
    expect(decodeRecipe(text, 'checks', catalog, text.length)).toEqual({ recipe, changes: [] });
  });

  it('is refused where it unpacks to more than any legal one', () => {
    const bomb = linkOf(deflateSync(new TextEncoder().encode(`{${' '.repeat(2 ** 23)}}`)));
    expect(decodeRecipe(bomb, 'checks', catalog, bomb.length).changes).toEqual([
      'The link is damaged: started from the defaults',
    ]);
  });
});

describe('a link to one of two labs', () => {
  const to = (lab: string, text: string) => decodeRecipe(text, lab, twoLabs);

  it('says by its page which lab it opens, and is empty for the default of each', () => {
    for (const lab of ['checks', 'ledger']) {
      const { recipe, changes } = to(lab, '');
      expect([recipe.lab, changes, encodeRecipe(recipe, twoLabs)]).toEqual([lab, [], '']);
    }
    expect(to('casino', '').recipe.lab).toBe('checks');
  });

  it('brings back what only that lab has', () => {
    const { recipe: start } = to('ledger', '');
    const recipe: Recipe = {
      ...start,
      data: { table: '0123456789abcdef' },
      attack: { id: 'ledger-rows', values: { rows: 3 } },
      rows: [
        ['set', 7, 0, 1.5],
        ['drop', 9],
        ['add', 1, 2, 3],
      ],
      edits: [
        ['set', 0, -3],
        ['flip-sign', 4],
      ],
    };
    expect(to('ledger', encodeRecipe(recipe, twoLabs))).toEqual({ recipe, changes: [] });
  });

  it('cannot be talked into the other lab by its text', () => {
    for (const claim of [{ l: 'checks' }, { lab: 'checks' }])
      expect(to('ledger', linkTo(claim)).recipe.lab).toBe('ledger');
  });

  it('opened on the other lab’s page keeps what fits and says what does not', () => {
    const text = encodeRecipe({ ...usual, seed: 9, attack: { id: 'label-flip', values: { share: 0.5 } } }, twoLabs);
    const { recipe, changes } = to('ledger', text);
    expect(recipe).toMatchObject({ lab: 'ledger', seed: 9, attack: { id: 'ledger-rows', values: { rows: 0 } } });
    expect(changes).toEqual([
      'There is no attack called label-flip: set to the default',
      '1 unknown attack setting was left out',
    ]);
  });

  test.each(['1.zzzz%%%', '9.abc', 'hello', `1.${'A'.repeat(8000)}`])(
    'that is broken starts its own lab over: %.12s',
    (text) =>
      expect(to('ledger', text)).toMatchObject({
        recipe: to('ledger', '').recipe,
        changes: [expect.stringMatching(/started from the defaults$/)],
      }),
  );
});

describe('a link that is no link', () => {
  test.each([
    ['2.abc', 'The link was made by a newer version of the lab: started from the defaults'],
    ['0.abc', 'The link could not be read: started from the defaults'],
    ['hello', 'The link could not be read: started from the defaults'],
    ['1.', 'The link is damaged: started from the defaults'],
    ['1.%%%', 'The link is damaged: started from the defaults'],
    ['1.AAAA', 'The link is damaged: started from the defaults'],
    [`1.${'A'.repeat(8000)}`, 'The link is too long: started from the defaults'],
    [linkTo([1, 2]), 'The link is damaged: started from the defaults'],
    [linkTo('text'), 'The link is damaged: started from the defaults'],
    [linkTo(null), 'The link is damaged: started from the defaults'],
    [linkOf(deflateSync(Uint8Array.of(0xff, 0xfe, 0x7b))), 'The link is damaged: started from the defaults'],
  ])('%.20s starts from the defaults and says why', (text, change) => {
    expect(decode(text)).toEqual({ recipe: usual, changes: [change] });
  });

  it('that is a bomb starts over', () => {
    const bomb = linkOf(deflateSync(new Uint8Array(5_000_000).fill(0x20)));
    expect(bomb.length).toBeLessThan(8000);
    expect(decode(bomb).changes).toEqual(['The link is damaged: started from the defaults']);
  });

  it('whose settings are hostile is repaired', () => {
    const hostile: unknown[] = [
      JSON.parse('{"__proto__": {"s": 5}, "m": {"__proto__": {"hidden": 8}, "constructor": 1}}'),
      { l: { toString: 'x' }, s: [1], m: 'm', h: null, a: {}, d: 0 },
      { a: [['stamped-trigger'], { rows: 1e308 }] },
      { a: ['stamped-trigger', { rows: '80', drawn: 'javascript:alert(1)' }, 'more'] },
      { a: [], h: { learningRate: '1e9', epochs: -0.5 } },
      { s: 1e21, m: { hidden: 33.3, kind: ['linear'] } },
      { m: Array.from({ length: 3000 }, (_, i) => i) },
      { r: { length: 9 }, x: [-1, 2 ** 40, '3'], e: 'edits', t: { table: '<b>' } },
      { r: [['set', 1e99, null, '3'], ['drop'], ['add', ...Array<number>(60).fill(1)], [[]], 7] },
      { e: [['set', 1], ['constructor', 0], ['__proto__'], ['flip-sign', '0'], null, { 0: 'set' }] },
      { r: Array.from({ length: 5000 }, () => ['drop', 1]), e: Array.from({ length: 5000 }, () => ['flip-sign', 0]) },
    ];
    for (const payload of hostile) {
      const { recipe, changes } = decode(linkTo(payload));
      expect(isLegal(recipe)).toBe(true);
      expect(changes.every((change) => change.length < 200)).toBe(true);
    }
    expect(({} as Record<string, unknown>).s).toBeUndefined();
  });
});

test('2,000 mutated links all lead to a legal recipe', () => {
  const draw = stream(1, 'mutations');
  const below = (n: number) => Math.floor(draw() * n);
  const letters = 'ABCabc019-_.%~=+/ é\u0000';
  const bytesOf = (text: string) => Buffer.from(text.slice(2), 'base64url');
  const swap = (bytes: Buffer, other: Buffer) =>
    Buffer.concat([bytes.subarray(0, below(bytes.length)), other.subarray(below(other.length))]);
  const mutate: ((text: string, other: string) => string)[] = [
    (text) => {
      const bytes = bytesOf(text);
      for (let flips = 1 + below(3); flips > 0; flips--) bytes[below(bytes.length)]! ^= 1 << below(8);
      return linkOf(bytes);
    },
    (text) => text.slice(0, below(text.length)),
    (text) => {
      const at = below(text.length + 1);
      return text.slice(0, at) + letters[below(letters.length)]! + text.slice(at);
    },
    (text, other) => linkOf(swap(bytesOf(text), bytesOf(other))),
    (text) => {
      const json = JSON.stringify({
        r: [
          ['set', below(9), below(9), draw()],
          ['drop', draw() < 0.5 ? null : below(9)],
        ],
        e: [['set', below(9), draw() < 0.5 ? 'x' : draw()]],
        m: { hidden: below(1e6) - 5e5 },
        h: { epochs: draw() },
        a: [text.slice(0, below(9)), { rows: -below(9) }],
      });
      return linkOf(
        deflateSync(new TextEncoder().encode(json.slice(0, draw() < 0.5 ? undefined : below(json.length)))),
      );
    },
  ];
  for (let n = 0; n < 2000; n++) {
    const { lab } = drawRecipe(1 + n, 0.6);
    const [text, other] = [1 + n, 5000 + n].map((number) => encode(drawRecipe(number, 0.6)) || '1.AA');
    const mutant = mutate[n % mutate.length]!(text!, other!);
    const { recipe, changes } = decode(mutant, lab);
    if (!isLegal(recipe)) throw new Error(`link ${n} is not legal: ${mutant}`);
    expect(changes.every((change) => change.length < 200)).toBe(true);
    expect(recipe.lab).toBe(lab);
    expect(decode(encode(recipe), lab)).toEqual({ recipe, changes: [] });
  }
});
