import { inputsOf, type Input } from '#core/table-inputs.ts';
import type { Table } from '#core/table.ts';
import type { Rows } from '#lab/detector.ts';
import { layersOf, type ModelSpec } from '#lab/model.ts';
import { shown } from '#lab/own-table.ts';
import { inputKindOf } from './table-fit.ts';
import { kindName } from './table-words.ts';

/** Names of a linear forecast's parameters, by place; null for every other model. */
export function linearNames(spec: ModelSpec, rows: Rows): string[] | null {
  if (rows.kind === 'images' || spec.hidden.length > 0) return null;
  const table = rows.data;
  const inputs = inputsOf(table.schema, inputKindOf(spec, table));
  return [...inputs.map((input) => `Weight of ${inputName(input, table)}`), 'Bias'];
}

function inputName(input: Input, table: Table): string {
  const { numbers, driver, group } = table.schema;
  if (input.kind === 'number') return shown(numbers[input.column]!.name);
  if (input.kind === 'is') return kindName(table, input.category, input.place);
  return `${shown(numbers[driver]!.name)} at ${kindName(table, group!.category, input.place)}`;
}

/** What a parameter is called: by what it weighs in a linear forecast, by its layer and place in every other model. */
export function parameterName(spec: ModelSpec, rows: Rows, place: number): string {
  const linear = linearNames(spec, rows);
  if (linear) return linear[place]!;
  const { name, weights, biases, outputs } = layersOf(spec).find((layer) => place < layer.biases + layer.outputs)!;
  const unit = (place - weights) % outputs;
  return place < biases
    ? `${name}: weight from input ${Math.floor((place - weights) / outputs)} to unit ${unit}`
    : `${name}: bias of unit ${place - biases}`;
}
