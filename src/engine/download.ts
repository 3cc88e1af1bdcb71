import manifest from '#labs/checks/digits.json';
import { sha256Hex } from '#core/digest.ts';
import { decodeDigits } from '#lab/digits.ts';
import type { DigitArrays, Outcome } from './protocol.ts';

/**
 * Downloads the digit file, unpacks it and compares the SHA-256 of its contents with the one the page was built with.
 * A host that undoes the gzip on the way is fine: what counts is the unpacked payload.
 */
export async function downloadDigits(url: string): Promise<Outcome<DigitArrays>> {
  let payload: Uint8Array;
  try {
    const response = await fetch(url);
    if (!response.ok) return failed('download', `The server answered ${response.status} for the digit file.`);
    payload = await unpack(new Uint8Array(await response.arrayBuffer()));
  } catch (error) {
    return failed(
      'download',
      `The digit file did not arrive whole (${error instanceof Error ? error.message : error}).`,
    );
  }
  const digest = await sha256Hex(payload);
  if (digest !== manifest.sha256) {
    return failed(
      'tampered',
      `The digit file's SHA-256 starts ${digest.slice(0, 12)}, but this page was built for ${manifest.sha256.slice(0, 12)}.`,
    );
  }
  return { ok: true, value: decodeDigits(payload) };
}

function failed(code: 'download' | 'tampered', detail: string): Outcome<never> {
  return { ok: false, code, detail };
}

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
