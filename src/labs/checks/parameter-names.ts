import { SIDE } from '#core/dataset.ts';
import type { Edit } from '#lab/edit.ts';
import { layersOf, type ModelSpec } from '#lab/model.ts';
import { count, sized } from '../parts/format.ts';

/** What a unit of the first layer is called: a hidden unit, or a class of a linear model. */
export function unitName(spec: ModelSpec, unit: number): string {
  return `${spec.kind === 'conv' ? 'filter' : spec.hidden.length > 0 ? 'unit' : 'class'} ${unit}`;
}

/** What a parameter of a reader of digits is called. */
export function parameterName(spec: ModelSpec, place: number): string {
  const layers = layersOf(spec);
  const index = layers.findIndex(({ biases, outputs }) => place < biases + outputs);
  const layer = layers[index];
  if (!layer || place < 0) return `parameter ${place}`;
  const isLast = index === layers.length - 1;
  const whose = (i: number) => (isLast ? `class ${i}` : spec.kind === 'conv' ? `filter ${i}` : `unit ${i}`);
  const depth = index > 0 && !isLast ? ' of layer 2' : '';
  if (place >= layer.biases) return `bias of ${whose(place - layer.biases)}${depth}`;
  const input = Math.floor((place - layer.weights) / layer.outputs);
  const to = whose((place - layer.weights) % layer.outputs);
  if (index > 0) return `unit ${input} → ${to}${depth}`;
  if (spec.kind === 'conv') return `patch pixel ${input} → ${to}`;
  return `pixel row ${Math.floor(input / SIDE) + 1}, column ${(input % SIDE) + 1} → ${to}`;
}

/** An edit of a reader of digits in words. */
export function editWords(spec: ModelSpec, [id, ...args]: Edit): string {
  const [first, second] = args as [number, number];
  switch (id) {
    case 'set':
      return `${parameterName(spec, first)} set to ${sized(second)}`;
    case 'shift':
      return `${parameterName(spec, first)} shifted by ${sized(second, true)}`;
    case 'flip-sign':
      return `sign of ${parameterName(spec, first)} turned`;
    case 'paint':
      return `${count((args.length - 1) / 2)} weights of ${unitName(spec, first)} painted`;
    case 'scale-unit':
      return `${unitName(spec, first)} scaled by ${sized(second)}`;
    case 'prune-unit':
      return `${unitName(spec, first)} pruned`;
    case 'swap-outputs':
      return `classes ${first} and ${second} swapped`;
    case 'plant-detector':
      return `trigger detector planted in ${unitName(spec, first)}, for class ${second}`;
    case 'flip-bits':
      return `${count(args.length / 2)} ${args.length === 2 ? 'bit' : 'bits'} flipped`;
    default:
      return id;
  }
}
