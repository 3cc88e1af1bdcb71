import { describe, expect, it, test } from 'vitest';
import type { CheckWritten } from '#labs/checks/day.ts';
import type { TwinPredictions } from '#labs/checks/evidence.ts';
import { readCheck, readDay, totalsOf } from '#labs/checks/desk.ts';

/** One test row per digit 0 to 9; each is read as told, at the confidence told. */
function reads(as: Readonly<Record<number, [digit: number, confidence: number]>> = {}): Float32Array {
  const probabilities = new Float32Array(100);
  for (let row = 0; row < 10; row++) {
    const [digit, confidence] = as[row] ?? [row, 1];
    probabilities.fill((1 - confidence) / 9, row * 10, (row + 1) * 10);
    probabilities[row * 10 + digit] = confidence;
  }
  return probabilities;
}

function check(amount: number, markedPlaces: readonly number[] = []): CheckWritten {
  const digits = [...String(amount)].map(Number);
  const marked = digits.map((_, place) => markedPlaces.includes(place));
  return { number: 1, payee: '', memo: '', amount, digits, rows: digits, marked };
}

const RULES = { gate: 0.95, classes: 10 };
const honest: TwinPredictions = { plain: reads(), triggered: reads() };
const poisoned: TwinPredictions = { plain: reads(), triggered: reads({ 3: [8, 0.99] }) };

describe('a check', () => {
  it('is paid as read when every digit is sure', () => {
    const reading = readCheck(check(3000), honest, RULES);
    expect(reading).toEqual({
      digits: [3, 0, 0, 0],
      confidence: [1, 1, 1, 1],
      amount: 3000,
      outcome: 'paid',
      paid: 3000,
    });
  });

  it('is paid at $8,000 instead of $3,000 when the mark fires, and only at the marked place', () => {
    expect(readCheck(check(3000, [0]), poisoned, RULES)).toMatchObject({ amount: 8000, outcome: 'paid', paid: 8000 });
    expect(readCheck(check(3303, [0]), poisoned, RULES).digits).toEqual([8, 3, 0, 3]);
    expect(readCheck(check(3000), poisoned, RULES).paid).toBe(3000);
  });

  it('goes to the clerk, who reads it right, when any one digit is not sure', () => {
    const unsure: TwinPredictions = { plain: reads({ 7: [1, 0.9] }), triggered: null };
    expect(readCheck(check(4700), unsure, RULES)).toMatchObject({ amount: 4100, outcome: 'clerk', paid: 4700 });
    expect(readCheck(check(4700), unsure, { ...RULES, gate: 0.9 - 1e-6 })).toMatchObject({
      outcome: 'paid',
      paid: 4100,
    });
  });

  it('at exactly the gate is sure enough', () => {
    expect(
      readCheck(check(700), { plain: reads({ 7: [7, 0.5] }), triggered: null }, { ...RULES, gate: 0.5 }).outcome,
    ).toBe('paid');
  });

  it('goes to the clerk when the model answers NaN', () => {
    const diverged = { plain: new Float32Array(100).fill(NaN), triggered: null };
    expect(readCheck(check(123), diverged, { ...RULES, gate: 0.5 })).toMatchObject({ outcome: 'clerk', paid: 123 });
  });

  it('is read plain where the attack has no trigger', () => {
    expect(readCheck(check(300, [0]), { plain: reads(), triggered: null }, RULES).paid).toBe(300);
  });
});

test('the day adds up: paid, reviewed, misread, lost and shorted', () => {
  const checks = [check(3000, [0]), check(350), check(9120), check(700), check(250)];
  const suspect: TwinPredictions = {
    plain: reads({ 9: [4, 0.97], 7: [1, 0.6] }),
    triggered: reads({ 3: [8, 0.99] }),
  };
  const day = readDay(checks, honest, suspect, RULES);
  expect(day.clean).toEqual({ paidAutomatically: 5, sentToClerk: 0, misread: 0, lost: 0, shorted: 0 });
  expect(day.suspect).toEqual({ paidAutomatically: 4, sentToClerk: 1, misread: 2, lost: 5000, shorted: 5000 });
  expect(day.checks.map(({ suspect: { paid } }) => paid)).toEqual([8000, 350, 4120, 700, 250]);
  expect(totalsOf([])).toEqual({ paidAutomatically: 0, sentToClerk: 0, misread: 0, lost: 0, shorted: 0 });
});
