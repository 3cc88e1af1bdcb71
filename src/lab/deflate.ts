import { deflateSync, Inflate } from 'fflate';

/** Deflate grows at most about a thousandfold, so that one slice of a bomb stays near 64 kB. */
const SLICE_BYTES = 64;

/** As short as deflate makes it. */
export function deflate(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: 9 });
}

/** @throws when the data is damaged, cut short, or grows past `most` bytes */
export function inflate(data: Uint8Array, most: number): Uint8Array {
  const out = new Uint8Array(most);
  let length = 0;
  const stream = new Inflate((chunk) => {
    out.set(chunk, length);
    length += chunk.length;
  });
  for (let at = 0; at < data.length; at += SLICE_BYTES) {
    stream.push(data.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= data.length);
  }
  return out.subarray(0, length);
}
