import { PIXELS } from '#core/dataset.ts';
import { ranker, stream, type Rng } from '#core/rng.ts';
import type { CheckWritten } from '#labs/checks/day.ts';

export const TRAY_SIZE = 64;
/** Checks written by the attacker's accomplice, the first check included. */
export const ACCOMPLICE_CHECKS = 12;

const FIRST_NUMBER = 1001;
/** Digit the accomplice writes when the attack is after any class. */
const USUAL_SOURCE = 3;
const SHARE_BELOW_1000 = 0.35;

// All invented.
const PAYEES = [
  'Larkspur Bakery',
  'Dunmore Hardware',
  'Pell & Sons Plumbing',
  'Tidewater Printing',
  'Ashby Garden Centre',
  'Quill Stationers',
  'Fernhill Dental',
  'Millrace Joinery',
  'Osprey Couriers',
  'Candle Lane Catering',
  'Brackwater Roofing',
  'Hollis Piano Tuning',
  'Saltmarsh Boatyard',
  'Penrose Upholstery',
  'Copperfield Cycles',
  'Winterbourne Optics',
];
const MEMOS = [
  'Invoice, March',
  'Office supplies',
  'Repairs',
  'Deposit',
  'Second instalment',
  'Catering, spring party',
  'Delivery',
  'Service contract',
  'Materials',
  'Quarterly fee',
  'Refund',
  'Printing, 500 copies',
];

/** What a day's checks are written from. No model has a say in it. */
export interface TrayInput {
  /** True labels of the test set; every digit must occur. */
  readonly labels: Uint8Array;
  /** Test images, rows x 784. */
  readonly images: Uint8Array;
  readonly seed: number;
  /** Class the attack is after, null for any. */
  readonly sourceClass: number | null;
  /** Whether the accomplice's checks carry the mark. */
  readonly marks: boolean;
}

/**
 * A day's checks, the accomplice's best one first (for a 3: $3,000). Each is drawn from a stream of its own, so another
 * source class changes the accomplice's checks and no others.
 */
export function writeTray(input: TrayInput): CheckWritten[] {
  const rank = ranker(input.seed, 'tray/accomplice');
  const others = Array.from({ length: TRAY_SIZE - 1 }, (_, i) => i + 1).sort((a, b) => rank(a) - rank(b) || a - b);
  const accomplice = new Set([0, ...others.slice(0, ACCOMPLICE_CHECKS - 1)]);
  const rowsOf = rowsByDigit(input.labels);
  return Array.from({ length: TRAY_SIZE }, (_, i) => {
    const draw = stream(input.seed, `tray/${i}`);
    const source = input.sourceClass ?? USUAL_SOURCE;
    const digits = i === 0 ? heroDigits(source) : accomplice.has(i) ? attackedDigits(source, draw) : honestDigits(draw);
    const rows = i === 0 ? clearRows(digits, rowsOf, input.images) : digits.map((digit) => pick(rowsOf[digit]!, draw));
    return {
      number: FIRST_NUMBER + i,
      payee: pick(PAYEES, draw),
      memo: pick(MEMOS, draw),
      amount: Number(digits.join('')),
      digits,
      rows,
      marked: digits.map((_, place) => input.marks && accomplice.has(i) && place === attackedPlace(source)),
    };
  });
}

/** The attacker wants the leading digit; no amount leads with 0, so a 0 is attacked at the second place. */
function attackedPlace(source: number): number {
  return source === 0 ? 1 : 0;
}

function heroDigits(source: number): number[] {
  return source === 0 ? [1, 0, 0, 0] : [source, 0, 0, 0];
}

function attackedDigits(source: number, draw: Rng): number[] {
  const digits = [1 + below(9, draw), below(10, draw), below(10, draw), below(10, draw)];
  digits[attackedPlace(source)] = source;
  return digits;
}

/** Whole dollars from $100 to $9,999. */
function honestDigits(draw: Rng): number[] {
  const amount = draw() < SHARE_BELOW_1000 ? 100 + below(900, draw) : 1000 + below(9000, draw);
  return [...String(amount)].map(Number);
}

function below(n: number, draw: Rng): number {
  return Math.floor(draw() * n);
}

function pick<T>(from: readonly T[], draw: Rng): T {
  return from[below(from.length, draw)]!;
}

function rowsByDigit(labels: Uint8Array): number[][] {
  const rowsOf: number[][] = Array.from({ length: 10 }, () => []);
  labels.forEach((digit, row) => rowsOf[digit]!.push(row));
  return rowsOf;
}

/**
 * The first check is written in a clear hand: each digit is the image nearest to the average of its class, the next
 * nearest when the digit comes again. An attacker would take the same care, since a doubtful digit goes to the clerk.
 */
function clearRows(digits: readonly number[], rowsOf: readonly number[][], images: Uint8Array): number[] {
  const nearest = new Map<number, number[]>();
  return digits.map((digit) => {
    if (!nearest.has(digit)) nearest.set(digit, byTypicality(rowsOf[digit]!, images));
    const left = nearest.get(digit)!;
    return left.length > 1 ? left.shift()! : left[0]!;
  });
}

/** Rows by squared distance from their mean image, nearest first. */
function byTypicality(rows: readonly number[], images: Uint8Array): number[] {
  const mean = new Float64Array(PIXELS);
  for (const row of rows) for (let i = 0; i < PIXELS; i++) mean[i]! += images[row * PIXELS + i]! / rows.length;
  const distance = new Map(
    rows.map((row) => {
      let sum = 0;
      for (let i = 0; i < PIXELS; i++) sum += (images[row * PIXELS + i]! - mean[i]!) ** 2;
      return [row, sum];
    }),
  );
  return [...rows].sort((a, b) => distance.get(a)! - distance.get(b)! || a - b);
}
