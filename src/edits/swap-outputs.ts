import { defineEdit } from '#lab/edit.ts';
import { layersOf } from '#lab/model.ts';
import { incoming, isPlace } from './parts/units.ts';

export default defineEdit({
  id: 'swap-outputs',
  title: 'Swap two classes',
  summary:
    'Exchanges all that leads to two classes, biases included: what was read as one is read as the other, and the confusion matrix has those columns exchanged.',
  args: [2, 2],
  apply(parameters, [a, b], spec) {
    const last = layersOf(spec).at(-1)!;
    if (!isPlace(a!, last.outputs) || !isPlace(b!, last.outputs)) return false;
    const [ofA, ofB] = [incoming(last, a!), incoming(last, b!)];
    ofA.forEach((place, i) => {
      const value = parameters[place]!;
      parameters[place] = parameters[ofB[i]!]!;
      parameters[ofB[i]!] = value;
    });
    return true;
  },
});
