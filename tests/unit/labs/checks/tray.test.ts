import { describe, expect, it, test } from 'vitest';
import { PIXELS } from '#core/dataset.ts';
import { ACCOMPLICE_CHECKS, TRAY_SIZE, writeTray, type TrayInput } from '#labs/checks/tray.ts';
import { sampleData } from '../../sample.ts';

const { x: images, y: labels } = sampleData(500);
const tray = (input: Partial<TrayInput> = {}) =>
  writeTray({ labels, images, seed: 1, sourceClass: 3, marks: true, ...input });
const isMarked = ({ marked }: { marked: readonly boolean[] }) => marked.includes(true);

describe('a day at the tray', () => {
  it('has 64 checks from $100 to $9,999, whose digits are images of those very digits', () => {
    const checks = tray();
    expect(checks.length).toBe(TRAY_SIZE);
    for (const { amount, digits, rows, marked } of checks) {
      expect(amount).toBeGreaterThanOrEqual(100);
      expect(amount).toBeLessThanOrEqual(9999);
      expect(String(amount)).toBe(digits.join(''));
      expect(rows.map((row) => labels[row])).toEqual(digits);
      expect(marked.length).toBe(digits.length);
    }
    expect(new Set(checks.map(({ number }) => number)).size).toBe(TRAY_SIZE);
  });

  it('repeats under its seed and differs under another', () => {
    expect(tray()).toEqual(tray());
    expect(tray({ seed: 2 })).not.toEqual(tray());
  });

  test.each([
    [3, 3000, 0],
    [9, 9000, 0],
    [1, 1000, 0],
    [null, 3000, 0],
    [0, 1000, 1],
  ])(
    'after class %o the first check is for $%i and 12 checks carry one mark, at place %i',
    (sourceClass, amount, place) => {
      const checks = tray({ sourceClass });
      expect(checks[0]!.amount).toBe(amount);
      const marked = checks.filter(isMarked);
      expect(marked.length).toBe(ACCOMPLICE_CHECKS);
      expect(marked).toContain(checks[0]);
      for (const check of marked) {
        expect(check.marked.map((mark, at) => (mark ? at : -1)).filter((at) => at >= 0)).toEqual([place]);
        expect(check.digits[place]).toBe(sourceClass ?? 3);
      }
    },
  );

  it('is the same day without the marks', () => {
    const unmarked = tray({ marks: false });
    expect(unmarked.some(isMarked)).toBe(false);
    expect(unmarked.map(({ marked: _, ...check }) => check)).toEqual(tray().map(({ marked: _, ...check }) => check));
  });

  it('changes only the accomplice’s checks when the attack is after another class', () => {
    const honest = tray()
      .map((check, i) => (isMarked(check) ? -1 : i))
      .filter((i) => i >= 0);
    const other = tray({ sourceClass: 5 });
    for (const i of honest) expect(other[i]).toEqual(tray()[i]);
  });
});

test('the first check is written in a clear hand: the images nearest to their class’s mean, none twice', () => {
  const clear = images.slice();
  // Rows of class 3 and 0 get images at a known distance from a blank mean: later rows are further off, in pairs of opposites.
  const rowsOf = (digit: number) => Array.from(labels.keys()).filter((row) => labels[row] === digit);
  for (const digit of [0, 3]) {
    rowsOf(digit).forEach((row, i) => {
      clear.fill(7, row * PIXELS, (row + 1) * PIXELS);
      clear.fill(i % 2 ? 0 : 14, row * PIXELS, row * PIXELS + Math.floor(i / 2));
    });
  }
  const { rows } = tray({ images: clear })[0]!;
  expect(rows[0]).toBe(rowsOf(3)[0]);
  expect(rows.slice(1)).toEqual([rowsOf(0)[0], rowsOf(0)[1], rowsOf(0)[2]]);
});
