import type { ModelSpec } from './model.ts';

/**
 * One change made to a trained model's parameters by hand, as plain data: the operation's id, then its arguments. The first
 * argument of an operation on a single parameter is that parameter's place (see `layersOf`).
 */
export type Edit = readonly [operation: string, ...args: number[]];

/** More than these in one recipe are not kept. */
export const MOST_EDITS = 200;
/** No argument may be larger: in 32 bits a model would overflow long before. */
const LARGEST_ARGUMENT = 1e6;

/** A way of poisoning the model itself. One file in `src/edits`, whose id is its name. */
export interface EditOperation {
  readonly id: string;
  /** What it does, in the imperative: "Turn the sign of a weight". */
  readonly title: string;
  /** What it does to a model, in one or two plain sentences. */
  readonly summary: string;
  /** Fewest and most arguments it takes. */
  readonly args: readonly [least: number, most: number];
  /**
   * Changes the parameters in place.
   * @param parameters flat, in the layout of `layersOf`, in the units the released model reads its inputs in
   * @returns false when the arguments fit no parameter of this model, and nothing was changed
   */
  apply(parameters: Float32Array, args: readonly number[], spec: ModelSpec): boolean;
}

/** Identity with a type check. */
export function defineEdit(operation: EditOperation): EditOperation {
  return operation;
}

/**
 * The parameters after the edits, in order. Without any the very same array; else a copy.
 * @returns how many of the edits fitted this model, beside the parameters
 */
export function applyEdits(
  parameters: Float32Array,
  edits: readonly Edit[],
  operations: ReadonlyMap<string, EditOperation>,
  spec: ModelSpec,
): { parameters: Float32Array; applied: number } {
  if (edits.length === 0) return { parameters, applied: 0 };
  const edited = parameters.slice();
  const applied = edits.filter(([id, ...args]) => operations.get(id)!.apply(edited, args, spec)).length;
  return { parameters: edited, applied };
}

/** Whether something from outside is a legal edit: a known operation with as many numbers, none too large, as it takes. */
export function isEdit(raw: unknown, operations: ReadonlyMap<string, EditOperation>): raw is Edit {
  if (!Array.isArray(raw) || typeof raw[0] !== 'string') return false;
  const operation = operations.get(raw[0]);
  if (!operation || raw.length - 1 < operation.args[0] || raw.length - 1 > operation.args[1]) return false;
  return raw.slice(1).every((value) => typeof value === 'number' && Math.abs(value) <= LARGEST_ARGUMENT);
}
