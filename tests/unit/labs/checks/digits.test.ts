import { describe, expect, it } from 'vitest';
import { PIXELS } from '#core/dataset.ts';
import {
  CONTRIBUTORS,
  decodeDigits,
  DELIVERY_BATCHES,
  digitSplit,
  fewerRows,
  type Digits,
} from '#labs/checks/digits.ts';

/** A digit file with rows of the given labels; pixel i of row r has grey level (i + r) % 16. */
function fileOf(labels: readonly number[]): Uint8Array {
  const payload = new Uint8Array(8 + labels.length * (1 + PIXELS / 2));
  payload.set(new TextEncoder().encode('PLD1'));
  new DataView(payload.buffer).setUint32(4, labels.length, true);
  payload.set(labels, 8);
  labels.forEach((_, r) => {
    for (let i = 0; i < PIXELS; i += 2) {
      payload[8 + labels.length + (r * PIXELS + i) / 2] = (((i + r) % 16) << 4) | ((i + 1 + r) % 16);
    }
  });
  return payload;
}

function digitsOf(rows: number): Digits {
  const y = Uint8Array.from({ length: rows }, (_, row) => row % 10);
  return { x: Uint8Array.from({ length: rows * PIXELS }, (_, i) => (i * 7) % 16), y };
}

describe('decodeDigits', () => {
  it('unpacks labels and pixels, high nibble first', () => {
    const { x, y } = decodeDigits(fileOf([4, 0, 9]));
    expect([...y]).toEqual([4, 0, 9]);
    expect([...x]).toEqual(Array.from({ length: 3 * PIXELS }, (_, i) => ((i % PIXELS) + Math.floor(i / PIXELS)) % 16));
  });

  it('unpacks a view into a larger buffer too', () => {
    const file = fileOf([1, 2]);
    const padded = new Uint8Array(file.length + 9);
    padded.set(file, 5);
    expect(decodeDigits(padded.subarray(5, 5 + file.length))).toEqual(decodeDigits(file));
  });

  it('says in a sentence why a file will not do', () => {
    const file = fileOf([1, 2]);
    expect(() => decodeDigits(new Uint8Array(0))).toThrow(/not a digit file/);
    expect(() => decodeDigits(file.subarray(0, 6))).toThrow(/not a digit file/);
    expect(() => decodeDigits(Uint8Array.from(file, (byte, i) => (i === 3 ? 50 : byte)))).toThrow(/not a digit file/);
    expect(() => decodeDigits(file.subarray(0, -1))).toThrow(/should have 794 bytes for its 2 digits, but has 793/);
    expect(() => decodeDigits(Uint8Array.from([...file, 0]))).toThrow(/but has 795/);
    expect(() => decodeDigits(Uint8Array.from(file, (byte, i) => (i === 4 ? 255 : byte)))).toThrow(/255 digits/);
    expect(() => decodeDigits(fileOf([1, 10]))).toThrow(/label that is not a digit/);
  });
});

describe('digitSplit', () => {
  const digits = digitsOf(2000);
  const { train, test } = digitSplit(digits, 1);

  it('gives four fifths to training, every class its share', () => {
    expect([train.rows, test.rows]).toEqual([1600, 400]);
    for (let label = 0; label < 10; label++) expect(test.y.filter((y) => y === label).length).toBe(40);
  });

  it('keeps image, label and id together', () => {
    for (const data of [train, test]) {
      data.id.forEach((id, row) => {
        expect(data.y[row]).toBe(digits.y[id]);
        expect(data.x[row * PIXELS + 13]).toBe(digits.x[id * PIXELS + 13]);
      });
    }
    expect(new Set([...train.id, ...test.id]).size).toBe(2000);
  });

  it('gives each contributor about its share, and rows the same one under any seed', () => {
    const other = digitSplit(digits, 2);
    const delivered = (splits: (typeof train)[]) =>
      new Map(
        splits.flatMap((data) =>
          Array.from(data.id, (id, row) => [id, `${data.contributor[row]}/${data.batch[row]}`] as const),
        ),
      );
    const first = delivered([train, test]);
    expect(new Map([...delivered([other.train, other.test])].sort())).toEqual(new Map([...first].sort()));
    CONTRIBUTORS.forEach(({ share }, i) => {
      const rows = [...first.values()].filter((value) => value.startsWith(`${i}/`)).length;
      expect(Math.abs(rows / 2000 - share)).toBeLessThan(0.04);
    });
    expect(new Set(train.batch)).toEqual(new Set(Array.from({ length: DELIVERY_BATCHES }, (_, i) => i + 1)));
  });

  it('names every contributor and source that rows point at', () => {
    expect(CONTRIBUTORS.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(Math.max(...train.contributor)).toBeLessThan(train.provenance.contributors.length);
    expect(Math.max(...train.source)).toBeLessThan(train.provenance.sources.length);
  });
});

describe('a smaller training set', () => {
  const { train } = digitSplit(digitsOf(2000), 1);

  it('is the very same dataset where no row has to go', () => {
    expect(fewerRows(train, 1600, 1)).toBe(train);
    expect(fewerRows(train, 8000, 1)).toBe(train);
  });

  it('keeps whole rows in their order, those of a smaller one among those of a larger', () => {
    const [few, many] = [fewerRows(train, 200, 1), fewerRows(train, 800, 1)];
    expect([few.rows, many.rows]).toEqual([200, 800]);
    expect([...few.id]).toEqual([...few.id].sort((a, b) => a - b));
    const kept = new Set(many.id);
    expect([...few.id].every((id) => kept.has(id))).toBe(true);
    few.id.forEach((id, row) => {
      const from = train.id.indexOf(id);
      expect([few.y[row], few.contributor[row], few.batch[row]]).toEqual([
        train.y[from],
        train.contributor[from],
        train.batch[from],
      ]);
      expect(few.x.subarray(row * PIXELS, (row + 1) * PIXELS)).toEqual(
        train.x.subarray(from * PIXELS, (from + 1) * PIXELS),
      );
    });
  });

  it('is drawn by the seed and holds every class', () => {
    expect([...fewerRows(train, 200, 2).id]).not.toEqual([...fewerRows(train, 200, 1).id]);
    expect(new Set(fewerRows(train, 200, 1).y).size).toBe(10);
  });
});
