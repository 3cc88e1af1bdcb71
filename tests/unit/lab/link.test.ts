import { deflateSync } from 'fflate';
import { describe, expect, it, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { decodeRecipe, encodeRecipe } from '#lab/link.ts';
import type { Recipe } from '#lab/recipe.ts';
import { catalog, drawRecipe, isLegal, usual } from './catalog.ts';

const encode = (recipe: Recipe) => encodeRecipe(recipe, catalog);
const decode = (text: string) => decodeRecipe(text, catalog);
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
      expect(decode(text)).toEqual({ recipe, changes: [] });
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

  it('does not unpack a bomb', () => {
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
    const [text, other] = [1 + n, 5000 + n].map((number) => encode(drawRecipe(number, 0.6)) || '1.AA');
    const mutant = mutate[n % mutate.length]!(text!, other!);
    const { recipe, changes } = decode(mutant);
    if (!isLegal(recipe)) throw new Error(`link ${n} is not legal: ${mutant}`);
    expect(changes.every((change) => change.length < 200)).toBe(true);
    expect(decode(encode(recipe))).toEqual({ recipe, changes: [] });
  }
});
