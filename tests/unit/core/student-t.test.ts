import { describe, expect, it, test } from 'vitest';
import { studentLimit, studentTail } from '#core/student-t.ts';

describe('the tail of Student’s t', () => {
  // From the tables that every textbook prints.
  test.each([
    [12.706, 1, 0.025],
    [4.303, 2, 0.025],
    [2.262, 9, 0.025],
    [1.812, 10, 0.05],
    [4.437, 11, 0.0005],
    [4.781, 9, 0.0005],
    [3.646, 30, 0.0005],
  ])('%d with %d degrees of freedom', (t, df, tail) => {
    expect(studentTail(t, df)).toBeCloseTo(tail, 4);
    expect(studentLimit(tail, df)).toBeCloseTo(t, 2);
  });

  it('is known exactly for one and two degrees', () => {
    expect(studentTail(1, 1)).toBeCloseTo(0.25, 14);
    expect(studentTail(Math.SQRT2, 2)).toBeCloseTo((1 - Math.SQRT1_2) / 2, 14);
  });

  it.each([1, 2, 5, 8, 11, 40])('halves at zero and is symmetric: %d degrees', (df) => {
    expect(studentTail(0, df)).toBe(0.5);
    for (const t of [0.3, 1, 4]) expect(studentTail(t, df) + studentTail(-t, df)).toBeCloseTo(1, 14);
  });

  it('nears the normal law with many degrees', () => {
    expect(studentLimit(0.025, 4001)).toBeCloseTo(1.96, 2);
  });

  it('and its limit undo each other', () => {
    for (const tail of [0.4, 0.01, 1e-5]) expect(studentTail(studentLimit(tail, 11), 11)).toBeCloseTo(tail, 12);
  });
});
