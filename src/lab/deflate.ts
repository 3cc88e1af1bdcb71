import { deflateSync, Inflate } from 'fflate';

/** Deflate grows at most about a thousandfold, so that one slice of a bomb stays near 64 kB. */
const SLICE_BYTES = 64;

/** As short as deflate makes it. */
export function deflate(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: 9 });
}

/** @throws when the data is damaged, cut short, or grows past `most` bytes */
export function inflate(data: Uint8Array, most: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((chunk) => {
    length += chunk.length;
    if (length > most) throw new RangeError(`more than ${most} bytes`);
    chunks.push(chunk);
  });
  for (let at = 0; at < data.length; at += SLICE_BYTES) {
    stream.push(data.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= data.length);
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
