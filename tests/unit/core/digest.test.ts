import { afterEach, expect, test, vi } from 'vitest';
import { sha256Hex } from '#core/digest.ts';

afterEach(() => vi.unstubAllGlobals());

const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const bytes = (text: string) => new TextEncoder().encode(text);

test('the published digests of nothing and of "abc"', async () => {
  expect(await sha256Hex(bytes(''))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(await sha256Hex(bytes('abc'))).toBe(ABC);
});

test('only the bytes in view count, whatever the array type', async () => {
  expect(await sha256Hex(bytes('xxabcxx').subarray(2, 5))).toBe(ABC);
  const floats = Float32Array.of(1, -0.5);
  expect(await sha256Hex(floats)).toBe(await sha256Hex(new Uint8Array(floats.buffer)));
});

test('one bit changes it', async () => {
  const weights = Float32Array.of(0.25, 3);
  const before = await sha256Hex(weights);
  new Uint8Array(weights.buffer)[0]! ^= 1;
  expect(await sha256Hex(weights)).not.toBe(before);
});

test('without a secure context the library gives the same digest', async () => {
  vi.stubGlobal('crypto', {});
  expect(await sha256Hex(bytes('abc'))).toBe(ABC);
});
