import { describe, expect, it, test } from 'vitest';
import { isEdit } from '#lab/edit.ts';
import { digitModel } from '#lab/model.ts';
import { edits } from '#registry/index.ts';

const spec = digitModel([]);
const trained = () => Float32Array.of(0.5, -2, 0, 1e-3);
/** Arguments that fit: a place, then values. */
const fitting = (args: number, place = 1) => [place, 0.25, -3, 7].slice(0, args);

describe.each([...edits.values()])('edit $id', (operation) => {
  it('says in words what it does', () => expect(operation.title).toMatch(/^[A-Z].{4,}[^.]$/));

  it('is legal with as many numbers as it takes', () => {
    const args = fitting(operation.args);
    expect(isEdit([operation.id, ...args], edits)).toBe(true);
    expect(isEdit([operation.id, ...args, 1], edits)).toBe(false);
  });

  it('repeats exactly, and touches no other parameter', () => {
    const [once, again] = [trained(), trained()];
    expect(operation.apply(once, fitting(operation.args), spec)).toBe(true);
    operation.apply(again, fitting(operation.args), spec);
    expect(again).toEqual(once);
    expect(once).not.toEqual(trained());
    once[1] = trained()[1]!;
    expect(once).toEqual(trained());
  });

  it('changes nothing and says so where the place is no parameter', () => {
    for (const place of [-1, 4, 0.5, 1e9, NaN, Infinity]) {
      const parameters = trained();
      expect(operation.apply(parameters, fitting(operation.args, place), spec)).toBe(false);
      expect(parameters).toEqual(trained());
    }
  });
});

test.each([
  ['flip-sign', [1], 2],
  ['set', [1, 3], 3],
  ['shift', [1, 0.5], -1.5],
])('%s with %j makes -2 into %d', (id, args, value) => {
  const parameters = trained();
  edits.get(id)!.apply(parameters, args, spec);
  expect(parameters[1]).toBe(value);
});
