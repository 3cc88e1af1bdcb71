import { INK } from '#core/dataset.ts';
import { readAs, responseOf, sumsOf, type ModelOnRows } from '#lab/dense-net.ts';
import { layersOf, type Layer } from '#lab/model.ts';

/**
 * Accuracy without each unit of a hidden layer: what pruning it would leave. Each row's scores are corrected for what the unit
 * said, so that nothing below is computed again.
 * @param layer place of the hidden layer, from 0
 * @returns one accuracy per unit; empty when there is no such layer
 */
export function accuracyWithout(model: ModelOnRows, layer = 0): Float64Array {
  const { spec, labels, activations } = model;
  const responses = activations.hidden[layer];
  if (!responses) return new Float64Array(0);
  const units = spec.hidden[layer]!;
  const scores = scoresWithout(model, layer);
  const right = new Float64Array(units);
  labels.forEach((label, row) => {
    const asItIs = readAs(activations.logits, row, spec.outputs) === label;
    for (let unit = 0; unit < units; unit++) {
      // A silent unit is not missed.
      const isRight =
        responses[row * units + unit] === 0 ? asItIs : readAs(scores(row, unit), 0, spec.outputs) === label;
      if (isRight) right[unit]!++;
    }
  });
  return right.map((count) => count / Math.max(1, labels.length));
}

/** Scores of a row without a unit. The array is the same each time. */
function scoresWithout(model: ModelOnRows, place: number): (row: number, unit: number) => Float32Array {
  const { parameters, spec, activations } = model;
  const [next, last] = layersOf(spec).slice(place + 1) as [Layer, Layer?];
  const sums = activations.sums[place + 1]!;
  const responses = activations.hidden[place]!;
  const respond = responseOf(spec.activation);
  const left = new Float32Array(next.outputs);
  return (row, unit) => {
    const said = responses[row * next.inputs + unit]!;
    for (let j = 0; j < next.outputs; j++)
      left[j] = sums[row * next.outputs + j]! - said * parameters[next.weights + unit * next.outputs + j]!;
    return last ? sumsOf(parameters, last, left.map(respond)) : left;
  };
}

/** The unit whose loss costs least accuracy, or even brings some: the place of the highest, the first on a tie. */
export function leastUsefulUnit(accuracies: Float64Array): number {
  return accuracies.indexOf(accuracies.reduce((most, accuracy) => Math.max(most, accuracy), 0));
}

/** One row, and how strongly a unit responds to it. */
export interface Excitement {
  readonly row: number;
  readonly response: number;
}

/** The rows a unit responds to most, strongest first; rows that leave it silent or below are not among them. */
export function excites({ spec, activations }: ModelOnRows, unit: number, most: number, layer = 0): Excitement[] {
  const units = spec.hidden[layer] ?? 1;
  const responses = (activations.hidden[layer] ?? new Float32Array(0)).filter((_, at) => at % units === unit);
  return Array.from(responses, (response, row) => ({ row, response }))
    .filter(({ response }) => response > 0)
    .sort((a, b) => b.response - a.response || a.row - b.row)
    .slice(0, most);
}

/** How a score adds up: the bias, and what each unit of the last hidden layer (or each pixel of a linear model) adds. */
export interface Contributions {
  readonly units: Float32Array;
  readonly bias: number;
}

/** How one row's score for a class adds up; all parts together are its logit. */
export function contributionsTo(model: ModelOnRows, row: number, label: number): Contributions {
  const { parameters, spec, images, activations } = model;
  const { inputs, outputs, weights, biases } = layersOf(spec).at(-1)!;
  const responses = activations.hidden.at(-1);
  const said = (unit: number) => (responses ? responses[row * inputs + unit]! : images[row * inputs + unit]! / INK);
  return {
    units: Float32Array.from(
      { length: inputs },
      (_, unit) => said(unit) * parameters[weights + unit * outputs + label]!,
    ),
    bias: parameters[biases + label]!,
  };
}
