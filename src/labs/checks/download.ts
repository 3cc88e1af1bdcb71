import { sha256Hex } from '#core/digest.ts';
import { MaterialError } from '#lab/flow.ts';
import { decodeDigits, type Digits } from './digits.ts';
import manifest from './digits.json';

/**
 * Downloads the digit file, unpacks it and compares the SHA-256 of its contents with the one the page was built with.
 * A host that undoes the gzip on the way is fine: what counts is the unpacked payload.
 * @param base address of the page
 * @throws MaterialError in words when it does not arrive whole and unaltered
 */
export async function downloadDigits(base: string): Promise<Digits> {
  const payload = await payloadOf(new URL(manifest.file, base)).catch((error: unknown) => {
    if (error instanceof MaterialError) throw error;
    const why = error instanceof Error ? error.message : error;
    throw new MaterialError('download', `The digit file did not arrive whole (${why}).`);
  });
  const digest = await sha256Hex(payload);
  if (digest === manifest.sha256) return decodeDigits(payload);
  const [is, should] = [digest.slice(0, 12), manifest.sha256.slice(0, 12)];
  throw new MaterialError('tampered', `The digit file's SHA-256 starts ${is}, but this page was built for ${should}.`);
}

async function payloadOf(url: URL): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new MaterialError('download', `The server answered ${response.status} for the digit file.`);
  return unpack(new Uint8Array(await response.arrayBuffer()));
}

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
