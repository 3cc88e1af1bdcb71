import { defineEdit } from '#lab/edit.ts';
import { isPlace } from './parts/units.ts';

const BITS = 32;

export default defineEdit({
  id: 'flip-bits',
  title: 'Flip bits',
  summary:
    'Turns single bits of the numbers in memory, as a faulty or attacked memory chip would (as in TBT, CVPR 2020).',
  // Place and bit by turns; bit 31 is the sign, 30 to 23 the exponent, 22 to 0 the fraction.
  args: [2, 2 * BITS],
  apply(parameters, flips) {
    const places = flips.filter((_, i) => i % 2 === 0);
    const bits = flips.filter((_, i) => i % 2 === 1);
    const fits = places.every((place) => isPlace(place, parameters.length)) && bits.every((bit) => isPlace(bit, BITS));
    if (!fits || places.length !== bits.length) return false;
    const words = new Uint32Array(parameters.buffer, parameters.byteOffset, parameters.length);
    places.forEach((place, i) => (words[place] = (words[place]! ^ (1 << bits[i]!)) >>> 0));
    return true;
  },
});
