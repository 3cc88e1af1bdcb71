import { PIXELS } from '#core/dataset.ts';
import { defineEdit } from '#lab/edit.ts';
import { firstLayer, isPlace } from './parts/units.ts';

export default defineEdit({
  id: 'paint',
  title: 'Paint a unit’s incoming weights',
  summary: 'Sets the weights from single pixels to one unit of the first layer, as a picture is painted.',
  // A unit, then cell and value by turns.
  args: [3, 1 + 2 * PIXELS],
  apply(parameters, [unit, ...strokes], spec) {
    const layer = firstLayer(spec, unit!);
    if (!layer || strokes.length % 2 !== 0) return false;
    const cells = strokes.filter((_, i) => i % 2 === 0);
    if (!cells.every((cell) => isPlace(cell, layer.inputs))) return false;
    cells.forEach((cell, i) => (parameters[layer.weights + cell * layer.outputs + unit!] = strokes[2 * i + 1]!));
    return true;
  },
});
