import { describe, expect, it, test } from 'vitest';
import { hash32, mix32 } from '#core/bits.ts';
import { ranker, stream } from '#core/rng.ts';

const drawn = (seed: number, name: string, n: number) => {
  const draw = stream(seed, name);
  return Array.from({ length: n }, draw);
};

test('hash and mix give their published values', () => {
  expect(hash32('')).toBe(0x811c9dc5);
  expect(hash32('a')).toBe(0xe40c292c);
  expect(hash32('foobar')).toBe(0xbf9cf968);
  expect(mix32(0)).toBe(0);
  expect(mix32(1)).toBe(0x514e28b7);
});

describe('a stream', () => {
  it('repeats under the same seed and name', () => expect(drawn(7, 'split', 50)).toEqual(drawn(7, 'split', 50)));

  it('differs under another seed or name', () => {
    expect(drawn(7, 'split', 5)).not.toEqual(drawn(8, 'split', 5));
    expect(drawn(7, 'split', 5)).not.toEqual(drawn(7, 'init/output', 5));
  });

  it('is uniform on [0, 1): each tenth gets about a tenth', () => {
    const tenths = new Array<number>(10).fill(0);
    for (const u of drawn(1, 'uniform', 20_000)) tenths[Math.floor(u * 10)]!++;
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('does not repeat itself early', () => expect(new Set(drawn(3, 'long', 10_000)).size).toBeGreaterThan(9990));
});

describe('a ranker', () => {
  it('gives an id the same rank whatever was asked before', () => {
    const rank = ranker(5, 'attack/x');
    const first = rank(41);
    for (let id = 0; id < 100; id++) rank(id);
    expect(rank(41)).toBe(first);
    expect(ranker(5, 'attack/x')(41)).toBe(first);
  });

  it('tells ids, seeds and names apart', () => {
    const ids = Array.from({ length: 10_000 }, (_, id) => id);
    expect(new Set(ids.map(ranker(5, 'a'))).size).toBeGreaterThan(9990);
    expect(ids.slice(0, 9).map(ranker(5, 'a'))).not.toEqual(ids.slice(0, 9).map(ranker(6, 'a')));
    expect(ids.slice(0, 9).map(ranker(5, 'a'))).not.toEqual(ids.slice(0, 9).map(ranker(5, 'b')));
  });
});
