import { describe, expect, it, test } from 'vitest';
import { stream } from '#core/rng.ts';
import { isEdit, type EditOperation } from '#lab/edit.ts';
import { parameterCount, type ModelSpec } from '#lab/model.ts';
import { edits } from '#registry/index.ts';
import { ALL, drawParameters, placesThatDiffer, SHAPES, type Shape } from './shapes.ts';

/** Arguments that fit every shape the operation claims, and the shapes it claims. */
interface Claim {
  readonly args: readonly number[];
  readonly shapes: readonly Shape[];
  /** For each argument that names something, numbers that name nothing in any shape. */
  readonly wrong: Readonly<Record<number, readonly number[]>>;
}

const NOWHERE = [-1, 0.5, 1e6, NaN, Infinity];
const CLAIMS: Readonly<Record<string, Claim>> = {
  'flip-bits': { args: [1, 31, 0, 3], shapes: ALL, wrong: { 0: NOWHERE, 2: NOWHERE, 1: [...NOWHERE, 32], 3: [-31] } },
  'flip-sign': { args: [1], shapes: ALL, wrong: { 0: NOWHERE } },
  paint: { args: [1, 3, 0.25, 8, -2], shapes: ALL, wrong: { 0: NOWHERE, 1: NOWHERE, 3: [...NOWHERE, 784] } },
  'plant-detector': {
    args: [1, 0, 10, -15, 4, 3, 8],
    shapes: ['one', 'forecast'],
    wrong: { 0: [...NOWHERE, 12], 1: [...NOWHERE, 10], 5: NOWHERE, 6: [...NOWHERE, 784] },
  },
  'prune-unit': { args: [1], shapes: ['one', 'two', 'forecast'], wrong: { 0: [...NOWHERE, 12] } },
  'scale-unit': { args: [1, 0.5], shapes: ALL, wrong: { 0: [...NOWHERE, 12] } },
  set: { args: [1, 3], shapes: ALL, wrong: { 0: NOWHERE } },
  shift: { args: [1, 3], shapes: ALL, wrong: { 0: NOWHERE } },
  'swap-outputs': {
    args: [3, 8],
    shapes: ['linear', 'one', 'two', 'conv'],
    wrong: { 0: [...NOWHERE, 10], 1: [...NOWHERE, 10] },
  },
};

const changes = (parameters: Float32Array, spec: ModelSpec) => placesThatDiffer(drawParameters(spec), parameters);

function applied(operation: EditOperation, args: readonly number[], spec: ModelSpec) {
  const parameters = drawParameters(spec);
  return { fits: operation.apply(parameters, args, spec), parameters };
}

test('every operation says here what fits it', () =>
  expect(Object.keys(CLAIMS).sort()).toEqual([...edits.keys()].sort()));

describe.each([...edits.values()])('edit $id', (operation) => {
  const { args, shapes, wrong } = CLAIMS[operation.id]!;
  const [least, most] = operation.args;

  it('says in words what it does', () => {
    expect(operation.title).toMatch(/^[A-Z].{4,}[^.]$/);
    expect(operation.summary).toMatch(/^[A-Z].{20,}\.$/s);
  });

  it('is legal with as many numbers as it takes, and no others', () => {
    const legal = (count: number) => isEdit([operation.id, ...Array<number>(count).fill(1)], edits);
    expect(least).toBeGreaterThan(0);
    for (const count of [least, most]) expect(legal(count)).toBe(true);
    for (const count of [least - 1, most + 1]) expect(legal(count)).toBe(false);
    expect(isEdit([operation.id, ...args], edits)).toBe(true);
    for (const bad of [NaN, Infinity, 1.1e6, '1', null, [1]])
      args.forEach((_, i) => expect(isEdit([operation.id, ...args.with(i, bad as number)], edits)).toBe(false));
  });

  it.each(ALL)('changes a %s model if it claims to, else says no and changes nothing', (shape) => {
    const spec = SHAPES[shape];
    const { fits, parameters } = applied(operation, args, spec);
    expect(fits).toBe(shapes.includes(shape));
    expect(changes(parameters, spec).length > 0).toBe(fits);
  });

  it('repeats exactly, and leaves its arguments alone', () => {
    for (const shape of shapes) {
      const given = Object.freeze([...args]);
      const [once, again] = [given, args].map((numbers) => applied(operation, numbers, SHAPES[shape]));
      expect(placesThatDiffer(once!.parameters, again!.parameters)).toEqual([]);
    }
  });

  it('changes parameters in place when they are part of a larger buffer, and nothing around them', () => {
    const spec = SHAPES[shapes[0]!];
    const count = parameterCount(spec);
    const around = new Float32Array(count + 20).fill(7);
    around.set(drawParameters(spec), 10);
    operation.apply(around.subarray(10, 10 + count), args, spec);
    expect(around.slice(10, 10 + count)).toEqual(applied(operation, args, spec).parameters);
    for (const end of [around.slice(0, 10), around.slice(10 + count)]) expect(new Set(end)).toEqual(new Set([7]));
  });

  it('says no and changes nothing where a place, unit, cell, class or bit does not exist', () => {
    for (const shape of shapes) {
      for (const [at, numbers] of Object.entries(wrong)) {
        for (const number of numbers) {
          const { fits, parameters } = applied(operation, args.with(Number(at), number), SHAPES[shape]);
          expect([at, number, fits, changes(parameters, SHAPES[shape])]).toEqual([at, number, false, []]);
        }
      }
    }
  });

  it('either fits or changes nothing, whatever legal numbers a stranger sends', () => {
    const draw = stream(1, `stranger/${operation.id}`);
    const anyNumber = () => [Math.floor(draw() * 12), draw() * 12, -Math.floor(draw() * 3), Math.floor(draw() * 1e6)];
    for (let n = 0; n < 120; n++) {
      const spec = SHAPES[ALL[n % ALL.length]!];
      const count = least + Math.floor(draw() * Math.min(8, most - least + 1));
      const strange = Array.from({ length: count }, () => anyNumber()[Math.floor(draw() * 4)]!);
      const { fits, parameters } = applied(operation, strange, spec);
      expect(parameters.length).toBe(parameterCount(spec));
      if (!fits) expect(changes(parameters, spec)).toEqual([]);
    }
  });
});
