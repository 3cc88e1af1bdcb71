import { expect, test } from 'vitest';
import { bitsOf, differingParameters } from '#lab/parameter-bits.ts';

const fromBits = (...bits: number[]) => new Float32Array(Uint32Array.from(bits).buffer);
const [NAN, OTHER_NAN] = [0x7fc00000, 0x7fc00001];

test.each<[string, Float32Array, Float32Array, number]>([
  ['the same', Float32Array.of(1, 2, 3), Float32Array.of(1, 2, 3), 0],
  ['one smallest step apart', Float32Array.of(0, 0), Float32Array.of(0, 1e-45), 1],
  ['zeros of either sign', Float32Array.of(0, 0), Float32Array.of(-0, 0), 1],
  ['no numbers, of the same bits', fromBits(NAN, OTHER_NAN), fromBits(NAN, OTHER_NAN), 0],
  ['no numbers, of other bits', fromBits(NAN, OTHER_NAN), fromBits(OTHER_NAN, OTHER_NAN), 1],
])('parameters that are %s', (_, a, b, differing) => expect(differingParameters(a, b)).toBe(differing));

test('a part of a larger array is compared from where it begins', () => {
  const whole = Float32Array.of(9, 1, 2, 9);
  expect(bitsOf(whole.subarray(1, 3))).toEqual(bitsOf(Float32Array.of(1, 2)));
  expect(differingParameters(whole.subarray(1, 3), Float32Array.of(1, 3))).toBe(1);
});
