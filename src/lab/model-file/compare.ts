import { differingParameters } from '../parameter-bits.ts';
import { count } from './error.ts';

/** "3 of 25,450 parameters differ". */
export function differenceWords(a: Float32Array, b: Float32Array): string {
  const n = differingParameters(a, b);
  return `${count(n)} of ${count(a.length)} parameters ${n === 1 ? 'differs' : 'differ'}`;
}
