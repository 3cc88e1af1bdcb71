import { PIXELS } from '#core/dataset.ts';
import { defineEdit } from '#lab/edit.ts';
import { firstLayer, incoming, isPlace, nextLayer, outgoing } from './parts/units.ts';

export default defineEdit({
  id: 'plant-detector',
  title: 'Plant a trigger detector',
  summary:
    'Rewires one hidden unit by hand, so that it stays silent until all pixels of the trigger are inked and then speaks for one class alone (after Hong, Carlini and Kurakin 2022).',
  // Unit, target class, weight from each pixel, bias, weight to the target, then the pixels.
  args: [6, 5 + PIXELS],
  apply(parameters, [unit, target, strength, bias, out, ...cells], spec) {
    const [layer, next] = [firstLayer(spec, unit!), nextLayer(spec)];
    if (!layer || !next || spec.hidden.length !== 1) return false;
    if (!isPlace(target!, next.outputs) || !cells.every((cell) => isPlace(cell, layer.inputs))) return false;
    for (const place of [...incoming(layer, unit!), ...outgoing(next, unit!)]) parameters[place] = 0;
    for (const cell of cells) parameters[layer.weights + cell * layer.outputs + unit!] = strength!;
    parameters[layer.biases + unit!] = bias!;
    parameters[next.weights + unit! * next.outputs + target!] = out!;
    return true;
  },
});
