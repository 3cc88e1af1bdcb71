import type { Rng } from '#core/rng.ts';
import { concat, floats, rawFile } from './sample-files.ts';

/** A file changed at random, as a fuzzer would. */
type Mutation = (bytes: Uint8Array<ArrayBuffer>, draw: Rng) => Uint8Array<ArrayBuffer>;

const below = (draw: Rng, n: number) => Math.floor(draw() * n);
const pick = <T>(draw: Rng, items: readonly T[]): T => items[below(draw, items.length)]!;
const noise = (draw: Rng, length: number) => Uint8Array.from({ length }, () => below(draw, 256));

/** Numbers that readers get wrong. */
const NUMBERS = [
  '0',
  '-1',
  '-0',
  '1',
  '4',
  '2147483648',
  '9007199254740993',
  '1e400',
  '1.5',
  'NaN',
  '""',
  'null',
  '[]',
];
const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"F32"',
  '"F16"',
  '"pt"',
  '"__proto__"',
  '"toString"',
  'true',
  '"hidden1.bias"',
];
const VALUES = [NaN, Infinity, -Infinity, 3e38, 1e6, -1e6, 1e-45, -0];

/** On any file. */
const onBytes: readonly Mutation[] = [
  (bytes, draw) => {
    const changed = bytes.slice();
    for (let n = 1 + below(draw, 4); n > 0; n--) changed[below(draw, bytes.length)]! ^= 1 << below(draw, 8);
    return changed;
  },
  (bytes, draw) => bytes.slice(0, below(draw, bytes.length)),
  (bytes, draw) => {
    const at = below(draw, bytes.length + 1);
    return concat(bytes.subarray(0, at), noise(draw, 1 + below(draw, 16)), bytes.subarray(at));
  },
  (bytes, draw) => {
    const [at, length] = [below(draw, bytes.length), 1 + below(draw, 16)];
    return concat(bytes.subarray(0, at), bytes.subarray(at + length));
  },
  (bytes, draw) => {
    const at = below(draw, bytes.length);
    return concat(bytes.subarray(0, at + below(draw, 40)), bytes.subarray(at));
  },
];

/** On a file whose end is made of 32-bit numbers. */
const onValues: Mutation = (bytes, draw) => {
  const changed = bytes.slice();
  const place = 4 * (1 + below(draw, 50));
  if (place <= changed.length) changed.set(floats(pick(draw, VALUES)), changed.length - place);
  return changed;
};

/** On JSON: what is changed is a whole token, so that the text often stays valid and the mistake lies deeper. */
function onTokens(text: string, draw: Rng): string {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|-?\d[\d.e+-]*|[a-z]+|[[\]{}:,]|\s+|./gi) ?? [];
  const places = (like: RegExp) => tokens.flatMap((token, i) => (like.test(token) ? [i] : []));
  const [numbers, texts] = [places(/^-?\d/), places(/^"/)];
  const change = pick(draw, ['number', 'step', 'text', 'swap', 'drop', 'repeat', 'put', 'deep'] as const);
  if (change === 'number' && numbers.length) tokens[pick(draw, numbers)] = pick(draw, NUMBERS);
  if (change === 'step' && numbers.length) {
    const at = pick(draw, numbers);
    tokens[at] = `${Number(tokens[at]) + pick(draw, [-8, -4, -1, 1, 4, 8])}`;
  }
  if (change === 'text' && texts.length) tokens[pick(draw, texts)] = tokens[pick(draw, texts)]!;
  if (change === 'swap') {
    const like = pick(draw, [numbers, texts]);
    if (like.length) {
      const [a, b] = [pick(draw, like), pick(draw, like)];
      [tokens[a], tokens[b]] = [tokens[b]!, tokens[a]!];
    }
  }
  if (change === 'drop') tokens.splice(below(draw, tokens.length), 1 + below(draw, 6));
  if (change === 'repeat') {
    const at = below(draw, tokens.length);
    tokens.splice(at, 0, ...tokens.slice(at, at + 1 + below(draw, 24)));
  }
  if (change === 'put') tokens.splice(below(draw, tokens.length), 0, pick(draw, TOKENS));
  if (change === 'deep')
    tokens.splice(below(draw, tokens.length), 0, pick(draw, ['[', '{"a":']).repeat(below(draw, 5000)));
  return tokens.join('');
}

const onHeader: Mutation = (bytes, draw) => {
  if (bytes.length < 8) return bytes;
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true) % 2n ** 20n);
  const header = onTokens(new TextDecoder().decode(bytes.subarray(8, 8 + length)), draw);
  return rawFile(header, bytes.subarray(8 + length));
};

const onLength: Mutation = (bytes, draw) => {
  if (bytes.length < 8) return bytes;
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  const near = view.getBigUint64(0, true) + BigInt(below(draw, 17) - 8);
  view.setBigUint64(0, pick(draw, [near, near, 0n, 1n, 2n ** 20n, 2n ** 31n, 2n ** 63n]), true);
  return changed;
};

const onJson: Mutation = (bytes, draw) => new TextEncoder().encode(onTokens(new TextDecoder().decode(bytes), draw));

/** One to three changes, of kinds that suit the file. */
export function mutated(bytes: Uint8Array<ArrayBuffer>, kind: 'safetensors' | 'json' | 'weights', draw: Rng) {
  const own = {
    safetensors: [onHeader, onHeader, onHeader, onLength, onValues],
    json: [onJson, onJson],
    weights: [onValues],
  };
  let changed = bytes;
  for (let n = pick(draw, [1, 1, 1, 2, 3]); n > 0 && changed.length > 0; n--) {
    const mutations = draw() < 0.7 ? own[kind] : onBytes;
    changed = pick<Mutation>(draw, mutations)(changed, draw);
  }
  return changed;
}
